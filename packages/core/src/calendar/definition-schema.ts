import { z } from 'zod';
import { dayKindSchema } from '../contract/calendar-change.js';
import { textSchema } from '../contract/text.js';
import { MotcuaError } from '../error/index.js';
import { definitionOffences } from './definition-offences.js';
import type { CalendarDefinition } from './types.js';

const shiftSchema = z.strictObject({ from: z.string(), to: z.string() });

const dayHoursSchema = z.strictObject({
  shifts: z.array(shiftSchema),
  countsAs: z.union([z.literal(0), z.literal(0.5), z.literal(1)]).exactOptional(),
});

const calendarRowSchema = z.strictObject({
  date: z.string(),
  kind: dayKindSchema,
  name: textSchema,
  status: z.enum(['enacted', 'unconfirmed', 'provisional']),
  source: z.string().min(1),
  hours: dayHoursSchema.exactOptional(),
  swappedWith: z.string().exactOptional(),
});

const weekday = dayHoursSchema.exactOptional();

/** Parses a calendar written as data, and reports every offence it finds, not the first one only. */
export const calendarDefinitionSchema = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    zone: z.string().min(1),
    name: textSchema,
    source: z.string().min(1),
    covers: z.strictObject({ from: z.string(), to: z.string() }),
    week: z.strictObject({
      1: weekday,
      2: weekday,
      3: weekday,
      4: weekday,
      5: weekday,
      6: weekday,
      7: weekday,
    }),
    rows: z.array(calendarRowSchema),
  })
  .superRefine((definition, context) => {
    for (const { path, message } of definitionOffences(definition)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

/**
 * The definition as parsed data, independent of the caller's objects.
 *
 * @throws MC_CALENDAR_INVALID with all offences in `details.offences`
 */
export function parseDefinition(input: unknown): CalendarDefinition {
  const parsed = calendarDefinitionSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw calendarInvalid(
    describeCalendar(input),
    parsed.error.issues.map((issue) => `${pathText(issue.path)}: ${issue.message}`),
  );
}

/** The one shape of MC_CALENDAR_INVALID: all offences in the message and in `details.offences`. */
export function calendarInvalid(which: string, offences: readonly string[]): MotcuaError {
  return new MotcuaError('MC_CALENDAR_INVALID', {
    happened: `${which} has ${offences.length} offence${offences.length === 1 ? '' : 's'}: ${offences.join('; ')}`,
    expected: 'a calendar definition in which dates exist, shifts do not overlap and every swap has both its days',
    remedy: 'correct the data, and publish it under a new version if the old one was in use',
    details: { offences },
  });
}

function describeCalendar(input: unknown): string {
  if (typeof input !== 'object' || input === null) return 'Calendar definition';
  const { id, version } = input as { id?: unknown; version?: unknown };
  return typeof id === 'string' && typeof version === 'string' ? `Calendar ${id} ${version}` : 'Calendar definition';
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'definition' : path.map(String).join('.');
}
