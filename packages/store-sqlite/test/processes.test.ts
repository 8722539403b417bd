import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AT, commitItem, envelopeIn, TENANT } from '@motcua/testkit/store-contract';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { openRemedies, TENANT as PROVINCE } from './escalations.js';
import { temporaryFile } from './sqlite-harness.js';

/** Runs a script of the folder `processes` on a database; its lines come as they are printed. */
function start(script: string, file: string, ...more: readonly string[]) {
  const path = fileURLToPath(new URL(`processes/${script}.ts`, import.meta.url));
  const child: ChildProcess = spawn(execPath, [path, file, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => void lines.push(line));
  const closed = Promise.all([once(child, 'close'), once(reader, 'close')]);
  return { child, lines, reader, closed };
}

function newFile(): string {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  return file;
}

test('has every acknowledged commit, whole, after its process was killed', async () => {
  const file = newFile();
  const { child, lines, reader, closed } = start('commit-forever', file);
  reader.on('line', () => {
    if (lines.length === 50) child.kill('SIGKILL');
  });
  await closed;
  expect(lines.length).toBeGreaterThanOrEqual(50);

  const store = createSqliteStore({ file });
  await store.open();
  for (const [number, caseId] of lines.entries()) {
    expect(caseId).toBe(`case-${number}`);
    const item = commitItem({ caseId });
    expect(await store.cases.load({ tenant: TENANT, caseId })).toEqual(envelopeIn(item));
    expect(await store.cases.reply({ tenant: TENANT, commandId: item.commandId })).toEqual(item.reply);
  }
  // At most the commit that was under way is there without its acknowledgement; it is whole as well.
  const audit = await store.cases.audit({ tenant: TENANT, after: 0, limit: 1_000_000 });
  expect(audit.length - lines.length).toBeLessThanOrEqual(1);
  expect(await store.outbox.count({ tenant: TENANT })).toEqual({ pending: 2 * audit.length, delivered: 0, dead: 0 });
  const timers = await store.timers.claim({ now: AT, leaseUntil: AT + 1, limit: 1_000_000, owner: 'w' });
  expect(timers.length).toBe(audit.length);
  await store.close();
});

test('gives every timer and every message to one of several processes', async () => {
  const file = newFile();
  const store = createSqliteStore({ file });
  await store.open();
  const ids = Array.from({ length: 200 }, (_, number) => `case-${number}`);
  await store.commit(ids.map((caseId) => commitItem({ caseId, outbox: [{}], timers: [{ key: 'k', fireAt: AT }] })));
  const processes = [1, 2, 3].map(() => start('claim-all', file));
  await Promise.all(processes.map(({ closed }) => closed));
  const claimed = processes.flatMap(({ lines }) => lines).sort();
  expect(claimed).toEqual([...ids.map((id) => `timer ${id}`), ...ids.map((id) => `message ${id}:1:0`)].sort());
  await store.close();
});

test('raises every overdue remedy level by level, each level once, however often the process is killed', async () => {
  const file = newFile();
  const ids = Array.from({ length: 12 }, (_, number) => `remedy-${number}`);
  await openRemedies(file, ids);
  let kills = 0;
  for (let done = false; !done; ) {
    const { child, lines, closed } = start('escalate', file, '7');
    await closed;
    done = lines.at(-1) === 'done';
    if (!done) {
      expect(child.signalCode).toBe('SIGKILL');
      kills += 1;
    }
  }
  // Twelve remedies and seven escalations a life: every level kills one process at least, even when its commits are one.
  expect(kills).toBeGreaterThanOrEqual(4);

  const store = createSqliteStore({ file });
  await store.open();
  for (const caseId of ids) {
    const history = await store.cases.history({ tenant: PROVINCE, caseId, afterRevision: 0, limit: 1000 });
    const told = history.flatMap(({ facts }) => facts).filter(({ type }) => type === 'remedy.escalated');
    expect(told.map(({ level }) => level)).toEqual(['unit-head', 'level-above', 'home-affairs', 'province']);
    const fired = history.flatMap(({ command }) => (command.type === 'fire' ? [command.timer] : []));
    expect(new Set(fired).size).toBe(fired.length);
  }
  await store.close();
});
