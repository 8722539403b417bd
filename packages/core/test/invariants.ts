import { expect } from 'vitest';
import {
  type CaseEnvelope,
  type DecisionEnv,
  decide,
  dueOf,
  type JournalEntry,
  type Migration,
  timeAccount,
  type Workflow,
} from '../src/index.js';
import { timerRows } from '../src/kernel/timer-key.js';
import { at, CASE_ID, type CaseRun, TENANT } from './case-run.js';
import { officeCalendar } from './office-calendar.js';

/** Decides the commands of a journal again, from nothing, each by the version the case is at. */
export function replay(
  journal: readonly JournalEntry[],
  workflows: readonly Workflow[],
  env: DecisionEnv,
): CaseEnvelope | undefined {
  return journal.reduce<CaseEnvelope | undefined>((before, entry) => {
    const command = JSON.parse(JSON.stringify(entry.command)) as typeof entry.command;
    const version = command.type === 'open' ? command.version : before?.version;
    const workflow = workflows.find((candidate) => candidate.version === version) as Workflow;
    const { change } = decide(workflow, before, command, env);
    expect(change?.journal).toStrictEqual(entry);
    return change?.envelope;
  }, undefined);
}

/** What holds of every case, whatever has happened to it: ledgers, timers, custody, journal. */
export function expectSound(
  run: CaseRun,
  journal: readonly JournalEntry[],
  env: DecisionEnv,
  { spec }: Partial<Migration> = {},
): void {
  const envelope = run.envelope();
  const nameNow = (name: string) => {
    const mapping = spec?.deadlines?.[name];
    const moved = envelope.version === '2';
    return moved && typeof mapping === 'object' && 'to' in mapping ? mapping.to : name;
  };
  for (const ledger of envelope.deadlines) {
    if (ledger.status === 'running' || ledger.status === 'suspended') {
      expect(ledger.dueAt).toBe(dueOf(ledger.entries, env.calendars.get));
    } else {
      expect(ledger.rungs.every(({ fireAt }) => fireAt === undefined)).toBe(true);
    }
    const lines = journal
      .flatMap(({ ledger: added }) => added)
      .filter(({ deadline, occurrence }) => nameNow(deadline) === ledger.name && occurrence === ledger.occurrence);
    expect(lines.map(({ entry }) => entry)).toStrictEqual(ledger.entries);
    // An extension may have been granted before the act was known that ended the term ahead of it.
    const unordered = ['breached', 'reprojected', 'migrated', 'extended', 'shortened'];
    const legal = ledger.entries.filter(({ kind }) => !unordered.includes(kind)).map((entry) => entry.at);
    expect(legal).toEqual([...legal].sort((a, b) => a - b));
  }
  for (const { entry } of journal.flatMap(({ ledger: added }) => added)) {
    if (entry.kind !== 'reprojected') continue;
    if (entry.notBefore !== undefined) expect(entry.dueAfter).toBeGreaterThanOrEqual(entry.dueBefore);
    expect(entry.dueAfter).toBeGreaterThanOrEqual(entry.counted ?? entry.dueAfter);
  }
  expect(run.timers()).toStrictEqual(timerRows(envelope));
  expect(new Set(run.timers().map(({ key }) => key)).size).toBe(run.timers().length);
  if (envelope.status === 'done') expect(run.timers()).toEqual([]);
  const changes = envelope.custody.map(({ from }) => from);
  expect(changes).toEqual([...changes].sort((a, b) => a - b));
  const account = timeAccount(envelope.custody, at('2027-01-04T09:00'), officeCalendar);
  expect(account.rows.reduce((sum, { workingMs }) => sum + workingMs, 0)).toBe(account.totalWorkingMs);
  expect([envelope.tenant, envelope.caseId]).toEqual([TENANT, CASE_ID]);
  expect(journal.map(({ revision }) => revision)).toEqual(journal.map((_entry, index) => index + 1));
}

/** No rung fires twice for one place: every firing has a number of its own. */
export function expectNoFiringTwice(journal: readonly JournalEntry[]): void {
  const fired = journal.flatMap(({ command }) => (command.type === 'fire' ? [command.timer] : []));
  expect(new Set(fired).size).toBe(fired.length);
}
