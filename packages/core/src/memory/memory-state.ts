import type { AuditRecord, CaseEnvelope, CaseKey, JournalEntry, Reply, Tombstone } from '../contract/index.js';
import { compareParts, createSortedRows, type SortedRows } from './sorted-rows.js';

/** A value as a durable store keeps it: as JSON in UTF-8, half the size of a text, and read anew each time. */
export interface Document<Value> {
  readonly json: Uint8Array;
  /** Never there: it keeps documents of different values apart. */
  readonly holds?: Value;
}

/** What finds a case, without what only its own machine and ledgers need. */
export type CaseHead = Omit<CaseEnvelope, 'machine' | 'deadlines' | 'timers' | 'custody' | 'children' | 'tags'>;

/** What a memory store holds besides its queues. Nothing in it is ever handed out or taken in without a copy. */
export interface MemoryState {
  readonly cases: Map<string, Document<CaseEnvelope> & { readonly head: CaseHead }>;
  /** The keys of the cases, in order. */
  readonly caseKeys: SortedRows<CaseKey>;
  /** By case, oldest first. */
  readonly journal: Map<string, (Document<JournalEntry> & { readonly revision: number })[]>;
  /** By tenant and command id. */
  readonly replies: Map<string, Document<Reply>>;
  /** The sequence of a record is its index plus one. */
  readonly audit: (Document<AuditRecord> & CaseKey & { readonly commandId: string })[];
  readonly series: Map<string, number>;
  /** Of cases that were disposed of. */
  readonly tombstones: Map<string, Tombstone>;
}

export function createMemoryState(): MemoryState {
  const caseKeys = createSortedRows<CaseKey>((a, b) => compareParts([a.tenant, a.caseId], [b.tenant, b.caseId]));
  return {
    cases: new Map(),
    caseKeys,
    journal: new Map(),
    replies: new Map(),
    audit: [],
    series: new Map(),
    tombstones: new Map(),
  };
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

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const write = <Value>(value: Value): Document<Value> => ({ json: encoder.encode(JSON.stringify(value)) });

export const read = <Value>({ json }: Document<Value>): Value => JSON.parse(decoder.decode(json)) as Value;

/** What a durable store would give back after writing the value: its JSON. */
export function copyOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
