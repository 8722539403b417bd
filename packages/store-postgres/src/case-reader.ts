import {
  type AuditRecord,
  type CaseEnvelope,
  type CasePage,
  type CaseQuery,
  type CaseReader,
  type CaseSummary,
  type CursorPosition,
  caseDisposed,
  decodeCursor,
  encodeCursor,
  type JournalEntry,
  type Reply,
  type ScanPage,
  type ScanRequest,
  type Tombstone,
} from '@motcua/core/contract';
import { findStatement, type QueryHints, regionsStatement, stretchesOf, wordsStatement } from './case-query.js';
import { isStorable, type SummaryRow, summaryOf } from './case-rows.js';
import type { Database } from './database.js';

export function createCaseReader(database: Database): CaseReader {
  const { schema } = database;
  return {
    // What cannot be stored was never stored.
    async load({ tenant, caseId }) {
      if (!isStorable(tenant) || !isStorable(caseId)) return undefined;
      const [row] = await database.rows<{ readonly envelope: string; readonly is_disposed: boolean }>(
        'load',
        `SELECT envelope, status = 'disposed' AS is_disposed FROM ${schema}.cases
         WHERE tenant = $1 AND case_id = $2 AND revision <> 0`,
        [tenant, caseId],
      );
      if (row?.is_disposed === true) throw caseDisposed({ tenant, caseId }, JSON.parse(row.envelope) as Tombstone);
      return row && (JSON.parse(row.envelope) as CaseEnvelope);
    },
    async reply({ tenant, commandId }) {
      if (!isStorable(tenant) || !isStorable(commandId)) return undefined;
      const [row] = await database.rows<{ readonly reply: string }>(
        'reply',
        `SELECT reply FROM ${schema}.commands WHERE tenant = $1 AND command_id = $2`,
        [tenant, commandId],
      );
      return row && (JSON.parse(row.reply) as Reply);
    },
    async history({ tenant, caseId, afterRevision, limit }) {
      if (!isStorable(tenant) || !isStorable(caseId)) return [];
      const rows = await database.rows<{ readonly entry: string }>(
        'history',
        `SELECT entry FROM ${schema}.journal WHERE tenant = $1 AND case_id = $2 AND revision > $3
         ORDER BY revision LIMIT $4`,
        [tenant, caseId, afterRevision, limit],
      );
      return rows.map(({ entry }) => JSON.parse(entry) as JournalEntry);
    },
    find: (query) => find(database, query),
    scan: (request) => scan(database, request),
    async audit({ tenant, caseId, after, limit }) {
      if (!isStorable(tenant) || (caseId !== undefined && !isStorable(caseId))) return [];
      const rows = await database.rows<{ readonly sequence: string; readonly record: string }>(
        caseId === undefined ? 'audit' : 'audit_case',
        caseId === undefined
          ? `SELECT sequence, record FROM ${schema}.read_audit($1, $2, $3)`
          : `SELECT sequence, record FROM ${schema}.audit WHERE tenant = $1 AND sequence > $2 AND case_id = $4 AND record IS NOT NULL
             ORDER BY sequence LIMIT $3`,
        [tenant, after, limit, ...(caseId === undefined ? [] : [caseId])],
      );
      return rows.map(({ sequence, record }) => ({
        sequence: Number(sequence),
        record: JSON.parse(record) as AuditRecord,
      }));
    },
  };
}

async function find(database: Database, query: CaseQuery): Promise<CasePage> {
  const after = decodeCursor(query);
  if (!isStorable(query.tenant) || !isStorable(query.state ?? '') || !isStorable(query.workflow ?? '')) {
    return { items: [] };
  }
  const hints = await hintsOf(database, query);
  const rows: SummaryRow[] = [];
  for (const stretch of stretchesOf(query, after)) {
    // One more than asked, to know whether there is a next page.
    const limit = query.limit + 1 - rows.length;
    if (limit <= 0) break;
    const { text, values } = findStatement(database.schema, query, stretch, { ...hints, limit });
    rows.push(...(await database.plannedRows<SummaryRow>(text, values)));
  }
  const items = rows.slice(0, query.limit).map((row) => summaryOf(row, query.now));
  const last = items.at(-1);
  if (last === undefined || rows.length <= query.limit) return { items };
  return { items, next: encodeCursor(query, positionOf(last, query)) };
}

async function hintsOf(database: Database, query: CaseQuery): Promise<QueryHints> {
  const regions = query.state === undefined ? undefined : regionsStatement(database.schema, query);
  const words = wordsStatement(database.schema, query);
  const [region] = regions ? await database.rows<{ found: boolean }>('regions', regions.text, regions.values) : [];
  const [word] = words ? await database.plannedRows<{ few: boolean }>(words.text, words.values) : [];
  return { hasRegions: region?.found === true, hasFewWords: word?.few === true };
}

function positionOf(summary: CaseSummary, { order }: CaseQuery): CursorPosition {
  const value = order === 'dueAt' ? summary.deadline?.dueAt : summary[order];
  return { value: value ?? null, caseId: summary.caseId };
}

interface ScannedRow {
  readonly tenant: string;
  readonly case_id: string;
  readonly envelope: string;
}

/** A scan reads the index of the keys, which has the filters as well: the rows themselves only of the cases it gives. */
async function scan(database: Database, { limit, after, ...wanted }: ScanRequest): Promise<ScanPage> {
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const equal = (['tenant', 'workflow', 'version', 'status'] as const).flatMap((column) => {
    const given = wanted[column];
    return given === undefined ? [] : [`${column} = ${value(given)}`];
  });
  const conditions = ['revision > 0', ...equal];
  if (after !== undefined) conditions.push(`(tenant, case_id) > (${value(after.tenant)}, ${value(after.caseId)})`);
  const text = `SELECT tenant, case_id, envelope FROM ${database.schema}.cases WHERE ${conditions.join(' AND ')}
    ORDER BY tenant, case_id LIMIT ${value(limit + 1)}`;
  const rows = await database.plannedRows<ScannedRow>(text, values);
  const items = rows.slice(0, limit).map(({ envelope }) => JSON.parse(envelope) as CaseEnvelope);
  const last = rows[limit - 1];
  if (last === undefined || rows.length <= limit) return { items };
  return { items, next: { tenant: last.tenant, caseId: last.case_id } };
}
