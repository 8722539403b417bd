import {
  type AuditRecord,
  type CaseEnvelope,
  caseDisposed,
  type JournalEntry,
  type Reply,
  type Tombstone,
} from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import { createCaseFinder } from './case-finder.js';
import { createCaseScanner } from './case-scanner.js';
import type { Synchronous } from './synchronous.js';

export function createCaseReader(database: Database): Synchronous<'cases'> {
  const load = database
    .prepare<[string, string], string>('SELECT envelope FROM motcua_cases WHERE tenant = ? AND case_id = ?')
    .pluck();
  const tombstone = database
    .prepare<[string, string], string>('SELECT tombstone FROM motcua_tombstones WHERE tenant = ? AND case_id = ?')
    .pluck();
  const reply = database
    .prepare<[string, string], string>('SELECT reply FROM motcua_commands WHERE tenant = ? AND command_id = ?')
    .pluck();
  const history = database
    .prepare<[string, string, number, number], string>(
      'SELECT entry FROM motcua_journal WHERE tenant = ? AND case_id = ? AND revision > ? ORDER BY revision LIMIT ?',
    )
    .pluck();
  const auditOfTenant = database
    .prepare<[string, number, number], readonly [number, string]>(
      'SELECT sequence, record FROM motcua_audit WHERE tenant = ? AND sequence > ? ORDER BY sequence LIMIT ?',
    )
    .raw();
  const auditOfCase = database
    .prepare<[string, string, number, number], readonly [number, string]>(
      'SELECT sequence, record FROM motcua_audit WHERE tenant = ? AND case_id = ? AND sequence > ? ORDER BY sequence LIMIT ?',
    )
    .raw();

  return {
    load({ tenant, caseId }) {
      const json = load.get(tenant, caseId);
      if (json !== undefined) return JSON.parse(json) as CaseEnvelope;
      const stone = tombstone.get(tenant, caseId);
      if (stone !== undefined) throw caseDisposed({ tenant, caseId }, JSON.parse(stone) as Tombstone);
      return undefined;
    },
    reply({ tenant, commandId }) {
      const json = reply.get(tenant, commandId);
      return json === undefined ? undefined : (JSON.parse(json) as Reply);
    },
    history: ({ tenant, caseId, afterRevision, limit }) =>
      history.all(tenant, caseId, afterRevision, limit).map((json) => JSON.parse(json) as JournalEntry),
    find: createCaseFinder(database),
    scan: createCaseScanner(database),
    audit({ tenant, caseId, after, limit }) {
      const rows =
        caseId === undefined ? auditOfTenant.all(tenant, after, limit) : auditOfCase.all(tenant, caseId, after, limit);
      return rows.map(([sequence, json]) => ({ sequence, record: JSON.parse(json) as AuditRecord }));
    },
  };
}
