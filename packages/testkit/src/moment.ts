import { type Instant, parseInstant } from '@motcua/core';

/** An instant, or the ISO 8601 text of one with its offset: `2026-03-02T09:00+07:00`. */
export type Moment = Instant | string;

/** The instant a moment names. Throws MC_TIME_INVALID for a text that names none. */
export const instantOf = (moment: Moment): Instant => (typeof moment === 'number' ? moment : parseInstant(moment));
