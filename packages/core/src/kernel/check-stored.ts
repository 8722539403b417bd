import { z } from 'zod';
import type { CaseEnvelope } from '../contract/case.js';
import { type DeadlineLedger, deadlineLedgerSchema, ledgerEntrySchema } from '../contract/deadline.js';
import { instantSchema } from '../contract/time.js';
import { describeError, isMotcuaError, issuesOf, MotcuaError, shortList } from '../error/index.js';

/** Whether a stored case has its parts. Cheap enough for every decision; what is inside them is not looked at. */
export function hasAllParts(envelope: CaseEnvelope): boolean {
  const { machine, revision, status, state, tags, deadlines, timers, custody, children, index } = envelope;
  const lists = [tags, deadlines, timers, custody];
  return (
    lists.every(Array.isArray) &&
    deadlines.every(isLedger) &&
    [machine, children, index].every((part) => typeof part === 'object' && part !== null) &&
    Number.isSafeInteger(revision) &&
    (status === 'active' || status === 'done') &&
    typeof state === 'string'
  );
}

const entryKinds: ReadonlySet<unknown> = new Set(ledgerEntrySchema.options.map(({ shape }) => shape.kind.value));

/** A line that nobody knows could move a due date: it must not be passed over. */
const isLedger = (ledger: DeadlineLedger): boolean =>
  typeof ledger === 'object' &&
  ledger !== null &&
  typeof ledger.name === 'string' &&
  Number.isSafeInteger(ledger.dueAt) &&
  Array.isArray(ledger.rungs) &&
  Array.isArray(ledger.entries) &&
  ledger.entries[0]?.kind === 'started' &&
  ledger.entries.every((entry) => entryKinds.has(entry?.kind));

const text = z.string();
const count = z.number().int().min(0);
const storedSchema = z.looseObject({
  tenant: text,
  caseId: text,
  revision: count,
  machine: z.looseObject({ context: z.looseObject({}), history: z.record(text, z.array(text)).optional() }),
  tags: z.array(text),
  deadlines: z.array(deadlineLedgerSchema),
  timers: z.array(
    z.looseObject({ id: text, event: z.looseObject({ type: text }), fireAt: instantSchema, occurrence: count }),
  ),
  custody: z.array(z.looseObject({ from: instantSchema })),
  children: z.record(text, z.looseObject({ caseId: text, occurrence: count, status: text })),
  index: z.looseObject({}),
  openedAt: instantSchema,
  writtenAt: instantSchema,
  occurredAt: instantSchema,
});

/** The case is not stored as it was written. */
export const unreadable = (envelope: CaseEnvelope, what: string, cause?: unknown) =>
  new MotcuaError('MC_ENVELOPE_UNKNOWN', {
    happened: `Case ${describeError(envelope.caseId)} of tenant ${describeError(envelope.tenant)} is stored in a form that cannot be read: ${what}`,
    expected: 'the document that motcua wrote',
    remedy: 'restore the case from a backup, or from its journal; nothing was changed',
    details: { tenant: envelope.tenant, caseId: envelope.caseId },
    cause,
  });

/** Does something with a stored case. An error that comes from a damaged document says so. */
export function reading<Result>(envelope: CaseEnvelope | undefined, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (envelope === undefined || isMotcuaError(error)) throw error;
    const parsed = storedSchema.safeParse(envelope);
    if (parsed.success) throw error;
    throw unreadable(envelope, shortList(issuesOf(parsed.error)), error);
  }
}
