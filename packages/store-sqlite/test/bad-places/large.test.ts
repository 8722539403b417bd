import { env } from 'node:process';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../src/index.js';
import { temporaryFile } from '../sqlite-harness.js';
import { noting, office, opening, ref } from './notebook.js';

test('a context of 10 MB is kept whole, and the case goes on', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const { engine } = office(createSqliteStore({ file }), { limits: { commandBytes: 16_000_000 } });
  await engine.start({ background: false });
  await engine.open(opening());
  const text = { list: Array.from({ length: 10 }, (_, n) => `${n} ${'Đỗ '.repeat(170_000)}`) };
  expect(new TextEncoder().encode(JSON.stringify(text)).byteLength).toBeGreaterThan(10_000_000);
  expect(await engine.send(noting(text, 1))).toMatchObject({ status: 'accepted', revision: 2 });
  expect((await engine.get(ref())).machine.context).toMatchObject({ text });
  expect(await engine.send(noting('short', 2))).toMatchObject({ revision: 3 });
  expect((await engine.history({ ...ref(), afterRevision: 1, limit: 1 }))[0]?.command).toMatchObject({
    event: { text },
  });
  await engine.stop();
});

/** `MOTCUA_HISTORY_ENTRIES=1000000` for the long run. */
const ENTRIES = Number(env['MOTCUA_HISTORY_ENTRIES'] ?? 20_000);

/** Lets a case have many journal entries: copies of one, under the next revisions. */
function lengthen(file: string, entries: number): void {
  const database = new BetterSqlite3(file);
  database.exec(`
    BEGIN;
    WITH RECURSIVE n (r) AS (SELECT 3 UNION ALL SELECT r + 1 FROM n WHERE r < ${entries})
    INSERT INTO motcua_journal (tenant, case_id, revision, entry)
      SELECT tenant, case_id, r, json_set(entry, '$.revision', r) FROM n, motcua_journal
      WHERE case_id = 'c1' AND revision = 2;
    UPDATE motcua_cases SET revision = ${entries}, envelope = json_set(envelope, '$.revision', ${entries})
      WHERE case_id = 'c1';
    COMMIT;`);
  database.close();
}

test('a case with a long history is read by its key and in pages by theirs, and its document has not grown', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const first = office(createSqliteStore({ file }));
  await first.engine.start({ background: false });
  await first.engine.open(opening());
  await first.engine.send(noting('x', 1));
  const before = JSON.stringify(await first.engine.get(ref())).length;
  await first.engine.stop();
  lengthen(file, ENTRIES);

  const store = createSqliteStore({ file });
  const { engine } = office(store);
  await engine.start({ background: false });
  expect((await engine.get(ref())).revision).toBe(ENTRIES);
  expect(await engine.send(noting('y', 2))).toMatchObject({ status: 'accepted', revision: ENTRIES + 1 });
  const after = JSON.stringify(await engine.get(ref())).length;
  expect(after - before).toBeLessThan(20);

  let seen = 0;
  for (;;) {
    const page = await engine.history({ ...ref(), afterRevision: seen, limit: 1_000 });
    expect(page[0]?.revision).toBe(seen + 1);
    seen += page.length;
    if (page.length < 1_000) break;
  }
  expect(seen).toBe(ENTRIES + 1);
  await engine.stop();
});

test('a page of a history is a search in the index of the journal, and so is the case', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const store = createSqliteStore({ file });
  await store.open();
  const database = new BetterSqlite3(file);
  const planOf = (sql: string) =>
    database
      .prepare<[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail);
  const page =
    "SELECT entry FROM motcua_journal WHERE tenant = 't' AND case_id = 'c' AND revision > 5 ORDER BY revision LIMIT 9";
  expect(planOf(page)).toEqual([
    expect.stringMatching(/^SEARCH motcua_journal USING INDEX .*\(tenant=\? AND case_id=\? AND revision>\?\)$/u),
  ]);
  database.close();
  await store.close();
});
