import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CaseEnvelope, decide, dueOf, type JournalEntry, timeAccount } from '../src/index.js';
import { at, CASE_ID, TENANT } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { officeCalendar } from './office-calendar.js';
import { env, play, stories } from './random-story.js';

/** Decides the commands of a journal again, from nothing. */
const replay = (journal: readonly JournalEntry[]): CaseEnvelope | undefined =>
  journal.reduce<CaseEnvelope | undefined>((before, entry) => {
    const command = JSON.parse(JSON.stringify(entry.command)) as typeof entry.command;
    const { change } = decide(leaveRequest, before, command, env);
    expect(change?.journal).toStrictEqual(entry);
    return change?.envelope;
  }, undefined);

test('the journal of a case, decided again, gives the case', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { run, journal } = play(story);
      const stored = JSON.parse(JSON.stringify(run.envelope())) as CaseEnvelope;
      expect(replay(journal)).toStrictEqual(stored);
      expect(journal.map(({ revision }) => revision)).toEqual(journal.map((_entry, index) => index + 1));
    }),
    { numRuns: 200 },
  );
});

test('whatever happens to a case, its ledgers, timers and custody hold together', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { run, journal } = play(story);
      const envelope = run.envelope();
      for (const ledger of envelope.deadlines) {
        if (ledger.status === 'running' || ledger.status === 'suspended') {
          expect(ledger.dueAt).toBe(dueOf(ledger.entries, env.calendars.get));
        } else {
          expect(ledger.rungs.every(({ fireAt }) => fireAt === undefined)).toBe(true);
        }
        const lines = journal
          .flatMap(({ ledger: added }) => added)
          .filter(({ occurrence }) => occurrence === ledger.occurrence);
        expect(lines.map(({ entry }) => entry)).toStrictEqual(ledger.entries);
        // An extension may have been granted before the act was known that ended the term ahead of it.
        const unordered = ['breached', 'extended', 'shortened'];
        const legal = ledger.entries.filter(({ kind }) => !unordered.includes(kind)).map((entry) => entry.at);
        expect(legal).toEqual([...legal].sort((a, b) => a - b));
      }
      const armed = envelope.deadlines.flatMap(({ rungs }) => rungs).filter(({ fireAt }) => fireAt !== undefined);
      expect(run.timers()).toHaveLength(armed.length);
      expect(new Set(run.timers().map(({ key }) => key)).size).toBe(run.timers().length);
      if (envelope.status === 'done') expect(run.timers()).toEqual([]);
      const changes = envelope.custody.map(({ from }) => from);
      expect(changes).toEqual([...changes].sort((a, b) => a - b));
      const account = timeAccount(envelope.custody, at('2027-01-04T09:00'), officeCalendar);
      expect(account.rows.reduce((sum, { workingMs }) => sum + workingMs, 0)).toBe(account.totalWorkingMs);
      expect([envelope.tenant, envelope.caseId]).toEqual([TENANT, CASE_ID]);
    }),
    { numRuns: 200 },
  );
});

test('no rung fires twice for one place: every firing has a number of its own', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { journal } = play(story);
      const fired = journal.flatMap(({ command }) => (command.type === 'fire' ? [command.timer] : []));
      expect(new Set(fired).size).toBe(fired.length);
    }),
    { numRuns: 100 },
  );
});
