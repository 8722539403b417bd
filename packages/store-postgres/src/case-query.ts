import { type CaseQuery, type CursorPosition, stateRange } from '@motcua/core/contract';
import { facetOf, type Phase, phases, tenantWords } from './case-rows.js';

/** A statement and the values of its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A part of the result that comes in one order: cases without the value come last. */
export interface Stretch {
  readonly isWithoutValue: boolean;
  /** Where the page before ended, when it ended in this stretch. */
  readonly after?: CursorPosition;
}

/** The rest of the result after a position, as stretches one after the other. */
export function stretchesOf(query: CaseQuery, after: CursorPosition | undefined): readonly Stretch[] {
  const rest = after === undefined ? {} : { after };
  if (query.order !== 'dueAt') return [{ isWithoutValue: false, ...rest }];
  if (after !== undefined && after.value === null) return [{ isWithoutValue: true, ...rest }];
  return [{ isWithoutValue: false, ...rest }, { isWithoutValue: true }];
}

/** s: case_standing, f: case_facts, c: cases. */
const columns = {
  workflow: 'c.workflow',
  unit: 's.unit',
  assignee: 's.assignee',
  subject: 'f.subject',
  code: 'f.code',
  category: 'f.category',
  parent: 'f.parent',
} as const;

const orders = { dueAt: 's.due_at', openedAt: 'f.opened_at', writtenAt: 's.written_at' } as const;

/** The phases of the cases a query can find. */
function phasesOf({ status, colour }: CaseQuery): readonly Phase[] {
  const byStatus = { active: ['running', 'suspended', 'idle'], done: ['done'] } as const;
  const byColour = {
    'on-time': ['running'],
    'due-soon': ['running'],
    overdue: ['running'],
    suspended: ['suspended'],
    closed: ['idle', 'done'],
  } as const;
  return phases.filter(
    (phase) =>
      (status === undefined || (byStatus[status] as readonly Phase[]).includes(phase)) &&
      (colour === undefined || (byColour[colour] as readonly Phase[]).includes(phase)),
  );
}

/** What is asked of the database before a query, to choose how it is answered. */
export interface QueryHints {
  /** Some case is in the state asked for with a later region. */
  readonly hasRegions: boolean;
  /** So few cases have the words that they are found first; else the cases are read in order until enough have them. */
  readonly hasFewWords: boolean;
}

/** Up to so many cases are found by their words and then sorted. */
const SORTED_CASES = 20_000;

/**
 * Whether few cases have the words of a query. The planner cannot know: it takes the beginning of a word for a frequent
 * one always.
 */
export function wordsStatement(schema: string, { tenant, text = '' }: CaseQuery): Statement | undefined {
  const words = wordsOfQuery(tenant, text);
  if (words === undefined) return undefined;
  return {
    text: `SELECT count(*) <= ${SORTED_CASES} AS few FROM (
      SELECT 1 FROM ${schema}.case_facts f WHERE f.tenant = $1 AND f.search @@ $2::tsquery LIMIT ${SORTED_CASES + 1}) w`,
    values: [tenant, words],
  };
}

function wordsOfQuery(tenant: string, text: string | undefined): string | undefined {
  const words = text === undefined ? [] : tenantWords(tenant, text);
  return words.length === 0 ? undefined : words.map((word) => `'${word}':*`).join(' & ');
}

/**
 * The statement that finds a stretch.
 * In the order of `dueAt` each phase is read in its own stretch of an index, and the stretches are merged; a filter that
 * finds few cases comes first instead.
 */
