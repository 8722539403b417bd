import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { isMotcuaError, type Store } from '@motcua/core/contract';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../src/index.js';
import { temporaryFile } from '../sqlite-harness.js';
import { noting, office, opening, ref, TENANT } from './notebook.js';

const CASES = 40;

/** A database with cases, closed, all in one file. */
async function written(): Promise<string> {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const { engine } = office(createSqliteStore({ file }));
  await engine.start({ background: false });
  for (let n = 0; n < CASES; n += 1) {
    await engine.open(opening(`c${n}`));
    await engine.send(noting('Nguyễn Thị Ánh', 1, `c${n}`));
  }
  await engine.stop();
  return file;
}

/** Everything an engine does with a store, one after the other; returns the codes of what failed. All must have one. */
async function useAll(file: string): Promise<readonly string[]> {
  const store = createSqliteStore({ file });
  const { engine, clock } = office(store);
  const codes: string[] = [];
  const note = (error: unknown) => {
    if (!isMotcuaError(error)) throw error;
    codes.push(error.code);
  };
  try {
    await engine.start({ background: false });
  } catch (error) {
    note(error);
    await store.close();
    return codes;
  }
  await clock.advanceTo('2026-03-05T09:00+07:00');
  const acts: readonly (() => Promise<unknown>)[] = [
    ...Array.from({ length: CASES }, (_, n) => () => engine.get(ref(`c${n}`))),
    ...Array.from({ length: CASES }, (_, n) => () => engine.history(ref(`c${n}`))),
    () => engine.find({ tenant: TENANT, order: 'openedAt', limit: 100, text: 'nguyen' }),
    () => store.cases.scan({ limit: 100 }),
    () => store.cases.audit({ tenant: TENANT, after: 0, limit: 1_000 }),
    () => store.outbox.count({ tenant: TENANT }),
    () => engine.deadLetters({ tenant: TENANT }),
    () => engine.settle(),
    ...Array.from({ length: CASES }, (_, n) => () => engine.send(noting('Bảy', 2, `c${n}`))),
  ];
  for (const act of acts) await act().catch(note);
  await engine.stop().catch(note);
  return codes;
}

test('whatever bytes of a database are changed, all that fails has a code', async () => {
  const whole = await written();
  const bytes = readFileSync(whole);
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const seen = new Set<string>();
  const damage = fc.array(fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) }), {
    minLength: 1,
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      const changed = Buffer.from(bytes);
      for (const { at, to } of changes) changed[at] = to;
      for (const suffix of ['-wal', '-shm']) writeFileSync(`${file}${suffix}`, '');
      writeFileSync(file, changed);
      for (const code of await useAll(file)) seen.add(code);
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['MC_STORE_CORRUPT']));
}, 120_000);

test.each([0.25, 0.5, 0.9])('a database of which %f is left fails with a code', async (part) => {
  const file = await written();
  truncateSync(file, Math.floor(readFileSync(file).length * part));
  const codes = await useAll(file);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes).toContain('MC_STORE_CORRUPT');
});

test('a damaged page is MC_STORE_CORRUPT, which is not worth repeating', async () => {
  const file = await written();
  const bytes = readFileSync(file);
  // The headers of all pages but the first two say that they are something else.
  for (let page = 2; page * 4_096 < bytes.length; page += 1) bytes[page * 4_096] = 0xff;
  writeFileSync(file, bytes);
  const store = createSqliteStore({ file });
  const failure = await store
    .open()
    .then(() => store.cases.load(ref('c1')))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'MC_STORE_CORRUPT', retryable: false });
  await store.close();
});

