import type { Actor } from '@motcua/core';
import { opinion } from './opinion.ts';
import { permit } from './permit.ts';

export { officeCalendar } from './calendar.ts';

export const workflows = [permit, opinion];
export const TENANT = 'torture';
/** Monday 5 January 2026, 08:00 in Hà Nội. */
export const START = Date.UTC(2026, 0, 5, 1);

const person = (id: string, role: string): Actor => ({ kind: 'person', id, roles: [role] });
export const actors = {
  clerk: person('lan', 'clerk'),
  officer: person('minh', 'officer'),
  head: person('son', 'head'),
  consultee: person('hung', 'consultee'),
} as const;
export type ActorName = keyof typeof actors;

/** The adapters, and the facts each one hears of. */
export const destinations: Readonly<Record<string, readonly string[]>> = {
  letters: ['letter.*', 'deadline.breached'],
  portal: ['*'],
};
