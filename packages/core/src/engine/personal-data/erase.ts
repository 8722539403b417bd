import type { AccessDecision } from '../../contract/actor.js';
import type { AuditEntry } from '../../contract/audit-log.js';
import type { AuditRecord, ErasureScope } from '../../contract/case.js';
import type { KeyStore } from '../../contract/key-store.js';
import type { CommitItem } from '../../contract/store.js';
import { isMotcuaError, MotcuaError } from '../../error/index.js';
import { holdsOn } from '../audit/holds.js';
import { leafOf } from '../audit/leaf-of.js';
import { casePages } from '../case-pages.js';
import { execute } from '../execute.js';
import type { EraseRequest, ProtectRequest } from '../requests.js';
import type { Runtime } from '../runtime.js';
import { keyMark } from './blind-index.js';
import type { PeopleAtHand } from './protection.js';

/** What became of an erasure. */
export type ErasureResult =
  | {
      readonly status: 'erased';
      /** Names the erasure in the audit records: the id of the key that was destroyed. */
      readonly key: string;
      /** Ids of the cases that held the person's data. They stay, with marked gaps. */
      readonly cases: readonly string[];
      /**
       * Of these, the ones with records from before personal data was encrypted. Those records still hold the person's
       * data; they must be dealt with in the database itself.
       */
      readonly unprotected: readonly string[];
      /**
       * Of these, the ones that could not be written again, such as cases of a workflow version this engine does not
       * have. Their data is unreadable all the same; the person may still be found in the index, until
       * `resumeErasures` succeeds.
       */
      readonly pending: readonly string[];
    }
  | { readonly status: 'refused'; readonly code: 'MC_ERASURE_REFUSED'; readonly message: string };

/** Erasures that were begun and not ended, and are ended now. */
export interface ResumedErasures {
  /** Names of the erasures: ids of the keys that were destroyed. */
  readonly keys: readonly string[];
  /** Cases that could not be written again. */
  readonly pending: readonly string[];
}

const PAGE = 200;
const erasureOf = (key: string) => `motcua:erasure:${key}`;
const doneOf = (key: string) => `${erasureOf(key)}:done`;

/**
 * Destroys a person's key, then writes every case of the person again without him. Whatever a crash leaves behind is
 * unreadable from the destruction on, and `resumeErasures` finds the cases that have not been written again.
 */
export async function erase(runtime: Runtime, request: EraseRequest): Promise<ErasureResult> {
  const { tenant, subject, actor, reason, legalBasis } = request;
  checkGrounds(request);
  const people = peopleOf(runtime);
  const clear = await protectClear(runtime, request);
  const key = await people.keyOf(tenant, subject);
  const cases = [...new Set([...(await casesOf(runtime, tenant, key)), ...clear])];
  const allowed = (await heldBack(runtime, tenant, cases)) ??
    (await people.mayErase?.({ tenant, subject, actor, reason, legalBasis, cases })) ?? { allowed: true };
  const record = { tenant, key, actor, reason, legalBasis, cases };
  if (!allowed.allowed) {
    const message = `The person was not erased: ${allowed.reason}`;
    const at = runtime.clock.now();
    await note(runtime, { ...record, unprotected: [] }, `${erasureOf(key)}:refused@${at}`, {
      outcome: 'refused',
      code: 'MC_ERASURE_REFUSED',
      message,
    });
    return { status: 'refused', code: 'MC_ERASURE_REFUSED', message };
  }
  const unprotected = await unprotectedOf(runtime, tenant, subject, cases);
  await note(runtime, { ...record, unprotected }, erasureOf(key), { outcome: 'accepted' });
  await people.keys.destroy({ tenant, id: key, at: runtime.clock.now() });
  people.forget(tenant, key);
  return { status: 'erased', key, ...(await finish(runtime, { ...record, unprotected })), unprotected };
}

/** A legal hold on a case keeps everybody in it. */
async function heldBack(
  runtime: Runtime,
  tenant: string,
  cases: readonly string[],
): Promise<AccessDecision | undefined> {
  for (const caseId of cases) {
    const [held] = await holdsOn(runtime, { tenant, caseId });
    if (held !== undefined) return { allowed: false, reason: `case ${caseId} is under the legal hold "${held.hold}"` };
  }
  return undefined;
}

