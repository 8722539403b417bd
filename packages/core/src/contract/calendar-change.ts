import { z } from 'zod';
import { textSchema } from './text.js';

/** Why a date is not what its weekday says. */
export const dayKindSchema = z.enum([
  /** A public holiday. */
  'holiday',
  /** A day off because a holiday fell on a weekly day off (Labour Code 2019 art. 111.3). */
  'substitute',
  /** A working day given up, made up for on another day. */
  'swap-off',
  /** A weekly day off that is worked, making up for another day. */
  'swap-work',
  /** One office is closed: a storm, a move. */
  'office-off',
  /** One office works on a day it normally does not. */
  'office-open',
]);
export type DayKind = z.infer<typeof dayKindSchema>;

const decidingRowSchema = z.strictObject({ kind: dayKindSchema, name: textSchema, source: z.string() });

/** A date on which one version of a calendar has other hours than another. */
export const calendarChangeSchema = z.strictObject({
  /** `YYYY-MM-DD` in the zone of the calendars. */
  date: z.string(),
  /** The row that decided the date in the old version; absent: its weekday did. */
  before: decidingRowSchema.optional(),
  /** The row that decides it in the new version; absent: its weekday does. */
  after: decidingRowSchema.optional(),
});
export type CalendarChange = z.infer<typeof calendarChangeSchema>;

/**
 * What a new calendar version does to a promised end that it would bring forward: `keep` lets the promise stand, now
 * and in every later count; `move` lets the count decide.
 */
export const earlierEndRuleSchema = z.enum(['keep', 'move']);
export type EarlierEndRule = z.infer<typeof earlierEndRuleSchema>;
