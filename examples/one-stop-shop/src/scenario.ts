import type { Act } from './act.ts';
import { sinceFebruary } from './lives-since-february.ts';
import { untilFebruary } from './lives-until-february.ts';

/** The instant the supervisor looks at the board. */
export const REPORT_AT = '2026-03-20 16:00';

/** Everything that happens, in order of its time. */
export const acts: readonly Act[] = [...untilFebruary, ...sinceFebruary]
  .flat()
  .sort((a, b) => a.at.localeCompare(b.at));
