import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '@motcua/store-sqlite';
import { virtualClock } from '@motcua/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { announced, before, caseIdOf, openOffice, type Receipt } from './office.js';
import { APPLIED_AT, takeIn } from './scenario.js';

/** Runs apply.ts and kills it from outside after so many of its dossiers; false when it came to its end. */
function applyUntilKilled(file: string, dossiers: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let told = 0;
    const child = fork(join(import.meta.dirname, 'apply.ts'), [file]);
    child.on('message', (message: unknown) => {
      if (typeof message !== 'string') return;
      told += 1;
      // Whatever it is doing by now: reading, deciding, in the middle of a commit.
      if (told === dossiers) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL');
      else reject(new Error(`apply.ts ended with ${String(code)}`));
    });
  });
}

test('killed at any moment, again and again, it counts every dossier once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'dossiers.db');
  const all: readonly Receipt[] = Array.from({ length: 60 }, (_, number) => ({
    tenant: `tenant-${String(number).padStart(2, '0')}`,
    received: '2025-12-29',
    days: 5,
  }));
  const clock = virtualClock('2025-12-29T08:00+07:00');
  const office = await openOffice({ store: createSqliteStore({ file }), clock, calendars: [before] });
  await takeIn(office, clock, all);
  await office.stop();

  let kills = 0;
  for (const dossiers of [1, 5, 2, 11, 3]) if (await applyUntilKilled(file, dossiers)) kills += 1;
  expect(kills).toBeGreaterThan(0);
  expect(await applyUntilKilled(file, Number.POSITIVE_INFINITY)).toBe(false);

  await clock.advanceTo(`${APPLIED_AT}+07:00`);
  const after = await openOffice({ store: createSqliteStore({ file }), clock, calendars: [before, announced] });
  expect(await after.planCalendar(announced).totals()).toMatchObject({ cases: 0 });
  for (const receipt of all) {
    const ref = { tenant: receipt.tenant, caseId: caseIdOf(receipt) };
    const history = await after.history(ref);
    const told = history.flatMap(({ facts }) => facts.filter(({ type }) => type === 'letter.issued'));
    expect(history.filter(({ command }) => command.type === 'reproject')).toHaveLength(1);
    expect(told.map(({ kind }) => kind)).toEqual(['receipt', 'appointment-change']);
    const [resolution] = (await after.deadlines(ref)).filter(({ name }) => name === 'resolution');
    expect(resolution?.due).toBe('2026-01-07T17:00:00+07:00');
  }
  await after.stop();
});
