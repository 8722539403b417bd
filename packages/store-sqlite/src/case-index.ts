import { type CaseQuery, stateRange } from '@motcua/core/contract';
import { type Condition, condition, statusOf, wordsCondition } from './case-query.js';

/** Up to so many rows are found by a filter and then sorted; more are read in order and filtered. */
export const SORTED_ROWS = 20_000;

/** A way to find the cases of a query. */
interface Way {
  /** What follows the name of the table. */
  readonly index: string;
  /** The rows it finds, for counting them; absent when there are few, or when they come in order. */
  readonly rows?: Condition;
}

/**
 * Which index finds the cases of a query. The planner of SQLite cannot know: it has no statistics that would be kept
 * up while the store is open. So the choice is made by rule, and where it depends on the data, by counting index
 * entries up to a bound.
 */
export function indexFor(query: CaseQuery, inRegions: boolean, count: (rows: Condition) => number): string {
  const way = waysOf(query, inRegions).find(({ rows }) => rows === undefined || count(rows) <= SORTED_ROWS);
  return way?.index ?? indexInOrder(query);
}

/** The ways there are, the best first. */
function waysOf(query: CaseQuery, inRegions: boolean): readonly Way[] {
  const words = wordsCondition(query.text);
  return [
    ...(query.code === undefined ? [] : [by('code')]),
    ...(query.subject === undefined ? [] : [by('subject')]),
    ...(query.parent === undefined ? [] : [by('parent')]),
    ...(words === undefined ? [] : [{ index: 'NOT INDEXED', rows: words }]),
    ...(query.assignee === undefined ? [] : [by('assignee')]),
    ...unitWays(query),
    ...(inRegions ? [] : stateWays(query)),
    ...categoryWays(query),
    ...colourWays(query),
    ...(statusOf(query) === 'active' ? [by('active')] : []),
  ];
}

function by(name: string, rows?: Condition): Way {
  return { index: `INDEXED BY motcua_cases_${name}`, ...(rows === undefined ? {} : { rows }) };
}

/** The entries of an index that satisfy a condition. */
function entries({ tenant }: CaseQuery, name: string, where: string, ...values: readonly string[]): Condition {
  return condition(
    `FROM motcua_cases INDEXED BY motcua_cases_${name} WHERE tenant = ? AND ${where}`,
    tenant,
    ...values,
  );
}

function unitWays(query: CaseQuery): readonly Way[] {
  if (query.unit === undefined) return [];
  const isInOrder = query.order === 'dueAt' && statusOf(query) !== undefined;
  return [by('unit', isInOrder ? undefined : entries(query, 'unit', 'unit = ?', query.unit))];
}

function stateWays(query: CaseQuery): readonly Way[] {
  if (query.state === undefined) return [];
  const below = 'state_path >= ? AND state_path < ?';
  return [by('state', entries(query, 'state', below, ...stateRange(query.state)))];
}

function categoryWays(query: CaseQuery): readonly Way[] {
  if (query.category === undefined) return [];
  const isInOrder = query.order === 'dueAt';
  return [by('category', isInOrder ? undefined : entries(query, 'category', 'category = ?', query.category))];
}

function colourWays(query: CaseQuery): readonly Way[] {
  const { colour, order } = query;
  if (colour === undefined) return [];
  const clock = colour === 'closed' || colour === 'suspended' ? colour : 'running';
  return [by('clock', order === 'dueAt' ? undefined : entries(query, 'clock', 'clock = ?', clock))];
}

function indexInOrder({ order }: CaseQuery): string {
  const names = { dueAt: 'motcua_cases_due', openedAt: 'motcua_cases_opened', writtenAt: 'motcua_cases_written' };
  return `INDEXED BY ${names[order]}`;
}
