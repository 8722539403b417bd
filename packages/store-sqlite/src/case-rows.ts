import {
  type CaseEnvelope,
  type CaseSummary,
  colourAt,
  type Instant,
  regionPaths,
  searchWords,
} from '@motcua/core/contract';

/** What the summary column holds: all of a {@link CaseSummary} that changes seldom, and what the indexes mirror. */
export interface StoredSummary
  extends Pick<CaseSummary, 'workflow' | 'status' | 'state' | 'index' | 'deadline' | 'openedAt'> {
  readonly version: string;
  readonly parent?: string;
}

export function storedSummaryOf(envelope: CaseEnvelope): StoredSummary {
  const { workflow, version, status, state, index, deadline, openedAt, parent } = envelope;
  return {
    workflow,
    version,
    status,
    state,
    index,
    ...(deadline === undefined ? {} : { deadline }),
    openedAt,
    ...(parent === undefined ? {} : { parent: parent.caseId }),
  };
}

/** The columns that mirror the summary, in the order of {@link facetsOf}. */
export const facetColumns = [
  'workflow',
  'version',
  'status',
  'state_path',
  'clock',
  'due_at',
  'soon_at',
  'unit',
  'assignee',
  'subject',
  'code',
  'category',
  'parent',
] as const;

export type Facet = string | number | null;

export function facetsOf({
  workflow,
  version,
  status,
  state,
  index,
  deadline,
  parent,
}: StoredSummary): readonly Facet[] {
  return [
    workflow,
    version,
    status,
    regionPaths(state)[0] ?? '',
    clockOf(status, deadline),
    deadline?.dueAt ?? null,
    deadline?.soonAt ?? null,
    index.unit ?? null,
    index.assignee ?? null,
    index.subject ?? null,
    index.code ?? null,
    index.category ?? null,
    parent ?? null,
  ];
}

/** Why the clock of a case stands, or that it runs; a running one gets its colour from the time of the query. */
export type CaseClock = 'closed' | 'suspended' | 'running';

function clockOf(status: StoredSummary['status'], deadline: StoredSummary['deadline']): CaseClock {
  const colour = colourAt(status, deadline, Number.NEGATIVE_INFINITY);
  return colour === 'closed' || colour === 'suspended' ? colour : 'running';
}

export function wordsOf({ index }: StoredSummary): string {
  return searchWords(`${index.text ?? ''} ${index.code ?? ''}`).join(' ');
}

/** Compares what the words are made of, to save the folding. */
export function haveSameWords(a: StoredSummary, b: StoredSummary): boolean {
  return a.index.text === b.index.text && a.index.code === b.index.code;
}

/** The row of a list, as stored. */
export type SummaryRow = readonly [caseId: string, revision: number, writtenAt: Instant, summary: string];

export function summaryOf([caseId, revision, writtenAt, json]: SummaryRow, now: Instant): CaseSummary {
  const { workflow, status, state, index, deadline, openedAt } = JSON.parse(json) as StoredSummary;
  return {
    caseId,
    workflow,
    revision,
    status,
    state,
    index,
    ...(deadline === undefined ? {} : { deadline }),
    colour: colourAt(status, deadline, now),
    openedAt,
    writtenAt,
  };
}
