import { z } from 'zod';

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. Printed only together with a zone. */
export type Instant = number;

/** A calendar date `YYYY-MM-DD`, meaningful only in the zone of a calendar. */
export type LocalDate = string;

/** A wall-clock time `HH:mm` (24 hours), meaningful only in the zone of a calendar. */
export type LocalTime = string;

/** Latest instant a JavaScript date can hold; beyond it no arithmetic is defined. */
export const MAX_INSTANT: Instant = 8_640_000_000_000_000;

export const instantSchema = z.number().int().min(-MAX_INSTANT).max(MAX_INSTANT);

/**
 * Units a legal term is counted in.
 * `workingDay` may be a multiple of a half; `workingHour` resolves to whole minutes; the others are whole.
 */
export const termUnitSchema = z.enum(['workingDay', 'workingHour', 'calendarDay', 'month']);
export type TermUnit = z.infer<typeof termUnitSchema>;

/** An amount of time in a unit. */
export const lengthSchema = z.strictObject({ amount: z.number().min(0).max(100_000), unit: termUnitSchema });
export type Length = z.infer<typeof lengthSchema>;

/**
 * How much time a term grants: an amount in a unit, or everything up to a fixed instant. With `before`, up to so much
 * before that instant: a notice five working days before a hearing.
 */
export const budgetSchema = z.union([
  lengthSchema,
  z.strictObject({ until: instantSchema, before: lengthSchema.optional() }),
]);
export type Budget = z.infer<typeof budgetSchema>;

/** The only source of time. Everything that waits, waits through it, so a test can own it. */
export interface Clock {
  now(): Instant;
  /**
   * Resolves when `now() >= instant`, or at once when the signal aborts. Never rejects. A clock of the real world lets
   * its host take a turn even when the instant has come: loops use that to let others have a go. A clock that is set back
   * meanwhile does not prolong the sleep: it resolves when as much time has passed as there was to go.
   */
  sleepUntil(instant: Instant, signal?: AbortSignal): Promise<void>;
}
