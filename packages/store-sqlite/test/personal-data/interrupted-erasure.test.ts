import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { applicant, filesIn, fillOffice, partsOn, startDossierOffice, TENANT } from './dossier-office.js';

const hooks = fileURLToPath(new URL('../../../../scripts/source-hooks.mjs', import.meta.url));
const script = fileURLToPath(new URL('../processes/erase.ts', import.meta.url));

/** Runs the erasure in a process of its own, up to a step; tells how it ended. */
async function eraseUpTo(folder: string, step: number): Promise<'killed' | 'done'> {
  const child = spawn(execPath, ['--conditions=@motcua/source', '--import', hooks, script, folder, String(step)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  await once(child, 'close');
  if (child.signalCode === 'SIGKILL') return 'killed';
  expect([child.exitCode, said.trim()]).toEqual([0, 'done']);
  return 'done';
}

test('an erasure is completed by the next process, wherever the first one was killed', {
  timeout: 300_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), 'motcua-erasure-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const filled = join(root, 'filled');
  mkdirSync(join(filled, 'keys'), { recursive: true });
  const office = await startDossierOffice(partsOn(filesIn(filled)));
  await fillOffice(office);
  const { openedAt, state, deadlines } = await office.engine.get({ tenant: TENANT, caseId: 'd1' });
  const figures = { openedAt, state, ends: deadlines.map(({ name, dueAt, status }) => [name, dueAt, status]) };
  await office.engine.stop();

  const begun: string[] = [];
  for (let step = 0; ; step += 1) {
    const folder = join(root, String(step));
    cpSync(filled, folder, { recursive: true });
    const ended = await eraseUpTo(folder, step);
    const parts = partsOn(filesIn(folder));
    await using next = await startDossierOffice(parts, '2026-03-12T10:00:00+07:00');
    const seen = async () => {
      const ids = (await next.engine.find({ tenant: TENANT, order: 'openedAt', limit: 10 })).items;
      const refs = ids.map(({ caseId }) => ({ tenant: TENANT, caseId }));
      return JSON.stringify([
        ids,
        await Promise.all(refs.map((ref) => next.engine.get(ref))),
        await Promise.all(refs.map((ref) => next.engine.history(ref))),
        await next.engine.deadLetters({ tenant: TENANT }),
      ]);
    };
    const found = async () =>
      (await next.engine.find({ tenant: TENANT, subject: applicant.id, order: 'openedAt', limit: 10 })).items.length;

    const isDestroyed = (await parts.keys.destroyed({ after: 0, limit: 10 })).length > 0;
    begun.push(`${ended} ${isDestroyed ? 'after' : 'before'} the destruction`);
    if (!isDestroyed) {
      // Nobody was told that it is done, and nothing has happened: it is asked for again.
      expect(await found()).toBe(2);
      expect(await next.erase()).toMatchObject({ status: 'erased', cases: ['d1', 'd1/police.1', 'd2'] });
    } else {
      // Unreadable at once; and found by nobody, when it is resumed.
      expect(await seen()).not.toContain(applicant.phone);
      expect((await next.engine.resumeErasures()).pending).toEqual([]);
    }
    expect(await next.engine.resumeErasures()).toEqual({ keys: [], pending: [] });
    expect(await found()).toBe(0);
    const text = await seen();
    for (const value of [applicant.name, applicant.phone, applicant.identity]) expect(text.includes(value)).toBe(false);
    const after = await next.engine.get({ tenant: TENANT, caseId: 'd1' });
    expect({
      openedAt: after.openedAt,
      state: after.state,
      ends: after.deadlines.map(({ name, dueAt, status }) => [name, dueAt, status]),
    }).toEqual(figures);
    if (ended === 'done') break;
  }
  // The record that it began; the key; three cases; the record that it is done.
  expect(begun).toEqual([
    'killed before the destruction',
    'killed before the destruction',
    'killed after the destruction',
    'killed after the destruction',
    'killed after the destruction',
    'killed after the destruction',
    'done after the destruction',
  ]);
});
