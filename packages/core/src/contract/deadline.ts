import { z } from 'zod';
import { calendarChangeSchema } from './calendar-change.js';
import { budgetSchema, instantSchema, type LocalTime, lengthSchema } from './time.js';

/** Whose clock it is: only the authority's is "the deadline" the citizen was promised. */
export const deadlineOwnerSchema = z.enum(['authority', 'step', 'applicant', 'consultee', 'public-notice']);
export type DeadlineOwner = z.infer<typeof deadlineOwnerSchema>;

const localTimeSchema: z.ZodType<LocalTime> = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm expected');

/** How the days of a term are counted: data of the procedure, never a constant of the engine. */
export const countingSchema = z.strictObject({
  /** Is the day of receipt day 1? Default false (Civil Code 2015 art. 147). */
  countFirstDay: z.boolean().optional(),
  /** Received strictly after it counts as received on the next working day. Default none. */
  cutOff: z
    .union([
      z.strictObject({ at: localTimeSchema }),
      z.strictObject({ minutesBeforeClose: z.number().int().min(0).max(1440) }),
    ])
    .optional(),
  /** Where an end on a day off goes. Default `next` (Civil Code 2015 art. 148). */
  roll: z.enum(['next', 'previous', 'none']).optional(),
  /** When the last day ends. Default `close` of business; `midnight` is the next 00:00. */
  end: z.enum(['close', 'midnight']).optional(),
});
export type Counting = z.infer<typeof countingSchema>;

/**
 * What an interruption does to the count: `pause` stops the clock and lets it run on, `exclude` loses every
 * date it touches, `restart` gives the full budget again from the instant it ends.
 */
export const interruptionRuleSchema = z.enum(['pause', 'exclude', 'restart']);
export type InterruptionRule = z.infer<typeof interruptionRuleSchema>;

/**
 * What reopening does to a term that had ended: `continue` runs on with what was left (the closed time is not
 * counted), `restart` grants the full budget again in the same ledger (extensions stay used up), `reset` opens a
 * new ledger under the next occurrence number, allowances included.
 */
export const reopenRuleSchema = z.enum(['continue', 'restart', 'reset']);
export type ReopenRule = z.infer<typeof reopenRuleSchema>;

/**
 * What an act does to a breach it contradicts, when it happened in time and was recorded only after the breach was:
 * `overrules` it, lets it stand (`stands`), or overrules it when it was recorded no later than this after the end.
 */
export const lateRecordRuleSchema = z.union([
  z.literal('overrules'),
  z.literal('stands'),
  z.strictObject({ overrulesWithin: lengthSchema }),
]);
export type LateRecordRule = z.infer<typeof lateRecordRuleSchema>;

const calendarRefSchema = z.strictObject({ id: z.string(), version: z.string() });
export type CalendarRef = z.infer<typeof calendarRefSchema>;

const entryBase = {
  /** When it happened in law. */
  at: instantSchema,
  /** When it was written down. */
  recordedAt: instantSchema,
  /** Id of the actor. */
  actor: z.string(),
  reason: z.string().optional(),
  legalBasis: z.string().optional(),
};

/** What a line says of breaches that were recorded before it, and that it contradicts. */
const againstBreaches = {
  /** Indexes of the `breached` lines it proves wrong. They stay on the ledger. */
  overrules: z.array(z.number().int().min(0)).min(1).readonly().optional(),
  /** The rule it was judged by; without `overrules`, by this rule the breaches stand. */
  lateRecord: lateRecordRuleSchema.optional(),
};

