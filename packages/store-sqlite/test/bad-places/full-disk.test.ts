import { spawnSync } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../src/index.js';
import { temporaryFile } from '../sqlite-harness.js';
import { codeOf, noting, office, opening, ref, TENANT } from './notebook.js';

const script = fileURLToPath(new URL('processes/fill-disk.ts', import.meta.url));

/** Runs the script on a disk of its own: a small file system in memory, mounted for its process only. */
function onSmallDisk() {
  const mountAndRun = `d=$(mktemp -d) && mount -t tmpfs -o size=2m tmpfs "$d" && '${execPath}' '${script}' "$d"`;
  return spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mountAndRun], { encoding: 'utf8' });
}

const canMount =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /tmp']).status === 0;

test.skipIf(!canMount)('a disk that is full fails commands with a code, loses nothing, and the engine goes on', () => {
  const { stdout, stderr } = onSmallDisk();
  expect(stderr).not.toMatch(/Error/u);
  const found = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown> & { number: number };
  expect(found).toMatchObject({
    failed: 'MC_STORE_FAILED',
    again: 'MC_STORE_FAILED',
    // Opened, and every note that was acknowledged.
    readable: found.number,
    after: 'accepted',
    kinds: ['started', 'breached'],
    outbox: { pending: 0, dead: 0 },
  });
  // All notes, the breach and the opening; every message of them, once.
  expect(found['revision']).toBe(found.number + 2);
  expect(found['delivered']).toBe(found.number + 1);
});

test('a database that may not grow fails commands with SQLITE_FULL, and the engine goes on when it may', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  const store = createSqliteStore({ database });
  const { engine, clock, mail } = office(store);
  await engine.start({ background: false });
  await engine.open(opening());
  const pages = database.pragma('page_count', { simple: true }) as number;
  database.pragma(`max_page_count = ${pages + 40}`);

  let number = 0;
  let failure: unknown;
  while (failure === undefined && number < 1_000) {
    number += 1;
    await engine.send(noting('x'.repeat(20_000), number)).catch((error: unknown) => {
      failure = error;
    });
  }
  expect(failure).toMatchObject({ code: 'MC_STORE_FAILED', retryable: true, details: { sqliteCode: 'SQLITE_FULL' } });
  expect((failure as Error).message).toContain('free disk space, then repeat the call: nothing was written');
  expect((await engine.get(ref())).revision).toBe(number);
  expect(await store.cases.reply({ tenant: TENANT, commandId: `note-c1-${number}` })).toBeUndefined();
  expect(database.inTransaction).toBe(false);

  database.pragma('max_page_count = 1073741823');
  expect(await engine.send(noting('x'.repeat(20_000), number))).toMatchObject({ status: 'accepted' });
  await clock.advanceTo('2026-03-05T09:00+07:00');
  expect(await codeOf(engine.settle())).toBeUndefined();
  expect((await engine.get(ref())).revision).toBe(number + 2);
  expect(mail.received()).toHaveLength(number + 1);
  await engine.stop();
  database.close();
});

test('a full disk under the background loops is told, and what was due fires and goes out when there is room', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  const store = createSqliteStore({ database });
  const { engine, clock, mail } = office(store, { limits: { pollMs: 3_600_000 } });
  const failures: unknown[] = [];
  engine.on('worker.failed', ({ error }) => void failures.push(error));
  await engine.start();
  await engine.open(opening());
  await clock.advanceBy(1);
  // Every page a commit needs is refused, and so are the leases.
  database.pragma('query_only = ON');
  await clock.advanceTo('2026-03-03T18:00+07:00');
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.every((error) => (error as { code?: string }).code === 'MC_STORE_FAILED')).toBe(true);
  database.pragma('query_only = OFF');
  await clock.advanceBy(3_600_000);
  expect((await engine.get(ref())).deadlines[0]?.entries.map(({ kind }) => kind)).toEqual(['started', 'breached']);
  expect(mail.received().map(({ topic }) => topic)).toEqual(['deadline.breached']);
  await engine.stop();
  database.close();
});
