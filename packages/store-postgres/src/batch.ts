import { type CommitItem, type CommitResult, documentText, type OutboxRow, type Reply } from '@motcua/core/contract';
import { isStorable, storedSummaryOf } from './case-rows.js';
import { type ItemRow, itemRow, type LaneRow, laneRow, type MessageRow, messageRow } from './commit-rows.js';
import type { KnownCases } from './known-cases.js';
import { unstorable } from './postgres-error.js';

/** A batch as the function `commit` takes it. Items, messages and lanes are rows of its types. */
export interface EncodedBatch {
  readonly waves: number;
  readonly items: readonly ItemRow[];
  /** In the order of the batch, as all documents that follow; null for an item that changes nothing. */
  readonly replies: readonly string[];
  readonly audits: readonly string[];
  readonly envelopes: readonly (string | null)[];
  readonly summaries: readonly (string | null)[];
  readonly journals: readonly (string | null)[];
  readonly messages: readonly MessageRow[];
  readonly lanes: readonly LaneRow[];
  /** Of the leaves, or none at all. */
  readonly bodies: readonly (string | null)[];
  readonly disclosed: readonly (string | null)[];
}

/** What became of an item that was not committed. */
export interface Verdict {
  readonly ord: number;
  readonly revision: number | null;
  readonly reply: string | null;
}

/** Longest tenant and case id together, in bytes: keys of indexes have a limit. */
const MAX_KEY_BYTES = 1_800;

interface Placed {
  readonly item: CommitItem;
  /** Place in the batch, from 1. */
  readonly ord: number;
  readonly wave: number;
}

/**
 * A batch as the database takes it. Items are sorted by case, so that all processes lock in one order; those of one
 * case, or with one command id, follow one another in waves.
 *
 * @throws MC_STORE_FAILED naming the item (`details.item`) that cannot be stored.
 */
export function encodeBatch(batch: readonly CommitItem[], schema: string, known: KnownCases): EncodedBatch {
  const placed = batch.map(placer()).sort((a, b) => compareKeys(a.item, b.item));
  const texts = (write: (item: CommitItem) => unknown) =>
    batch.map((item, place) =>
      storing(schema, place, () => {
        const value = write(item);
        if (value === undefined) return null;
        return typeof value === 'string' ? value : JSON.stringify(value);
      }),
    );
  const messages: MessageRow[] = [];
  const lanes: LaneRow[] = [];
  for (const { item, ord } of placed) {
    const problem = problemOf(item);
    if (problem !== undefined) throw unstorable(schema, ord - 1, problem);
    for (const rows of byDestination(item.change?.outbox ?? [])) {
      lanes.push(laneRow(rows, ord));
      for (const row of rows) messages.push(storing(schema, ord - 1, () => messageRow(row, ord)));
    }
  }
  return {
    waves: Math.max(1, ...placed.map(({ wave }) => wave)),
    // Before a later wave a case is as the wave before it leaves it.
    items: placed.map(({ item, ord, wave }) => itemRow(item, ord, wave, wave === 1 ? known.before(item) : undefined)),
    replies: texts(({ reply }) => reply) as readonly string[],
    audits: texts(({ audit }) => audit) as readonly string[],
    envelopes: texts(({ change }) => change && documentText(change.envelope)),
    summaries: texts(({ change }) => change && storedSummaryOf(change.envelope)),
    journals: texts(({ change }) => change?.journal),
    messages,
    lanes,
    bodies: batch.some(({ leaf }) => leaf !== undefined) ? batch.map(({ leaf }) => leaf?.body ?? null) : [],
    disclosed: batch.some(({ leaf }) => leaf?.disclosed !== undefined) ? texts(({ leaf }) => leaf?.disclosed) : [],
  };
}

/** Makes a part of an item ready to be stored; a failure names the item. */
function storing<Part>(schema: string, place: number, make: () => Part): Part {
  try {
    return make();
  } catch (cause) {
    throw unstorable(schema, place, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

export function resultsOf(batch: readonly CommitItem[], verdicts: readonly Verdict[]): readonly CommitResult[] {
  const byPlace = new Map(verdicts.map((verdict) => [verdict.ord, verdict]));
  return batch.map((_, place): CommitResult => {
    const verdict = byPlace.get(place + 1);
    if (verdict === undefined) return { status: 'committed' };
    if (verdict.reply !== null) return { status: 'duplicate', reply: JSON.parse(verdict.reply) as Reply };
    return { status: 'conflict', revision: verdict.revision ?? 0 };
  });
}

/** Puts each item into the first wave after those of earlier items of its case or command. */
function placer(): (item: CommitItem, place: number) => Placed {
  const latest = new Map<string, number>();
  return (item, place) => {
    const ofCase = JSON.stringify([item.tenant, item.caseId]);
    const ofCommand = JSON.stringify([item.tenant, item.commandId, 'command']);
    const wave = 1 + Math.max(latest.get(ofCase) ?? 0, latest.get(ofCommand) ?? 0);
    latest.set(ofCase, wave);
    latest.set(ofCommand, wave);
    return { item, ord: place + 1, wave };
  };
}

/** Any fixed order does; this one is the same in every process. */
function compareKeys(a: CommitItem, b: CommitItem): number {
  if (a.tenant !== b.tenant) return a.tenant < b.tenant ? -1 : 1;
  if (a.caseId !== b.caseId) return a.caseId < b.caseId ? -1 : 1;
  return 0;
}

function byDestination(rows: readonly OutboxRow[]): readonly (readonly [OutboxRow, ...OutboxRow[]])[] {
  const lanes = new Map<string, [OutboxRow, ...OutboxRow[]]>();
  for (const row of rows) {
    const lane = lanes.get(row.destination);
    if (lane === undefined) lanes.set(row.destination, [row]);
    else lane.push(row);
  }
  return [...lanes.values()].sort(([a], [b]) => (a.destination < b.destination ? -1 : 1));
}

/** Why the texts that become keys cannot be stored; undefined when they can. */
function problemOf({ tenant, caseId, commandId, firing, change }: CommitItem): string | undefined {
  const keys: readonly string[] = [
    tenant,
    caseId,
    commandId,
    ...(firing === undefined ? [] : [firing]),
    ...(change === undefined ? [] : [change.envelope.workflow, change.envelope.version, change.envelope.state]),
    ...(change?.timers ?? []).map(({ key }) => key),
    ...(change?.outbox ?? []).flatMap(({ id, destination }) => [id, destination]),
  ];
  const wrong = keys.find((key) => !isStorable(key));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is no text that PostgreSQL can hold`;
  if (Buffer.byteLength(tenant) + Buffer.byteLength(caseId) > MAX_KEY_BYTES) return 'tenant and case id are too long';
  return undefined;
}
