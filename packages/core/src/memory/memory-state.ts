import type { AuditRecord, CaseEnvelope, CaseKey, JournalEntry, Reply } from '../contract/index.js';
import { compareParts, createSortedRows, type SortedRows } from './sorted-rows.js';

/** What a memory store holds besides its queues. Nothing in it is ever handed out or taken in without a copy. */
export interface MemoryState {
  readonly cases: Map<string, CaseEnvelope>;
  /** The keys of the cases, in order. */
  readonly caseKeys: SortedRows<CaseKey>;
  /** By case, oldest first. */
  readonly journal: Map<string, JournalEntry[]>;
  /** By tenant and command id. */
  readonly replies: Map<string, Reply>;
  /** The sequence of a record is its index plus one. */
  readonly audit: AuditRecord[];
  readonly series: Map<string, number>;
}

export function createMemoryState(): MemoryState {
  const caseKeys = createSortedRows<CaseKey>((a, b) => compareParts([a.tenant, a.caseId], [b.tenant, b.caseId]));
  return { cases: new Map(), caseKeys, journal: new Map(), replies: new Map(), audit: [], series: new Map() };
}

/** The methods of a queue, answering at once. */
export type Synchronous<Queue> = {
  [Method in keyof Queue]: Queue[Method] extends (...input: infer Input) => Promise<infer Output>
    ? (...input: Input) => Output
    : never;
};

/** One string for several, without collisions. */
export function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** What a durable store would give back after writing the value: its JSON. */
export function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
