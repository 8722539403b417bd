import type { SealQueue } from '../contract/audit-log.js';
import type { CaseEnvelope } from '../contract/case.js';
import type {
  CaseReader,
  CommitItem,
  CommitResult,
  DisposalResult,
  OutboxClaim,
  OutboxQueue,
  Store,
  TimerClaim,
  TimerQueue,
} from '../contract/store.js';
import { describeError, isMotcuaError, MotcuaError } from '../error/index.js';

type Offence = string | undefined;

/**
 * The store as the engine uses it: whatever it throws has a code, and what it answers is what was asked for. A store
 * that answers with another case, with too few results or with no instant must not be believed.
 */
export function guardStore(store: Store): Store {
  const { liveness } = store;
  return {
    ...store,
    open: () => guarded('open', () => store.open()),
    close: () => guarded('close', () => store.close()),
    commit: (batch, options) =>
      guarded(
        'commit',
        () => store.commit(batch, options),
        (results) => commitOffence(batch, results),
      ),
    dispose: (item) => guarded('dispose', () => store.dispose(item), disposalOffence),
    allocate: (request) =>
      guarded(
        'allocate',
        () => store.allocate(request),
        (number) => wrong(Number.isSafeInteger(number) && number > 0, 'a number of a series', number),
      ),
    cases: guardReader(store.cases),
    timers: guardTimers(store.timers),
    outbox: guardOutbox(store.outbox),
    liveness: {
      beat: (beat) => guarded('liveness.beat', () => liveness.beat(beat), objectOffence),
      outages: (request) => guarded('liveness.outages', () => liveness.outages(request), listOffence),
    },
    seal: guardSeal(store.seal),
  };
}

function guardReader(cases: CaseReader): CaseReader {
  return {
    load: (request) =>
      guarded(
        'cases.load',
        () => cases.load(request),
        (envelope) => (envelope === undefined ? undefined : caseOffence(envelope, request.tenant, request.caseId)),
      ),
    reply: (request) =>
      guarded(
        'cases.reply',
        () => cases.reply(request),
        (reply) => (reply === undefined ? undefined : wrong(isReply(reply), 'a reply', reply)),
      ),
    history: (request) =>
      guarded(
        'cases.history',
        () => cases.history(request),
        (entries) =>
          listOffence(entries) ??
          firstOffence(entries, (entry) =>
            entry.revision > request.afterRevision
              ? caseOffence(entry, request.tenant, request.caseId)
              : 'an older entry',
          ),
      ),
    find: (query) =>
      guarded(
        'cases.find',
        () => cases.find(query),
        (page) => objectOffence(page) ?? listOffence(page.items),
      ),
    scan: (request) =>
      guarded(
        'cases.scan',
        () => cases.scan(request),
        (page) =>
          objectOffence(page) ??
          listOffence(page.items) ??
          firstOffence(page.items, ({ tenant, caseId }) =>
            request.tenant === undefined || tenant === request.tenant
              ? undefined
              : `case ${caseId} of tenant ${tenant}`,
          ),
      ),
    audit: (request) => guarded('cases.audit', () => cases.audit(request), listOffence),
  };
}

function guardSeal(seal: SealQueue): SealQueue {
  return {
    pending: (request) => guarded('seal.pending', () => seal.pending(request), listOffence),
    confirm: (request) => guarded('seal.confirm', () => seal.confirm(request)),
    leaves: (request) => guarded('seal.leaves', () => seal.leaves(request), listOffence),
    lease: (request) => guarded('seal.lease', () => seal.lease(request)),
    count: () => guarded('seal.count', () => seal.count(), objectOffence),
    chain: (request) => guarded('seal.chain', () => seal.chain(request), listOffence),
    disclosures: (request) => guarded('seal.disclosures', () => seal.disclosures(request), listOffence),
  };
}

function guardTimers(timers: TimerQueue): TimerQueue {
  const claimOffence = ({ tenant, caseId, key, fireAt }: TimerClaim): Offence =>
    wrong(areTexts(tenant, caseId, key) && Number.isFinite(fireAt), 'a claimed firing', {
      tenant,
      caseId,
      key,
      fireAt,
    });
  return {
    claim: (request) =>
      guarded(
        'timers.claim',
        () => timers.claim(request),
        (claims) => listOffence(claims) ?? firstOffence(claims, claimOffence),
      ),
    renew: (request) => guarded('timers.renew', () => timers.renew(request)),
    release: (request) => guarded('timers.release', () => timers.release(request)),
    nextAt: () => guarded('timers.nextAt', () => timers.nextAt(), instantOffence),
  };
}

