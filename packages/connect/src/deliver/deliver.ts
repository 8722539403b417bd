import type { DeliveryContext, DeliveryResult, OutboxRow } from '@motcua/core';
import type { Call } from '../calls/call.js';
import { type CallOutcome, makeCall } from '../calls/make-call.js';
import { CATCH_UP } from '../connection/open.js';
import { type Connection, noteDelivery, readConnection } from '../connection/records.js';
import type { Connector } from '../parts.js';
import { type Reason, reason } from '../reason.js';
import { bringIntoStep } from '../reconcile/bring-into-step.js';
import type { Drift } from '../system/schemas.js';
import type { Delivery } from './delivery.js';
import { passGate, tellGate } from './gate.js';
import { later, MAX_TRIES, type Missed } from './missed.js';
import { reportToCase } from './report.js';

/** Carries a fact to the other system, and puts on record how that went. */
export async function deliverFact(
  connector: Connector,
  message: OutboxRow,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  context.signal.throwIfAborted();
  const before = await withEngineLoss(connector, message);
  const read = await loaded(connector, message);
  if ('reason' in read) return settle({ connector, message, context, before, data: undefined }, missed(read.reason));
  const delivery = { connector, message, context, before, data: read.data };
  const calls = callsFor(delivery);
  if ('kind' in calls) return settle(delivery, { status: 'never', reason: calls, drift: [] });
  if (calls.length === 0) return before === undefined ? { status: 'delivered' } : settle(delivery, nothingToDo);
  const closed = await passGate(connector, message);
  if (closed !== undefined) return settle(delivery, closed);
  return settle(delivery, await carryOut(delivery, calls));
}

const nothingToDo: CallOutcome = { status: 'done', drift: [] };

/**
 * The connection, with what the engine gave up by its own count. Nobody told the connection then; but messages of a case come in
 * order, so one that waits before the present one waits no more.
 */
async function withEngineLoss(connector: Connector, message: OutboxRow): Promise<Connection | undefined> {
  const { system, spec } = connector.definition;
  const { tenant, caseId: of } = message;
  const before = await readConnection(connector.door(), { tenant, system, of });
  const waiting = before?.waiting;
  if (waiting === undefined || !isEarlier(waiting.message, message)) return before;
  const event = { type: 'delivery.give-up' as const, message: waiting.message, reason: waiting.reason };
  const note = { tenant, system, of, label: before?.label, catchUp: spec.catchUp ?? CATCH_UP, before };
  await noteDelivery(connector.door(), { ...note, event, now: connector.clock.now() });
  return readConnection(connector.door(), { tenant, system, of });
}

/** Ids of messages of one case end in `:<revision>:<index>`. */
function isEarlier(id: string, { revision, index }: OutboxRow): boolean {
  const [itsRevision = 0, itsIndex = 0] = id.split(':').slice(-2).map(Number);
  return itsRevision < revision || (itsRevision === revision && itsIndex < index);
}

const missed = (why: Reason): Missed => ({ status: 'later', reason: why, answered: false });

async function loaded({ definition }: Connector, { tenant, caseId }: OutboxRow) {
  try {
    return { data: await definition.spec.load({ tenant, caseId }) };
  } catch {
    // What it threw is the application's own; it may hold anything.
    return { reason: reason('case', 'không đọc được dữ liệu của hồ sơ', 'the data of the case could not be read') };
  }
}

function callsFor({ connector, message, before, data }: Delivery): readonly Call[] | Reason {
  const { facts, calls } = connector.definition.spec;
  const { type: _, ...content } = message.payload;
  const parsed = facts[message.topic]?.safeParse(content);
  if (parsed?.success !== true) {
    return reason(
      'mapping',
      `sự kiện ${message.topic} không đúng dạng mà kết nối này đọc được`,
      `the fact ${message.topic} has not the form this connector reads`,
    );
  }
  try {
    const made = calls[message.topic]?.({ fact: parsed.data, data, message, reference: before?.reference });
    return made === undefined ? [] : [made].flat();
  } catch {
    return reason(
      'mapping',
      `không lập được nội dung gửi từ sự kiện ${message.topic}`,
      `nothing to send could be made of the fact ${message.topic}`,
    );
  }
}