/** Changes rows behind the back of an index, which goes on saying what it said. */
function spoilBehind(file: string, index: string, sql: string): void {
  const withSchema = (work: (database: BetterSqlite3.Database) => void) => {
    const database = new BetterSqlite3(file);
    database.unsafeMode();
    database.pragma('writable_schema = ON');
    work(database);
    database.close();
  };
  let entry: Record<string, unknown> = {};
  withSchema((database) => {
    entry = database.prepare<[string], typeof entry>('SELECT * FROM sqlite_schema WHERE name = ?').get(index) ?? {};
    database.prepare('DELETE FROM sqlite_schema WHERE name = ?').run(index);
  });
  spoil(file, sql);
  withSchema((database) => {
    database.prepare('INSERT INTO sqlite_schema VALUES (@type, @name, @tbl_name, @rootpage, @sql)').run(entry);
  });
}

test('a message that an index says is waiting, and its row does not, is not delivered again and again', async () => {
  const file = await written();
  spoilBehind(file, 'motcua_outbox_ready', "UPDATE motcua_outbox SET ready_at = NULL WHERE case_id = 'c7'");
  const { engine, mail } = office(await open(file));
  await engine.start({ background: false });
  await expect(engine.settle()).rejects.toMatchObject({
    code: 'MC_STORE_CORRUPT',
    retryable: false,
    details: { table: 'motcua_outbox' },
  });
  expect(mail.deliveries.filter(({ message }) => message.caseId === 'c7')).toEqual([]);
});

/** Changes documents of a database from outside. */
function spoil(file: string, sql: string): void {
  const database = new BetterSqlite3(file);
  database.exec(sql);
  database.close();
}

async function open(file: string): Promise<Store> {
  const store = createSqliteStore({ file });
  onTestFinished(() => store.close());
  await store.open();
  return store;
}

test('a case whose document is no JSON is MC_STORE_CORRUPT, and the other cases go on', async () => {
  const file = await written();
  spoil(file, "UPDATE motcua_cases SET envelope = substr(envelope, 1, 100) WHERE case_id = 'c1'");
  const { engine, clock } = office(await open(file));
  await engine.start({ background: false });
  await expect(engine.get(ref('c1'))).rejects.toMatchObject({
    code: 'MC_STORE_CORRUPT',
    details: { operation: 'cases.load' },
  });
  await expect(engine.send(noting('x', 3, 'c1'))).rejects.toMatchObject({ code: 'MC_STORE_CORRUPT' });
  expect(await engine.send(noting('x', 3, 'c2'))).toMatchObject({ status: 'accepted' });
  await clock.advanceTo('2026-03-05T09:00+07:00');
  await expect(engine.settle()).rejects.toMatchObject({ code: 'MC_STORE_CORRUPT' });
  await engine.settle();
  expect((await engine.get(ref('c2'))).deadlines[0]?.entries.map(({ kind }) => kind)).toEqual(['started', 'breached']);
});

test('a message whose payload is no JSON becomes a dead letter, and the other messages go out', async () => {
  const file = await written();
  spoil(file, "UPDATE motcua_outbox SET payload = '{' WHERE case_id = 'c1'");
  const { engine, mail } = office(await open(file));
  await engine.start({ background: false });
  await engine.settle();
  expect(mail.received()).toHaveLength(CASES - 1);
  expect(await engine.deadLetters({ tenant: TENANT })).toMatchObject([
    { row: { caseId: 'c1', payload: { type: 'noted' } }, reason: expect.stringContaining('MC_STORE_CORRUPT') },
  ]);
});

test('a database of a newer release is refused with MC_STORE_VERSION and left as it is; an older one serves the same engine', async () => {
  const file = await written();
  const { file: backup, remove } = temporaryFile();
  onTestFinished(remove);
  copyFileSync(file, backup);
  spoil(file, "INSERT INTO motcua_migrations VALUES (999, 'future', 'x'); PRAGMA wal_checkpoint(TRUNCATE)");
  const before = readFileSync(file);
  const store = createSqliteStore({ file });
  const { engine } = office(store);
  await expect(engine.start()).rejects.toMatchObject({ code: 'MC_STORE_VERSION', retryable: false });
  expect(readFileSync(file).equals(before)).toBe(true);
  copyFileSync(backup, file);
  await engine.start({ background: false });
  expect(await engine.send(noting('x', 3))).toMatchObject({ status: 'accepted' });
  await engine.stop();
});