/** Ends what a crash interrupted, and erases again what a restored backup brought back. */
export async function resumeErasures(runtime: Runtime): Promise<ResumedErasures> {
  const people = peopleOf(runtime);
  const resumed: string[] = [];
  const pending: string[] = [];
  for await (const { tenant, id } of destroyedIn(people.keys)) {
    const done = await runtime.store.cases.reply({ tenant, commandId: doneOf(id) });
    if (done !== undefined) continue;
    people.forget(tenant, id);
    const finished = await finish(runtime, await begunErasure(runtime, tenant, id));
    resumed.push(id);
    pending.push(...finished.pending);
  }
  return { keys: resumed, pending };
}

/** Writes every case of a tenant again, so that its personal data is encrypted under the present keys. */
export async function protect(
  runtime: Runtime,
  { tenant, actor }: ProtectRequest,
): Promise<{ readonly cases: number }> {
  peopleOf(runtime);
  let cases = 0;
  for await (const page of casePages(runtime.store, { tenant, limit: PAGE })) {
    const wanted = page.filter((envelope) => runtime.registry.of(envelope).personal !== undefined);
    await Promise.all(
      wanted.map(({ caseId, revision }) => {
        const id = `motcua:protect:${caseId}:${revision}`;
        return execute(runtime, { ...onCase(runtime, tenant, caseId, id), actor, type: 'protect' });
      }),
    );
    cases += wanted.length;
  }
  return { cases };
}

function peopleOf({ protection }: Runtime): PeopleAtHand {
  if (protection.people !== undefined) return protection.people;
  throw new MotcuaError('MC_CAPABILITY_MISSING', {
    happened: 'An engine without a key store was asked to protect or to erase a person',
    expected: 'an engine that encrypts personal data',
    remedy: 'give createEngine `personalData: { keys }`',
    details: { capability: 'personalData' },
  });
}

/** The grounds stay for ever, and so does who acted: neither may name the person. */
function checkGrounds({ subject, actor, reason, legalBasis }: EraseRequest): void {
  const isOffice = actor.kind === 'system' || (actor.unit !== undefined && actor.id !== subject);
  if (isOffice && !reason.includes(subject) && !legalBasis.includes(subject)) return;
  throw new MotcuaError('MC_COMMAND_INVALID', {
    happened: isOffice
      ? 'engine.erase() was called with a reason that names the person'
      : 'engine.erase() was called by a person who acts for no unit',
    expected: 'an officer who acts in a unit, or a system, and a reason and a legal basis that name nobody',
    remedy: 'keep the request of the person in the file of requests, and name its number',
    details: { command: 'erase' },
  });
}

/** Cases from before the encryption come under the person's key first, so that they are erased like the others. */
async function protectClear(runtime: Runtime, { tenant, subject, actor }: EraseRequest): Promise<readonly string[]> {
  const found = await idsFound(runtime, { tenant, subject });
  for (const caseId of found) {
    const envelope = await runtime.inner.cases.load({ tenant, caseId });
    if (envelope === undefined || envelope.sealed !== undefined) continue;
    const id = `motcua:protect:${caseId}:${envelope.revision}`;
    await execute(runtime, { ...onCase(runtime, tenant, caseId, id), actor, type: 'protect' });
  }
  return found;
}

interface Erasure extends Omit<ErasureScope, 'key'> {
  readonly tenant: string;
  readonly key: string;
  readonly actor: AuditRecord['actor'];
}

interface Finished {
  readonly cases: readonly string[];
  readonly pending: readonly string[];
}

/** Writes the cases again, then notes that it is done. */
async function finish(runtime: Runtime, erasure: Erasure): Promise<Finished> {
  const { tenant, key } = erasure;
  const cases = new Set(erasure.cases);
  const pending = new Set<string>();
  // A command that was under way may have written a case of the person meanwhile, without the mark of the key, or a
  // new case with it: write all that are known, then look until there is none left.
  for (let left: readonly string[] = erasure.cases; ; ) {
    for (const caseId of left) {
      cases.add(caseId);
      if (!(await writeWithout(runtime, erasure, caseId))) pending.add(caseId);
    }
    left = (await casesOf(runtime, tenant, key)).filter((caseId) => !pending.has(caseId));
    if (left.length === 0) break;
  }
  const finished = { cases: [...cases], pending: [...pending] };
  if (pending.size === 0) {
    await note(runtime, { ...erasure, cases: finished.cases }, doneOf(key), { outcome: 'accepted' });
    runtime.events.emit('erased', { tenant, key, cases: finished.cases });
  }
  return finished;
}

