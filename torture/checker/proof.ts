import type { Calendar, Workflow } from '@motcua/core';
import type { Evidence } from '../run/evidence.ts';
import type { Rows } from './rows.ts';

/** What a proof is held against. */
export interface Subject {
  readonly rows: Rows;
  readonly evidence: Evidence;
  readonly workflows: readonly Workflow[];
  readonly calendar: Calendar;
  /** The adapters, and the facts each one hears of. */
  readonly destinations: Readonly<Record<string, readonly string[]>>;
}

/** One promise, and how to look for what breaks it. */
export interface Proof {
  readonly name: string;
  /** What holds of every database an engine has written. */
  readonly promise: string;
  /** What was looked at, for a report that shows the proof was not empty. */
  readonly looked: (subject: Subject) => string;
  /** Everything that breaks the promise; empty when it holds. */
  readonly findings: (subject: Subject) => readonly string[];
}

/** One string for several, without collisions. */
export const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

export function groupBy<Item>(items: Iterable<Item>, key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Equal as JSON, whatever the order of the keys. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