function guardOutbox(outbox: OutboxQueue): OutboxQueue {
  const claimOffence = ({ row, attempt }: OutboxClaim): Offence =>
    objectOffence(row) ??
    wrong(
      areTexts(row.tenant, row.caseId, row.id, row.topic, row.destination) && Number.isSafeInteger(attempt),
      'a claimed message',
      { ...row, payload: undefined, attempt },
    );
  return {
    claim: (request) =>
      guarded(
        'outbox.claim',
        () => outbox.claim(request),
        (claims) => listOffence(claims) ?? firstOffence(claims, claimOffence),
      ),
    renew: (request) => guarded('outbox.renew', () => outbox.renew(request)),
    settle: (request) => guarded('outbox.settle', () => outbox.settle(request)),
    release: (request) => guarded('outbox.release', () => outbox.release(request)),
    nextAt: (request) => guarded('outbox.nextAt', () => outbox.nextAt(request), instantOffence),
    dead: (request) => guarded('outbox.dead', () => outbox.dead(request), listOffence),
    redrive: (request) => guarded('outbox.redrive', () => outbox.redrive(request)),
    count: (request) => guarded('outbox.count', () => outbox.count(request), objectOffence),
  };
}

async function guarded<Result>(
  operation: string,
  run: () => Promise<Result>,
  offenceOf?: (result: Result) => Offence,
): Promise<Result> {
  let result: Result;
  try {
    result = await run();
  } catch (cause) {
    if (isMotcuaError(cause)) throw cause;
    throw failed(operation, `threw: ${describeError(cause)}`, cause);
  }
  const offence = offenceOf?.(result);
  if (offence !== undefined) throw failed(operation, `answered with ${offence}`);
  return result;
}

const failed = (operation: string, what: string, cause?: unknown) =>
  new MotcuaError('MC_STORE_FAILED', {
    happened: `The store, asked for ${operation}, ${what}`,
    expected: 'a store that keeps its contract',
    remedy:
      'repeat the call with the same command id; if it stays, run the storeContract suite on the store and tell its author',
    details: { operation },
    cause,
  });

/** Results that are not one for each item cannot be told apart: none of them is believed. */
function commitOffence(batch: readonly CommitItem[], results: readonly CommitResult[]): Offence {
  const offence = listOffence(results);
  if (offence !== undefined) return offence;
  if (results.length !== batch.length) return `${results.length} results for ${batch.length} items`;
  return firstOffence(results, (result) => {
    switch (result?.status) {
      case 'committed':
        return undefined;
      case 'conflict':
        return wrong(Number.isSafeInteger(result.revision), 'a conflict', result);
      case 'duplicate':
        return wrong(isReply(result.reply), 'a duplicate', result);
      default:
        return shown('a result', result);
    }
  });
}

const DISPOSALS: readonly unknown[] = ['disposed', 'kept', 'conflict', 'duplicate'];

const disposalOffence = (result: DisposalResult): Offence =>
  objectOffence(result) ?? wrong(DISPOSALS.includes(result.status), 'what became of a disposal', result);

const caseOffence = (found: Pick<CaseEnvelope, 'tenant' | 'caseId'>, tenant: string, caseId: string): Offence =>
  objectOffence(found) ??
  (found.tenant === tenant && found.caseId === caseId
    ? undefined
    : `case ${describeError(found.caseId)} of tenant ${describeError(found.tenant)} for case ${caseId} of tenant ${tenant}`);

const isReply = (reply: unknown): boolean =>
  typeof reply === 'object' && reply !== null && typeof (reply as { status?: unknown }).status === 'string';

const areTexts = (...values: readonly unknown[]): boolean => values.every((value) => typeof value === 'string');

const instantOffence = (at: unknown): Offence =>
  at === undefined ? undefined : wrong(Number.isFinite(at), 'an instant', at);

const objectOffence = (value: unknown): Offence =>
  wrong(typeof value === 'object' && value !== null, 'an object', value);

const listOffence = (value: unknown): Offence => wrong(Array.isArray(value), 'a list', value);

function firstOffence<Item>(items: readonly Item[], offenceOf: (item: Item) => Offence): Offence {
  for (const item of items) {
    const offence = objectOffence(item) ?? offenceOf(item);
    if (offence !== undefined) return offence;
  }
  return undefined;
}

const wrong = (isRight: boolean, expected: string, found: unknown): Offence =>
  isRight ? undefined : shown(expected, found);

const shown = (expected: string, found: unknown): string => {
  let text: string | undefined;
  try {
    text = JSON.stringify(found);
  } catch {
    text = undefined;
  }
  return `${describeError(text ?? found).slice(0, 200)} instead of ${expected}`;
};