/** False when this engine cannot write the case. */
async function writeWithout(runtime: Runtime, erasure: Erasure, caseId: string): Promise<boolean> {
  const { tenant, key, actor, reason, legalBasis } = erasure;
  const stored = await runtime.inner.cases.load({ tenant, caseId });
  const id = `${erasureOf(key)}:${caseId}:${stored?.revision}`;
  const command = { ...onCase(runtime, tenant, caseId, id), actor, key, reason, legalBasis };
  try {
    return (await execute(runtime, { ...command, type: 'erase' })).status === 'accepted';
  } catch (error) {
    if (isMotcuaError(error) && !error.retryable) return false;
    throw error;
  }
}

/** What is on record of an erasure that was begun; after the restoring of an old backup nothing is. */
async function begunErasure(runtime: Runtime, tenant: string, key: string): Promise<Erasure> {
  const records = await runtime.store.cases.audit({ tenant, caseId: erasureOf(key), after: 0, limit: 1_000 });
  const begun = records.findLast(({ record }) => record.commandId === erasureOf(key))?.record;
  const { reason, legalBasis, cases, unprotected } = begun?.erasure ?? {
    reason: 'the key was destroyed',
    legalBasis: 'see the record of the erasure',
    cases: [],
    unprotected: [],
  };
  const actor = begun?.actor ?? { kind: 'system' as const, id: 'motcua:erasure', roles: [] };
  return { tenant, key, actor, reason, legalBasis, cases, unprotected };
}

async function* destroyedIn(keys: KeyStore) {
  for (let after = 0; ; ) {
    const page = await keys.destroyed({ after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}

const casesOf = (runtime: Runtime, tenant: string, key: string) => idsFound(runtime, { tenant, text: keyMark(key) });

/** All cases the store finds, asked in its own terms. */
async function idsFound(
  { inner, clock }: Runtime,
  query: { readonly tenant: string; readonly subject?: string; readonly text?: string },
): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await inner.cases.find({
      ...query,
      now: clock.now(),
      order: 'openedAt',
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    ids.push(...page.items.map(({ caseId }) => caseId));
    cursor = page.next;
  } while (cursor !== undefined);
  return ids;
}

/** Cases with journal entries that name the person in clear. */
async function unprotectedOf(
  { inner }: Runtime,
  tenant: string,
  subject: string,
  cases: readonly string[],
): Promise<readonly string[]> {
  const unprotected: string[] = [];
  for (const caseId of cases) {
    let afterRevision = 0;
    for (;;) {
      const entries = await inner.cases.history({ tenant, caseId, afterRevision, limit: PAGE });
      if (entries.some((entry) => JSON.stringify(entry).includes(JSON.stringify(subject)))) {
        unprotected.push(caseId);
        break;
      }
      const last = entries.at(-1);
      if (last === undefined) break;
      afterRevision = last.revision;
    }
  }
  return unprotected;
}

const onCase = ({ clock }: Runtime, tenant: string, caseId: string, id: string) => ({
  id,
  tenant,
  caseId,
  receivedAt: clock.now(),
});

/** An audit record that belongs to no case. */
async function note(
  runtime: Runtime,
  { tenant, key, actor, ...scope }: Erasure,
  commandId: string,
  result: Pick<AuditRecord, 'outcome' | 'code' | 'message'>,
): Promise<void> {
  const caseId = erasureOf(key);
  const { code, message } = result;
  const audit: AuditRecord = {
    tenant,
    caseId,
    commandId,
    at: runtime.clock.now(),
    actor,
    action: 'erase',
    revision: 0,
    erasure: { key, ...scope },
    ...result,
  };
  const item: CommitItem = {
    tenant,
    caseId,
    commandId,
    expectedRevision: 0,
    reply:
      code === undefined || message === undefined
        ? { status: 'accepted', caseId, revision: 0, state: '', facts: [], deadlines: [] }
        : { status: 'refused', caseId, revision: 0, code, message, allowed: [] },
    audit,
    ...(runtime.audit !== undefined && {
      leaf: leafOf(runtime.audit, erasureEntry(runtime, audit, { key, ...scope })),
    }),
  };
  await runtime.inner.commit([item]);
}

function erasureEntry(
  { owner }: Runtime,
  record: AuditRecord,
  { key, reason, legalBasis, cases, unprotected }: ErasureScope,
): AuditEntry {
  return {
    type: record.outcome === 'accepted' ? 'erasure' : 'erasure.refused',
    record,
    isPrivate: false,
    occurredAt: record.at,
    observer: owner,
    deadlines: [],
    legalBasis,
    cases,
    scope: { key, ...(unprotected.length > 0 && { unprotected: unprotected.length }) },
    fields: [
      { path: '/reason', value: reason },
      ...(record.message === undefined ? [] : [{ path: '/message', value: record.message }]),
    ],
  };
}
