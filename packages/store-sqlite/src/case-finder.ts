import {
  type CasePage,
  type CaseQuery,
  type CaseSummary,
  type CursorPosition,
  decodeCursor,
  encodeCursor,
  stateRange,
} from '@motcua/core/contract';
import type { Database, Statement } from 'better-sqlite3';
import { indexFor, SORTED_ROWS } from './case-index.js';
import { type Condition, filterOf, type Stretch, stretchesOf } from './case-query.js';
import { type SummaryRow, summaryOf } from './case-rows.js';

type Value = string | number;

/** Shapes of query that stay prepared. An application has a few; the bound is for one that makes them up. */
const KEPT_STATEMENTS = 256;

export function createCaseFinder(database: Database): (query: CaseQuery) => CasePage {
  const statements = new Map<string, Statement<Value[], SummaryRow>>();
  const hasRegions = database
    .prepare<[string, string, string], number>(
      'SELECT 1 FROM motcua_case_regions WHERE tenant = ? AND state_path >= ? AND state_path < ? LIMIT 1',
    )
    .pluck();

  /** Counts rows, up to the bound that the choice of an index asks for. */
  function count({ sql, values }: Condition): number {
    const [rows] = prepared(`SELECT count(*) FROM (SELECT 1 ${sql} LIMIT ${SORTED_ROWS + 1})`).get(...values) ?? [0];
    return Number(rows);
  }

  function prepared(sql: string): Statement<Value[], SummaryRow> {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= KEPT_STATEMENTS) statements.clear();
    const statement = database.prepare<Value[], SummaryRow>(sql).raw();
    statements.set(sql, statement);
    return statement;
  }

  function rowsOf(index: string, filter: readonly Condition[], stretch: Stretch, limit: number): readonly SummaryRow[] {
    const conditions = [...filter, ...stretch.conditions];
    const where = conditions.map(({ sql }) => sql).join(' AND ');
    const sql = `SELECT case_id, revision, written_at, summary FROM motcua_cases ${index} WHERE ${where} ORDER BY ${stretch.orderBy} LIMIT ?`;
    return prepared(sql).all(...conditions.flatMap(({ values }) => values), limit);
  }

  return (query) => {
    const after = decodeCursor(query);
    const inRegions =
      query.state !== undefined && hasRegions.get(query.tenant, ...stateRange(query.state)) !== undefined;
    const filter = filterOf(query, inRegions);
    const index = indexFor(query, inRegions, count);
    const rows: SummaryRow[] = [];
    for (const stretch of stretchesOf(query, after)) {
      // One more than asked, to know whether there is a next page.
      if (rows.length <= query.limit) rows.push(...rowsOf(index, filter, stretch, query.limit + 1 - rows.length));
    }
    const items = rows.slice(0, query.limit).map((row) => summaryOf(row, query.now));
    const last = items.at(-1);
    if (last === undefined || rows.length <= query.limit) return { items };
    return { items, next: encodeCursor(query, positionOf(last, query)) };
  };
}

function positionOf(summary: CaseSummary, { order }: CaseQuery): CursorPosition {
  const value = order === 'dueAt' ? summary.deadline?.dueAt : summary[order];
  return { value: value ?? null, caseId: summary.caseId };
}