/** The calls of a fact, one after another; a message that was dead before then brings the whole record into step. */
async function carryOut(delivery: Delivery, calls: readonly Call[]): Promise<CallOutcome> {
  const { connector, message, context, before } = delivery;
  const { idempotencyKey, attempt, signal } = context;
  const wasDead = before?.dead.some((letter) => letter.message === message.id) === true;
  let reference = before?.reference;
  const drift: Drift[] = [];
  for (const [index, call] of calls.entries()) {
    const key = index === 0 ? idempotencyKey : `${idempotencyKey}#${index + 1}`;
    const outcome = await makeCall(connector.calls, { call, reference, key, again: attempt > 1 || wasDead, signal });
    await tellGate(connector, message, outcome);
    if (outcome.status !== 'done') return outcome;
    reference = outcome.reference ?? reference;
    drift.push(...outcome.drift);
  }
  const done: CallOutcome = { status: 'done', drift, ...(reference !== undefined && { reference }) };
  if (!wasDead || connector.definition.spec.reconcile === undefined) return done;
  // Later messages were delivered while it was dead: what it says may be old.
  const { tenant, caseId } = message;
  const outcome = await bringIntoStep(connector, {
    tenant,
    of: caseId,
    reference,
    key: `${idempotencyKey}/step/${before?.revision ?? 0}.${attempt}`,
    signal,
  });
  return outcome.status === 'done' ? { ...done, ...outcome, drift } : outcome;
}

/** Puts on record what became of it: at the connection and at the case, and only then in the outbox. */
async function settle(delivery: Delivery, outcome: CallOutcome): Promise<DeliveryResult> {
  const { connector, message, context, before } = delivery;
  if (outcome.status !== 'later') await connector.records.noteDrift(message.tenant, outcome.drift);
  switch (outcome.status) {
    case 'done': {
      await noteSuccess(delivery, outcome.reference);
      return { status: 'delivered' };
    }
    case 'never':
      return giveUp(delivery, outcome.reason);
    case 'later': {
      const { spec } = connector.definition;
      const isBack = before?.dead.some((letter) => letter.message === message.id) === true;
      // The attempts of a message that was redriven are counted from then on.
      const tries = isBack ? context.attempt : triesOf(delivery) + (outcome.answered ? 1 : 0);
      if (outcome.answered && tries >= (spec.retry?.maxTries ?? MAX_TRIES)) return giveUp(delivery, outcome.reason);
      await noteFailure(delivery, outcome.reason, tries);
      return later(connector, context, outcome);
    }
  }
}

const triesOf = ({ before, message }: Delivery): number =>
  before?.waiting?.message === message.id ? before.waiting.tries : 0;

const noteFor = ({ connector, message, before, data }: Delivery) => {
  const { system, spec } = connector.definition;
  return {
    tenant: message.tenant,
    system,
    of: message.caseId,
    label: data === undefined ? undefined : spec.label?.(data),
    catchUp: spec.catchUp ?? CATCH_UP,
    before,
    now: connector.clock.now(),
  };
};

async function noteSuccess(delivery: Delivery, reference: string | undefined): Promise<void> {
  const { connector, message, before } = delivery;
  const { id } = message;
  const note = noteFor(delivery);
  const isKnown =
    before !== undefined &&
    before.waiting?.message !== id &&
    before.dead.every((letter) => letter.message !== id) &&
    (reference === undefined || reference === before.reference) &&
    (note.label === undefined || note.label === before.label);
  if (isKnown) return;
  const event = {
    type: 'delivery.succeed' as const,
    message: id,
    ...(reference !== undefined && { reference }),
    ...(note.label !== undefined && { label: note.label }),
  };
  // Side by side, so that a store writes both at once; each may be repeated.
  await Promise.all([
    noteDelivery(connector.door(), { ...note, event }),
    reportToCase(delivery, { status: 'acknowledged', reference: reference ?? before?.reference }),
  ]);
}

async function noteFailure(delivery: Delivery, why: Reason, tries: number): Promise<void> {
  const { connector, message, before } = delivery;
  const isKnown =
    before?.waiting?.message === message.id &&
    before.waiting.reason.kind === why.kind &&
    before.waiting.tries === tries;
  // A turn in a moment is no trouble.
  if (isKnown || (why.kind === 'rate' && before !== undefined)) return;
  const event = {
    type: 'delivery.fail' as const,
    message: message.id,
    since: before?.waiting?.since ?? message.createdAt,
    reason: why,
    tries,
  };
  await noteDelivery(connector.door(), { ...noteFor(delivery), event });
}

async function giveUp(delivery: Delivery, why: Reason): Promise<DeliveryResult> {
  const event = { type: 'delivery.give-up' as const, message: delivery.message.id, reason: why };
  await noteDelivery(delivery.connector.door(), { ...noteFor(delivery), event });
  await reportToCase(delivery, { status: 'failed', reason: why.text });
  return { status: 'give-up', reason: why.text.en };
}
