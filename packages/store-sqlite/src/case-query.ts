import { type CaseQuery, type CursorPosition, searchWords, stateRange } from '@motcua/core/contract';

/** A condition and the values of its question marks. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

export const condition = (sql: string, ...values: readonly (string | number)[]): Condition => ({ sql, values });

const equalityColumns = {
  workflow: 'workflow',
  unit: 'unit',
  assignee: 'assignee',
  subject: 'subject',
  code: 'code',
  category: 'category',
  parent: 'parent',
} as const;

/** What a case must satisfy, apart from its place in the order. `hasRegions`: some case is in a parallel state. */
export function filterOf(query: CaseQuery, hasRegions: boolean): readonly Condition[] {
  const conditions = [condition('tenant = ?', query.tenant)];
  for (const [field, column] of Object.entries(equalityColumns)) {
    const value = query[field as keyof typeof equalityColumns];
    if (value !== undefined) conditions.push(condition(`${column} = ?`, value));
  }
  const status = statusOf(query);
  // Written out, so that the index of active cases serves.
  if (status !== undefined) conditions.push(condition(`status = '${status}'`));
  if (query.state !== undefined) conditions.push(stateCondition(query.tenant, query.state, hasRegions));
  if (query.dueFrom !== undefined) conditions.push(condition('due_at >= ?', query.dueFrom));
  if (query.dueTo !== undefined) conditions.push(condition('due_at < ?', query.dueTo));
  const words = wordsCondition(query.text);
  if (words !== undefined) conditions.push(condition(`id IN (SELECT rowid ${words.sql})`, ...words.values));
  return [...conditions, ...colourConditions(query)];
}

/** The status asked for, or implied by the colour: the clock of a case that is done does not run. */
export function statusOf({ status, colour }: CaseQuery): CaseQuery['status'] {
  if (status === 'active' || status === 'done') return status;
  return colour === undefined || colour === 'closed' ? undefined : 'active';
}

function stateCondition(tenant: string, state: string, hasRegions: boolean): Condition {
  const [from, to] = stateRange(state);
  const first = condition('(state_path >= ? AND state_path < ?)', from, to);
  if (!hasRegions) return first;
  const later = 'SELECT case_row FROM motcua_case_regions WHERE tenant = ? AND state_path >= ? AND state_path < ?';
  return condition(`(${first.sql} OR id IN (${later}))`, from, to, tenant, from, to);
}

function colourConditions({ colour, now }: CaseQuery): readonly Condition[] {
  if (colour === undefined) return [];
  switch (colour) {
    case 'closed':
    case 'suspended':
      return [condition('clock = ?', colour)];
    case 'overdue':
      return [condition("clock = 'running' AND due_at < ?", now)];
    case 'due-soon':
      return [condition("clock = 'running' AND due_at >= ? AND soon_at <= ?", now, now)];
    case 'on-time':
      return [condition("clock = 'running' AND due_at >= ? AND (soon_at IS NULL OR soon_at > ?)", now, now)];
  }
}

/** The part of a statement that finds the rows of cases with all the words; undefined when there are no words. */
export function wordsCondition(text: string | undefined): Condition | undefined {
  // Words are letters and digits only, so quoting them is enough.
  const words = text === undefined ? [] : searchWords(text).map((word) => `"${word}"*`);
  if (words.length === 0) return undefined;
  return condition('FROM motcua_case_words WHERE motcua_case_words MATCH ?', words.join(' AND '));
}

/** A stretch of the result that one index gives in order. */
export interface Stretch {
  readonly conditions: readonly Condition[];
  readonly orderBy: string;
}

/** The rest of the result after a position, as stretches one after the other: cases without the value come last. */
export function stretchesOf(query: CaseQuery, after: CursorPosition | undefined): readonly Stretch[] {
  const descending = query.descending === true;
  const direction = descending ? 'DESC' : 'ASC';
  const beyond = descending ? '<' : '>';
  const column = { dueAt: 'due_at', openedAt: 'opened_at', writtenAt: 'written_at' }[query.order];
  const byCase = `case_id ${direction}`;

  const withValue: Stretch = {
    conditions: [
      ...(query.order === 'dueAt' ? [condition('due_at IS NOT NULL')] : []),
      ...(after === undefined || after.value === null
        ? []
        : [condition(`(${column}, case_id) ${beyond} (?, ?)`, after.value, after.caseId)]),
    ],
    orderBy: `${column} ${direction}, ${byCase}`,
  };
  if (query.order !== 'dueAt') return [withValue];

  const isWithin = after !== undefined && after.value === null;
  const withoutValue: Stretch = {
    conditions: [condition('due_at IS NULL'), ...(isWithin ? [condition(`case_id ${beyond} ?`, after.caseId)] : [])],
    orderBy: byCase,
  };
  return isWithin ? [withoutValue] : [withValue, withoutValue];
}
