import type { LocalDate } from '@motcua/core/contract';

/** The date in UTC: the same for every reader. */
export const dayOf = (at: number): LocalDate => new Date(at).toISOString().slice(0, 10);

/**
 * The last checkpoint of each day is kept beside the log. It proves that the records up to then are unchanged, to
 * somebody who has no copy of his own, and it is what a time stamp of the day is made over.
 */
export const dailyCheckpointPath = (day: LocalDate): string => `checkpoints/${day}`;

/** A time stamp (RFC 3161) of that day's checkpoint. */
export const timeStampPath = (day: LocalDate): string => `timestamps/${day}.tsr`;
