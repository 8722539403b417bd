import { type CaseEnvelope, type CommitItem, type OutboxRow, regionPaths } from '@motcua/core/contract';
import type { Fields } from './binary.js';
import { facetOf, phaseOf, wordsOf } from './case-rows.js';
import { hasSameFacts, type KnownCase } from './known-cases.js';

/** An item of a batch as a row of the type `commit_item`. */
export interface ItemRow {
  readonly ord: number;
  readonly wave: number;
  readonly tenant: string;
  readonly case_id: string;
  readonly command_id: string;
  readonly expected: number;
  readonly at: number;
  readonly firing?: string | undefined;
  /** Absent, as all that follows, when the command changed nothing. */
  readonly revision?: number;
  readonly keys?: readonly string[] | undefined;
  readonly instants?: readonly number[] | undefined;
  readonly unarmed?: 1 | undefined;
  readonly workflow?: string;
  readonly version?: string;
  readonly status?: string;
  readonly phase?: string;
  readonly state_path?: string | undefined;
  readonly regions?: readonly string[] | undefined;
  readonly unit?: string | null;
  readonly assignee?: string | null;
  readonly due_at?: number | undefined;
  readonly soon_at?: number | undefined;
  readonly written_at?: number;
  /** Absent, as all that follows, when what the case is stays as it is. */
  readonly opened_at?: number;
  readonly subject?: string | null;
  readonly code?: string | null;
  readonly category?: string | null;
  readonly parent?: string | null;
  readonly words?: string;
}

export const itemFields: Fields<ItemRow> = [
  ['ord', 'int4'],
  ['wave', 'int4'],
  ['tenant', 'text'],
  ['case_id', 'text'],
  ['command_id', 'text'],
  ['expected', 'int4'],
  ['revision', 'int4'],
  ['at', 'int8'],
  ['firing', 'text'],
  ['keys', 'text[]'],
  ['instants', 'int8[]'],
  ['unarmed', 'int4'],
  ['workflow', 'text'],
  ['version', 'text'],
  ['status', 'text'],
  ['phase', 'text'],
  ['state_path', 'text'],
  ['regions', 'text[]'],
  ['unit', 'text'],
  ['assignee', 'text'],
  ['due_at', 'int8'],
  ['soon_at', 'int8'],
  ['written_at', 'int8'],
  ['opened_at', 'int8'],
  ['subject', 'text'],
  ['code', 'text'],
  ['category', 'text'],
  ['parent', 'text'],
  ['words', 'text'],
];

/** A message of a batch as a row of the type `commit_message`. */
export interface MessageRow {
  readonly ord: number;
  readonly tenant: string;
  readonly case_id: string;
  readonly destination: string;
  readonly revision: number;
  readonly position: number;
  readonly message_id: string;
  readonly available_at: number;
  readonly message: string;
}

export const messageFields: Fields<MessageRow> = [
  ['ord', 'int4'],
  ['tenant', 'text'],
  ['case_id', 'text'],
  ['destination', 'text'],
  ['revision', 'int4'],
  ['position', 'int4'],
  ['message_id', 'text'],
  ['available_at', 'int8'],
  ['message', 'text'],
];

/** A lane that a batch adds to, as a row of the type `commit_lane`: the first of its messages, and how many. */
export interface LaneRow {
  readonly ord: number;
  readonly tenant: string;
  readonly case_id: string;
  readonly destination: string;
  readonly waiting: number;
  readonly revision: number;
  readonly position: number;
  readonly ready_at: number;
}

export const laneFields: Fields<LaneRow> = [
  ['ord', 'int4'],
  ['tenant', 'text'],
  ['case_id', 'text'],
  ['destination', 'text'],
  ['waiting', 'int4'],
  ['revision', 'int4'],
  ['position', 'int4'],
  ['ready_at', 'int8'],
];

/**
 * @param ord place in the batch, from 1.
 * @param known the case as it is before, when that is known.
 */
export function itemRow(
  { tenant, caseId, commandId, ...item }: CommitItem,
  ord: number,
  wave: number,
  known: KnownCase | undefined,
): ItemRow {
  const { expectedRevision, audit, firing, change } = item;
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
    unarmed: expectedRevision === 0 || known?.isArmed === false ? 1 : undefined,
    workflow: envelope.workflow,
    version: envelope.version,
    status: envelope.status,
    phase: phaseOf(envelope),
    state_path: statePath,
    regions: regions.length === 0 && (expectedRevision === 0 || known?.hasRegions === false) ? undefined : regions,
    unit: facetOf(index.unit),
    assignee: facetOf(index.assignee),
    due_at: deadline?.dueAt,
    soon_at: deadline?.soonAt,
    written_at: envelope.writtenAt,
    ...(known !== undefined && hasSameFacts(known, envelope) ? {} : factsOf(envelope)),
  };
}

const factsOf = (envelope: CaseEnvelope) => ({
  opened_at: envelope.openedAt,
  subject: facetOf(envelope.index.subject),
  code: facetOf(envelope.index.code),
  category: facetOf(envelope.index.category),
  parent: facetOf(envelope.parent?.caseId),
  words: wordsOf(envelope),
});

export function messageRow(row: OutboxRow, ord: number): MessageRow {
  const { tenant, caseId: case_id, destination, revision, index: position, id: message_id, createdAt } = row;
  const message = JSON.stringify(row);
  return { ord, tenant, case_id, destination, revision, position, message_id, available_at: createdAt, message };
}

export function laneRow(rows: readonly [OutboxRow, ...OutboxRow[]], ord: number): LaneRow {
  const [{ tenant, caseId: case_id, destination, revision, index: position, createdAt: ready_at }] = rows;
  return { ord, tenant, case_id, destination, waiting: rows.length, revision, position, ready_at };
}
