import { z } from 'zod';
import type { LedgerEntry } from '../contract/index.js';
import { overruledEventSchema } from '../kernel/index.js';
import { fields } from './fields.js';

/** A term proved, by an act that was recorded late, that it had been kept: what was said of it is taken back. */
export const latenessWithdrawnSchema = z.strictObject({
  deadline: fields.text,
  /** The ends that were called missed. */
  ends: overruledEventSchema.shape.ends,
});

/** Terms that were passed, with one more. */
export const withLate = (terms: readonly string[], name: string): readonly string[] => [...new Set([...terms, name])];

/** Ends that passed without an answer, leaving out those that an act recorded later proved to be kept. */
export function standingBreaches(entries: readonly LedgerEntry[]): readonly number[] {
  const overruled = new Set(entries.flatMap((entry) => ('overrules' in entry ? (entry.overrules ?? []) : [])));
  return entries.flatMap((entry, index) => (entry.kind === 'breached' && !overruled.has(index) ? [entry.dueAt] : []));
}
