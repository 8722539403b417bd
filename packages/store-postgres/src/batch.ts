import type { CommitItem, CommitResult, OutboxRow, Reply } from '@motcua/core/contract';
import { facetOf, isStorable, phaseOf, regionPaths, storedSummaryOf, wordsOf } from './case-rows.js';
import { unstorable } from './postgres-error.js';

/** The arguments of the function `commit`, in its order. */
export type CommitArguments = readonly [
  waves: number,
  items: string,
  replies: readonly string[],
  audits: readonly string[],
  envelopes: readonly (string | null)[],
  summaries: readonly (string | null)[],
  journals: readonly (string | null)[],
  messages: string,
  documents: readonly string[],
  lanes: string,
];

export const commitSql = (schema: string): string =>
  `SELECT ord, revision, reply FROM ${schema}.commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

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
export function encodeBatch(batch: readonly CommitItem[], schema: string): CommitArguments {
  const placed = batch.map(placer()).sort((a, b) => compareKeys(a.item, b.item));
  const documents: string[] = [];
  const messages: unknown[] = [];
  const lanes: unknown[] = [];
  const texts = (write: (item: CommitItem) => unknown) =>
    batch.map((item, place) => {
      try {
        const value = write(item);
        return value === undefined ? null : JSON.stringify(value);
      } catch (cause) {
        throw unstorable(schema, place, cause instanceof Error ? cause.message : String(cause), cause);
      }
    });
  for (const { item, ord } of placed) {
    const problem = problemOf(item);
    if (problem !== undefined) throw unstorable(schema, ord - 1, problem);
    for (const [destination, rows] of byDestination(item.change?.outbox ?? [])) {
      const [first] = rows;
      const { tenant, caseId: case_id } = item;
      const { revision, index: position, createdAt: ready_at } = first;
      lanes.push({ ord, tenant, case_id, destination, waiting: rows.length, revision, position, ready_at });
      for (const row of rows) {
        documents.push(documentOf(row, ord - 1, schema));
        messages.push(messageOf(row, ord, documents.length));
      }
    }
  }
  return [
    Math.max(1, ...placed.map(({ wave }) => wave)),
    JSON.stringify(placed.map(itemOf)),
    texts(({ reply }) => reply) as readonly string[],
    texts(({ audit }) => audit) as readonly string[],
    texts(({ change }) => change?.envelope),
    texts(({ change }) => change && storedSummaryOf(change.envelope)),
    texts(({ change }) => change?.journal),
    JSON.stringify(messages),
    documents,
    JSON.stringify(lanes),
  ];
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
export function placer(): (item: CommitItem, place: number) => Placed {
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

function itemOf({ item, ord, wave }: Placed): Record<string, unknown> {
  const { tenant, caseId, commandId, expectedRevision, audit, firing, change } = item;
  const base = {
    ord,
    wave,
    tenant,
    case_id: caseId,
    command_id: commandId,
    expected: expectedRevision,
    at: audit.at,
    firing,
  };
  if (change === undefined) return base;
  const { envelope, timers } = change;
  const { index, deadline } = envelope;
  const [statePath, ...regions] = regionPaths(envelope.state);
  const pending = timers?.toSorted((a, b) => a.fireAt - b.fireAt || (a.key < b.key ? -1 : 1));
  return {
    ...base,
    revision: envelope.revision,
    keys: pending?.map(({ key }) => key),
    instants: pending?.map(({ fireAt }) => fireAt),
    workflow: envelope.workflow,
    version: envelope.version,
    status: envelope.status,
    phase: phaseOf(envelope),
    state_path: statePath,
    regions: regions.length === 0 ? undefined : regions,
    unit: facetOf(index.unit),
    assignee: facetOf(index.assignee),
    due_at: deadline?.dueAt,
    soon_at: deadline?.soonAt,
    written_at: envelope.writtenAt,
    opened_at: envelope.openedAt,
    subject: facetOf(index.subject),
    code: facetOf(index.code),
    category: facetOf(index.category),
    parent: facetOf(envelope.parent?.caseId),
    words: wordsOf(envelope),
  };
}

function byDestination(
  rows: readonly OutboxRow[],
): readonly (readonly [string, readonly [OutboxRow, ...OutboxRow[]]])[] {
  const lanes = new Map<string, [OutboxRow, ...OutboxRow[]]>();
  for (const row of rows) {
    const lane = lanes.get(row.destination);
    if (lane === undefined) lanes.set(row.destination, [row]);
    else lane.push(row);
  }
  return [...lanes].sort(([a], [b]) => (a < b ? -1 : 1));
}

function documentOf(row: OutboxRow, place: number, schema: string): string {
  try {
    return JSON.stringify(row);
  } catch (cause) {
    throw unstorable(schema, place, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function messageOf(row: OutboxRow, ord: number, document: number): Record<string, unknown> {
  const { tenant, caseId: case_id, destination, revision, index: position, id: message_id, createdAt } = row;
  return { ord, tenant, case_id, destination, revision, position, message_id, available_at: createdAt, document };
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
