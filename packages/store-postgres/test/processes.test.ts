import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AT, commitItem } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresStore } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function start(mode: 'drain' | 'hang') {
  const path = fileURLToPath(new URL('processes/work.ts', import.meta.url));
  const child = spawn(execPath, [path, database.url, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => void lines.push(line));
  return { child, lines, reader, closed: Promise.all([once(child, 'close'), once(reader, 'close')]) };
}

test('several processes share the work, and what a killed one held is free when its lease ends', async () => {
  const store = createPostgresStore({ connectionString: database.url });
  await store.open();
  const ids = Array.from({ length: 60 }, (_, number) => `case-${number}`);
  await store.commit(ids.map((caseId) => commitItem({ caseId, outbox: [{}], timers: [{ key: 'k', fireAt: AT }] })));

  const killed = start('hang');
  await once(killed.reader, 'line');
  while (killed.lines.length < 10) await once(killed.reader, 'line');
  killed.child.kill('SIGKILL');
  await killed.closed;

  const workers = [start('drain'), start('drain'), start('drain')];
  await Promise.all(workers.map(({ closed }) => closed));
  const done = workers.flatMap(({ lines }) => lines);
  const all = [...ids.map((id) => `timer ${id}`), ...ids.map((id) => `message ${id}:1:0`)];
  expect([...done, ...killed.lines].sort()).toEqual(all.sort());

  const after = { now: AT + 10_000, leaseUntil: AT + 20_000, limit: 1_000, owner: 'later' };
  expect(await store.timers.claim({ ...after, now: AT + 9_999 })).toEqual([]);
  const freed = (await store.timers.claim(after)).map(({ caseId }) => `timer ${caseId}`);
  expect(freed).toEqual(expect.arrayContaining(killed.lines.filter((line) => line.startsWith('timer'))));
  await store.close();
});
