import { type CaseEnvelope, decide, type JournalEntry, rulesAuthorizer } from '@motcua/core';
import type { Database } from 'better-sqlite3';
import { officeCalendar, workflows } from '../office/index.ts';

/**
 * Takes the last entry of a case out of a database, with all that it wrote, as if it had never been: of the first case
 * whose last entry satisfies a condition.
 */
export function undoLast(
  database: Database,
  condition: string,
): { readonly caseId: string; readonly revision: number } {
  const last = database
    .prepare(
      `SELECT tenant, case_id AS caseId, revision FROM motcua_journal AS this WHERE ${condition}
         AND revision = (SELECT max(revision) FROM motcua_journal WHERE case_id = this.case_id)
         AND revision > 1 LIMIT 1`,
    )
    .get() as { readonly tenant: string; readonly caseId: string; readonly revision: number };
  const { tenant, caseId, revision } = last;
  const [entry, ...kept] = (
    database
      .prepare('SELECT entry FROM motcua_journal WHERE tenant = ? AND case_id = ? ORDER BY revision DESC')
      .pluck()
      .all(tenant, caseId) as string[]
  ).map((json) => JSON.parse(json) as JournalEntry);
  const before = kept.reverse().reduce<CaseEnvelope | undefined>(carryOut, undefined);
  database
    .prepare('UPDATE motcua_cases SET revision = ?, envelope = ? WHERE tenant = ? AND case_id = ?')
    .run(revision - 1, JSON.stringify(before), tenant, caseId);
  for (const table of ['motcua_journal', 'motcua_outbox'])
    database
      .prepare(`DELETE FROM ${table} WHERE tenant = ? AND case_id = ? AND revision = ?`)
      .run(tenant, caseId, revision);
  database.prepare('DELETE FROM motcua_commands WHERE tenant = ? AND command_id = ?').run(tenant, entry?.command.id);
  database
    .prepare("DELETE FROM motcua_audit WHERE tenant = ? AND json_extract(record, '$.commandId') = ?")
    .run(tenant, entry?.command.id);
  return { caseId, revision };
}

function carryOut(before: CaseEnvelope | undefined, { command }: JournalEntry): CaseEnvelope | undefined {
  const id = command.type === 'open' ? command.workflow : before?.workflow;
  const workflow = workflows.find((candidate) => candidate.id === id);
  if (workflow === undefined) throw new Error(`no workflow ${id}`);
  const calendars = { current: () => officeCalendar, get: () => officeCalendar };
  return decide(workflow, before, command, { authorizer: rulesAuthorizer(), calendars }).change?.envelope;
}