export function findStatement(
  schema: string,
  query: CaseQuery,
  stretch: Stretch,
  { limit, hasRegions, hasFewWords }: QueryHints & { readonly limit: number },
): Statement {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const wanted = phasesOf(query);
  const words = wordsOfQuery(query.tenant, query.text);
  const isSelective = hasFewWords || [query.subject, query.code, query.parent].some((given) => given !== undefined);
  const driver = query.order === 'openedAt' ? 'f' : 's';
  const tenant = value(query.tenant);
  const conditions = [`${driver}.tenant = ${tenant}`];
  conditions.push(...equalityConditions(query, value));
  if (words !== undefined && !hasFewWords) conditions.push(`f.search @@ ${value(words)}::tsquery`);
  // OFFSET 0 keeps the planner from reading the table in another order.
  const facts = hasFewWords
    ? `(SELECT * FROM ${schema}.case_facts w WHERE w.tenant = ${tenant} AND w.search @@ ${value(words)}::tsquery OFFSET 0)`
    : `${schema}.case_facts`;
  if (query.state !== undefined) conditions.push(stateCondition(schema, query, hasRegions, value));
  if (query.dueFrom !== undefined) conditions.push(`s.due_at >= ${value(query.dueFrom)}`);
  if (query.dueTo !== undefined) conditions.push(`s.due_at < ${value(query.dueTo)}`);
  conditions.push(...colourConditions(query, value), ...placeConditions(query, stretch, value));

  const direction = query.descending === true ? 'DESC' : 'ASC';
  const column = orders[query.order];
  const orderBy = (alias: string) =>
    [...(stretch.isWithoutValue ? [] : [`${alias}.ordered ${direction}`]), `${alias}.case_id ${direction}`].join(', ');
  const maximum = value(limit);
  const branch = (phase: string | undefined) => {
    const all = phase === undefined ? conditions : [...conditions, phase];
    const needs = (table: string) =>
      driver === table || (table === 'f' && words !== undefined) || all.some((sql) => sql.includes(`${table}.`));
    const others = [
      ...(driver !== 's' && needs('s')
        ? [`JOIN ${schema}.case_standing s ON s.tenant = f.tenant AND s.case_id = f.case_id`]
        : []),
      ...(driver !== 'f' && needs('f') ? [`JOIN ${facts} f ON f.tenant = s.tenant AND f.case_id = s.case_id`] : []),
    ];
    const table = driver === 'f' ? facts : `${schema}.case_standing`;
    const sorting = [...(stretch.isWithoutValue ? [] : [`${column} ${direction}`]), `${driver}.case_id ${direction}`];
    return `SELECT c.case_id, ${column} AS ordered, c.summary FROM ${table} ${driver}
      ${others.join(' ')} JOIN ${schema}.cases c ON c.tenant = ${driver}.tenant AND c.case_id = ${driver}.case_id
      WHERE ${all.join(' AND ')} ORDER BY ${sorting.join(', ')} LIMIT ${maximum}`;
  };
  if (wanted.length === 0) return { text: branch('false'), values };
  const isWhole = wanted.length === phases.length;
  const list = wanted.map((phase) => `'${phase}'`).join(', ');
  if (query.order !== 'dueAt' || isSelective || query.state !== undefined || query.category !== undefined) {
    return { text: branch(isWhole ? undefined : `s.phase IN (${list})`), values };
  }
  if (wanted.length === 1) return { text: branch(`s.phase = ${list}`), values };
  const merged = wanted.map((phase) => `(${branch(`s.phase = '${phase}'`)})`).join(' UNION ALL ');
  return { text: `SELECT m.* FROM (${merged}) m ORDER BY ${orderBy('m')} LIMIT ${maximum}`, values };
}

function equalityConditions(query: CaseQuery, value: (given: unknown) => string): readonly string[] {
  return Object.entries(columns).flatMap(([field, column]) => {
    const given = query[field as keyof typeof columns];
    return given === undefined ? [] : [`${column} = ${value(field === 'workflow' ? given : facetOf(given))}`];
  });
}

/** Whether some case has a state as a later region: most queries are simpler for knowing that none has. */
export function regionsStatement(schema: string, { tenant, state = '' }: CaseQuery): Statement {
  return {
    text: `SELECT EXISTS (SELECT 1 FROM ${schema}.case_regions r
      WHERE r.tenant = $1 AND r.state_path >= $2 AND r.state_path < $3) AS found`,
    values: [tenant, ...stateRange(state)],
  };
}

function stateCondition(
  schema: string,
  { tenant, state = '' }: CaseQuery,
  hasRegions: boolean,
  value: (given: unknown) => string,
): string {
  const [from, to] = stateRange(state).map(value);
  const within = (alias: string) => `${alias}.state_path >= ${from} AND ${alias}.state_path < ${to}`;
  if (!hasRegions) return within('s');
  const owner = value(tenant);
  return `s.case_id IN (
    SELECT p.case_id FROM ${schema}.case_standing p WHERE p.tenant = ${owner} AND ${within('p')}
    UNION ALL SELECT r.case_id FROM ${schema}.case_regions r WHERE r.tenant = ${owner} AND ${within('r')})`;
}

function colourConditions({ colour, now }: CaseQuery, value: (given: unknown) => string): readonly string[] {
  switch (colour) {
    case 'overdue':
      return [`s.due_at < ${value(now)}`];
    case 'due-soon':
      return [`s.due_at >= ${value(now)}`, `s.soon_at <= ${value(now)}`];
    case 'on-time':
      return [`s.due_at >= ${value(now)}`, `(s.soon_at IS NULL OR s.soon_at > ${value(now)})`];
    default:
      return [];
  }
}

function placeConditions(
  { order, descending }: CaseQuery,
  { isWithoutValue, after }: Stretch,
  value: (given: unknown) => string,
): readonly string[] {
  const beyond = descending === true ? '<' : '>';
  const column = orders[order];
  const driver = order === 'openedAt' ? 'f' : 's';
  const conditions: string[] = [];
  if (order === 'dueAt') conditions.push(isWithoutValue ? 's.due_at IS NULL' : 's.due_at IS NOT NULL');
  if (after === undefined) return conditions;
  const caseId = value(after.caseId);
  conditions.push(
    isWithoutValue
      ? `${driver}.case_id ${beyond} ${caseId}`
      : `(${column}, ${driver}.case_id) ${beyond} (${value(after.value)}, ${caseId})`,
  );
  return conditions;
}