/** One line of a ledger. Lines are appended, never changed. */
export const ledgerEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('started'),
    ...entryBase,
    budget: budgetSchema,
    /** Further budgets, each counted from the end of the one before: 3 working days, then 20 calendar days. */
    then: z.array(budgetSchema).readonly().optional(),
    counting: countingSchema,
    calendar: calendarRefSchema,
  }),
  z.strictObject({ kind: z.literal('suspended'), ...entryBase, rule: interruptionRuleSchema, ...againstBreaches }),
  z.strictObject({ kind: z.literal('resumed'), ...entryBase }),
  /** `budget` is what was granted on top, or the new fixed end. */
  z.strictObject({
    kind: z.literal('extended'),
    ...entryBase,
    budget: budgetSchema,
    dueBefore: instantSchema,
    dueAfter: instantSchema,
  }),
  z.strictObject({
    kind: z.literal('shortened'),
    ...entryBase,
    budget: budgetSchema,
    dueBefore: instantSchema,
    dueAfter: instantSchema,
  }),
  /** `dueAt`: the end the act is judged by, which is the one in force at its legal time. */
  z.strictObject({ kind: z.literal('met'), ...entryBase, dueAt: instantSchema, ...againstBreaches }),
  z.strictObject({ kind: z.literal('breached'), ...entryBase, dueAt: instantSchema, lagMs: z.number().int() }),
  z.strictObject({ kind: z.literal('waived'), ...entryBase, ...againstBreaches }),
  /** The term ended without an answer being due any more: withdrawal, stop. */
  z.strictObject({ kind: z.literal('stopped'), ...entryBase, ...againstBreaches }),
  z.strictObject({ kind: z.literal('reopened'), ...entryBase, rule: reopenRuleSchema }),
  z.strictObject({
    kind: z.literal('reprojected'),
    ...entryBase,
    calendar: calendarRefSchema,
    dueBefore: instantSchema,
    dueAfter: instantSchema,
    /** The promise that stands: no later count brings the end forward of it. Without it, earlier ones end as well. */
    notBefore: instantSchema.optional(),
    /** What the count alone gives, when a promise stands against it. */
    counted: instantSchema.optional(),
    /** The dates of the calendar that made the difference. */
    because: z.array(calendarChangeSchema).readonly().optional(),
    ...againstBreaches,
  }),
  /**
   * From here on another version of the workflow declares the term. `was`: its name before. `granted`: present when that
   * version grants something else; counted from the same anchor unless it says `from`, with the interruptions so far
   * and what was added to the term.
   */
  z.strictObject({
    kind: z.literal('migrated'),
    ...entryBase,
    version: z.string(),
    was: z.string().optional(),
    granted: z
      .strictObject({
        budget: budgetSchema,
        then: z.array(budgetSchema).readonly().optional(),
        counting: countingSchema,
        from: instantSchema.optional(),
        calendar: calendarRefSchema.optional(),
      })
      .optional(),
    dueBefore: instantSchema,
    dueAfter: instantSchema,
    ...againstBreaches,
  }),
]);
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** How a rung of a running term stands. */
export const rungStateSchema = z.strictObject({
  name: z.string(),
  /** When it fires; absent while the term is suspended or when nothing is left to fire. */
  fireAt: instantSchema.optional(),
  /** How often it has fired in this occurrence of the term: the `n` of the next firing's key. */
  fired: z.number().int().min(0),
  /** How often it had fired when its present place was set: a later place arms the rung afresh. */
  base: z.number().int().min(0),
  /** Where it stands: the instant of its first firing. */
  place: instantSchema.optional(),
});
export type RungState = z.infer<typeof rungStateSchema>;

/** A legal term of a case: its ledger, and what is derived from it for the index. */
export const deadlineLedgerSchema = z.strictObject({
  name: z.string(),
  /** 1 for the first; a reset, or the next visit of the same step, opens the next. */
  occurrence: z.number().int().min(1),
  owner: deadlineOwnerSchema,
  status: z.enum(['running', 'suspended', 'met', 'waived', 'stopped']),
  entries: z.array(ledgerEntrySchema).readonly(),
  /** Derived from the entries and the calendar; while suspended, the end as it was before. */
  dueAt: instantSchema,
  /** From here on the term counts as due soon. */
  soonAt: instantSchema.optional(),
  rungs: z.array(rungStateSchema).readonly(),
});
export type DeadlineLedger = z.infer<typeof deadlineLedgerSchema>;

/** For people: blue, yellow, red, grey. `closed` when no term runs any more. */
export const colourSchema = z.enum(['on-time', 'due-soon', 'overdue', 'suspended', 'closed']);
export type Colour = z.infer<typeof colourSchema>;
