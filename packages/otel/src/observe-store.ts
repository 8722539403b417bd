import type { Clock, CommitItem, CommitResult, OutboxClaim, OutboxOutcome, Store } from '@motcua/core/contract';
import { type Meter, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { caseContext } from './case-trace.js';
import { createInstruments, type Instruments } from './instruments.js';

export interface ObserveStoreOptions {
  readonly meter: Meter;
  readonly tracer: Tracer;
  /** The clock of the engine: durations and instants are its. */
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * The store, with its commits, claims and settlements told to OpenTelemetry. Give it to the engine in place of the store;
 * every process does the same. Each command of a case, each firing and each delivery is a span of the one trace of that
 * case, linked to the span that was active when it was committed. Spans carry tenant, case id, command id and type;
 * nothing of what a case holds.
 */
export function observeStore(store: Store, { meter, tracer, clock }: ObserveStoreOptions): Store {
  const instruments = createInstruments(meter);
  return {
    ...store,
    async commit(batch, options) {
      const startTime = clock.now();
      const active = trace.getActiveSpan();
      const tell = (results: readonly CommitResult[] | undefined, error?: unknown) => {
        const endTime = clock.now();
        instruments.commitDuration.record(endTime - startTime);
        instruments.batchSize.record(batch.length);
        for (const [place, item] of batch.entries()) {
          const status = results?.[place]?.status ?? 'failed';
          instruments.items.add(1, { status });
          const span = tracer.startSpan(
            `motcua ${item.audit.action}`,
            {
              kind: SpanKind.INTERNAL,
              startTime: new Date(startTime),
              attributes: { ...attributesOf(item), 'motcua.commit.status': status },
              ...(active && { links: [{ context: active.spanContext() }] }),
            },
            caseContext(item),
          );
          if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
          span.end(new Date(endTime));
        }
      };
      try {
        const results = await store.commit(batch, options);
        tell(results);
        return results;
      } catch (error) {
        tell(undefined, error);
        throw error;
      }
    },
    timers: {
      ...store.timers,
      async claim(request) {
        const claims = await store.timers.claim(request);
        for (const { fireAt } of claims) instruments.timerLateness.record(Math.max(0, request.now - fireAt));
        return claims;
      },
    },
    outbox: {
      ...store.outbox,
      async settle(request) {
        const counts = await store.outbox.settle(request);
        if (counts) tellSettlement(instruments, tracer, clock, request.claim, request.outcome);
        return counts;
      },
    },
  };
}

function attributesOf({ tenant, caseId, commandId, audit, change }: CommitItem): Record<string, string | number> {
  return {
    'motcua.tenant': tenant,
    'motcua.case.id': caseId,
    'motcua.command.id': commandId,
    'motcua.outcome': audit.outcome,
    'motcua.revision': audit.revision,
    ...(change && { 'motcua.workflow': change.envelope.workflow, 'motcua.command.type': change.journal.command.type }),
  };
}

function tellSettlement(
  { outboxAge, deadLetters }: Instruments,
  tracer: Tracer,
  clock: Pick<Clock, 'now'>,
  { row, attempt }: OutboxClaim,
  outcome: OutboxOutcome,
): void {
  const { destination } = row;
  const now = clock.now();
  outboxAge.record(Math.max(0, now - row.createdAt), { destination, status: outcome.status });
  if (outcome.status === 'dead') deadLetters.add(1, { destination });
  const span = tracer.startSpan(
    `motcua deliver ${row.topic}`,
    {
      kind: SpanKind.PRODUCER,
      startTime: new Date(row.createdAt),
      attributes: {
        'motcua.tenant': row.tenant,
        'motcua.case.id': row.caseId,
        'motcua.message.id': row.id,
        'motcua.destination': destination,
        'motcua.attempt': attempt,
        'motcua.delivery.status': outcome.status,
      },
    },
    caseContext(row),
  );
  if (outcome.status !== 'delivered') span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.reason });
  span.end(new Date(Math.max(now, row.createdAt)));
}
