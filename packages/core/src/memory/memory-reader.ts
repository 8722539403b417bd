import {
  type CaseKey,
  type CasePage,
  type CaseQuery,
  type CaseReader,
  type CaseSummary,
  type CursorPosition,
  caseDisposed,
  colourAt,
  decodeCursor,
  encodeCursor,
  type ScanPage,
  type ScanRequest,
  searchWords,
} from '../contract/index.js';
import { type CaseHead, copyOf, keyOf, type MemoryState, read } from './memory-state.js';

/** Runs one operation of a store, named for its errors. */
export type RunOperation = <Result>(operation: string, work: () => Result) => Promise<Result>;

export function createMemoryReader(state: MemoryState, run: RunOperation): CaseReader {
  return {
    load: ({ tenant, caseId }) =>
      run('cases.load', () => {
        const stored = state.cases.get(keyOf(tenant, caseId));
        const tombstone = stored === undefined ? state.tombstones.get(keyOf(tenant, caseId)) : undefined;
        if (tombstone !== undefined) throw caseDisposed({ tenant, caseId }, tombstone);
        return stored === undefined ? undefined : read(stored);
      }),
    reply: ({ tenant, commandId }) =>
      run('cases.reply', () => {
        const reply = state.replies.get(keyOf(tenant, commandId));
        return reply === undefined ? undefined : read(reply);
      }),
    history: ({ tenant, caseId, afterRevision, limit }) =>
      run('cases.history', () => {
        const entries = state.journal.get(keyOf(tenant, caseId)) ?? [];
        return entries
          .filter(({ revision }) => revision > afterRevision)
          .slice(0, limit)
          .map(read);
      }),
    find: (query) =>
      run('cases.find', () =>
        findCases(
          Array.from(state.cases.values(), ({ head }) => head),
          query,
        ),
      ),
    scan: (request) => run('cases.scan', () => scanCases(state, request)),
    audit: ({ tenant, caseId, after, limit }) =>
      run('cases.audit', () => {
        const rows = state.audit.map((record, index) => ({ sequence: index + 1, record }));
        const wanted = rows.filter(
          ({ sequence, record }) =>
            sequence > after && record.tenant === tenant && (caseId === undefined || record.caseId === caseId),
        );
        return wanted.slice(0, limit).map(({ sequence, record }) => ({ sequence, record: read(record) }));
      }),
  };
}

function scanCases({ cases, caseKeys }: MemoryState, request: ScanRequest): ScanPage {
  const start = request.after ?? { tenant: request.tenant ?? '', caseId: '' };
  const found: CaseKey[] = [];
  // One more than asked, to know whether there is a next page.
  for (let place = caseKeys.placeAfter(start); found.length <= request.limit; place += 1) {
    const key = caseKeys.rows[place];
    if (key === undefined || (request.tenant !== undefined && key.tenant > request.tenant)) break;
    const stored = cases.get(keyOf(key.tenant, key.caseId));
    if (stored !== undefined && isWanted(stored.head, request)) found.push(key);
  }
  const page = found.slice(0, request.limit);
  const items = page.flatMap(({ tenant, caseId }) => {
    const stored = cases.get(keyOf(tenant, caseId));
    return stored === undefined ? [] : [read(stored)];
  });
  const last = page.at(-1);
  if (last === undefined || found.length <= request.limit) return { items };
  return { items, next: { tenant: last.tenant, caseId: last.caseId } };
}

function isWanted(envelope: CaseHead, wanted: ScanRequest): boolean {
  return (['tenant', 'workflow', 'version', 'status'] as const).every(
    (field) => wanted[field] === undefined || wanted[field] === envelope[field],
  );
}

function findCases(all: readonly CaseHead[], query: CaseQuery): CasePage {
  const after = decodeCursor(query);
  const found = all
    .filter((envelope) => matches(envelope, query))
    .map((envelope) => ({ envelope, position: positionOf(envelope, query) }))
    .filter(({ position }) => after === undefined || comparePositions(position, after, query) > 0)
    .sort((a, b) => comparePositions(a.position, b.position, query));
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const items = page.map(({ envelope }) => summaryOf(envelope, query));
  if (last === undefined || found.length <= query.limit) return { items };
  return { items, next: encodeCursor(query, last.position) };
}

function matches(envelope: CaseHead, query: CaseQuery): boolean {
  const { index, deadline } = envelope;
  const equal: readonly (readonly [string | undefined, string | undefined])[] = [
    [query.tenant, envelope.tenant],
    [query.workflow, envelope.workflow],
    [query.status, envelope.status],
    [query.unit, index.unit],
    [query.assignee, index.assignee],
    [query.subject, index.subject],
    [query.code, index.code],
    [query.category, index.category],
    [query.parent, envelope.parent?.caseId],
    [query.colour, colourAt(envelope.status, deadline, query.now)],
  ];
  return (
    equal.every(([wanted, actual]) => wanted === undefined || wanted === actual) &&
    (query.state === undefined || isInState(envelope.state, query.state)) &&
    (query.dueFrom === undefined || (deadline !== undefined && deadline.dueAt >= query.dueFrom)) &&
    (query.dueTo === undefined || (deadline !== undefined && deadline.dueAt < query.dueTo)) &&
    (query.text === undefined || hasWords(envelope, query.text))
  );
}

/** In the state or below it, in any region. */
function isInState(actual: string, wanted: string): boolean {
  return actual.split('|').some((region) => region === wanted || region.startsWith(`${wanted}.`));
}

function hasWords({ index }: CaseHead, text: string): boolean {
  const words = searchWords(`${index.text ?? ''} ${index.code ?? ''}`);
  return searchWords(text).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

function positionOf(envelope: CaseHead, query: CaseQuery): CursorPosition {
  const value = query.order === 'dueAt' ? envelope.deadline?.dueAt : envelope[query.order];
  return { value: value ?? null, caseId: envelope.caseId };
}

/** Ascending or descending as the query says; a case without the value comes last either way. */
function comparePositions(a: CursorPosition, b: CursorPosition, query: CaseQuery): number {
  if (a.value !== null && b.value === null) return -1;
  if (a.value === null && b.value !== null) return 1;
  const byValue = (a.value ?? 0) - (b.value ?? 0);
  const ascending = byValue !== 0 ? byValue : a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0;
  return query.descending === true ? -ascending : ascending;
}

function summaryOf(envelope: CaseHead, query: CaseQuery): CaseSummary {
  const { caseId, workflow, revision, status, state, index, deadline, openedAt, writtenAt } = envelope;
  return copyOf({
    caseId,
    workflow,
    revision,
    status,
    state,
    index,
    ...(deadline === undefined ? {} : { deadline }),
    colour: colourAt(status, deadline, query.now),
    openedAt,
    writtenAt,
  });
}
