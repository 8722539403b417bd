import type { CaseEnvelope, ScanPage, ScanRequest } from '@motcua/core/contract';
import type { Database, Statement } from 'better-sqlite3';
import { type Condition, condition } from './case-query.js';

type Value = string | number;
type ScannedRow = readonly [tenant: string, caseId: string, envelope: string];

/** A scan reads its index in order: the rows themselves only of the cases it gives. */
export function scanStatement(request: Omit<ScanRequest, 'limit'>): Condition {
  const conditions = conditionsOf(request);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')} `;
  return condition(
    `SELECT tenant, case_id, envelope FROM motcua_cases INDEXED BY motcua_cases_scan ${where}ORDER BY tenant, case_id LIMIT ?`,
    ...conditions.flatMap(({ values }) => values),
  );
}

function conditionsOf({ after, ...wanted }: Omit<ScanRequest, 'limit'>): readonly Condition[] {
  const conditions = (['tenant', 'workflow', 'version', 'status'] as const).flatMap((column) => {
    const value = wanted[column];
    return value === undefined ? [] : [condition(`${column} = ?`, value)];
  });
  // Said in the two ways in which the planner sees a place in the index.
  if (after !== undefined && after.tenant === wanted.tenant) conditions.push(condition('case_id > ?', after.caseId));
  else if (after !== undefined) conditions.push(condition('(tenant, case_id) > (?, ?)', after.tenant, after.caseId));
  return conditions;
}

export function createCaseScanner(database: Database): (request: ScanRequest) => ScanPage {
  /** By text; there are as many as there are combinations of fields. */
  const statements = new Map<string, Statement<Value[], ScannedRow>>();

  function prepared(sql: string): Statement<Value[], ScannedRow> {
    const known = statements.get(sql) ?? database.prepare<Value[], ScannedRow>(sql).raw();
    statements.set(sql, known);
    return known;
  }

  return ({ limit, ...request }) => {
    const { sql, values } = scanStatement(request);
    // One more than asked, to know whether there is a next page.
    const rows = prepared(sql).all(...values, limit + 1);
    const items = rows.slice(0, limit).map(([, , envelope]) => JSON.parse(envelope) as CaseEnvelope);
    const last = rows[limit - 1];
    if (last === undefined || rows.length <= limit) return { items };
    return { items, next: { tenant: last[0], caseId: last[1] } };
  };
}
