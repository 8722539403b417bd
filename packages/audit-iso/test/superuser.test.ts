import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import {
  compareStore,
  createMemoryStorage,
  createSequencer,
  createTileReader,
  isoAudit,
  type Sequencer,
  verifyLog,
} from '../src/index.js';
import { keysOf, signerOf } from './sample-log.js';
import { stallWorkflow } from './stall.js';

const officer = { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] } as const;

/** An office on SQLite with three cases, four records each, and somebody who has all rights on its database. */
async function newOffice() {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-superuser-'));
  const file = join(folder, 'cases.db');
  const store = createSqliteStore({ file });
  const clock = virtualClock('2026-03-02T09:00+07:00');
  const storage = createMemoryStorage();
  const engine = createEngine({
    workflows: [stallWorkflow],
    store,
    calendars: [plainCalendar()],
    clock,
    audit: isoAudit(),
  });
  await engine.start({ background: false });
  const work = async (caseId: string) => {
    const ref = { tenant: 'binh-an', caseId };
    await engine.open({ ...ref, workflow: 'stall', actor: officer, input: { stall: caseId, vendor: '001188012345' } });
    for (const type of ['accept', 'accept', 'grant']) await engine.send({ ...ref, actor: officer, event: { type } });
  };
  for (const caseId of ['a', 'b', 'c']) await work(caseId);
  const superuser = new BetterSqlite3(file);
  for (const name of ['leaves_stay', 'leaves_remain', 'log_stays', 'log_remains']) {
    superuser.exec(`DROP TRIGGER motcua_${name}`);
  }
  onTestFinished(async () => {
    superuser.close();
    await engine.stop();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const signer = await signerOf(1);
  const sequencer = (): Sequencer => createSequencer({ store, storage, signers: [signer], clock, owner: 'engine-1' });
  return {
    work,
    superuser,
    sequencer,
    compare: async () => compareStore(store, createTileReader(storage, 12)),
    verify: async () => verifyLog({ storage, keys: await keysOf(signer) }),
  };
}

const difference = (index: number) => ({ code: 'MC_AUDIT_STORE_DIFFERS', details: { index } });

test('a superuser who edits a sealed record, with the rest of the database in step, is found by the log', async () => {
  const { superuser, sequencer, compare, verify } = await newOffice();
  await sequencer().seal();
  expect(await verify()).toMatchObject({ intact: true, size: 12, cases: 3 });
  expect(await compare()).toBe(12);
  superuser.exec(`UPDATE motcua_leaves SET leaf = replace(leaf, '"minh"', '"hung"') WHERE position = 6`);
  await expect(compare()).rejects.toMatchObject(difference(5));
  // The published log is what it was.
  expect(await verify()).toMatchObject({ intact: true });
});

test('a superuser who deletes sealed records, or sets the database back, stops the sequencer', async () => {
  const { superuser, sequencer, work } = await newOffice();
  await sequencer().seal();
  superuser.exec('DELETE FROM motcua_log WHERE log_index >= 9; DELETE FROM motcua_leaves WHERE position > 9');
  await expect(sequencer().seal()).rejects.toMatchObject(difference(9));
  // Work goes on after it, so that there are as many records again.
  await work('d');
  await expect(sequencer().seal()).rejects.toMatchObject(difference(9));
});

test('a superuser who edits or deletes a record before it is sealed breaks the chain of its case', async () => {
  const edited = await newOffice();
  edited.superuser.exec(`UPDATE motcua_leaves SET leaf = replace(leaf, '"accepted"', '"refused"') WHERE position = 6`);
  await edited.sequencer().seal();
  expect((await edited.verify()).findings).toMatchObject([{ kind: 'chain', index: 6 }]);
  const deleted = await newOffice();
  deleted.superuser.exec('DELETE FROM motcua_leaves WHERE position = 6');
  await deleted.sequencer().seal();
  expect((await deleted.verify()).findings).toMatchObject([
    { kind: 'chain', index: 5, problem: { en: 'record 2 of the case b of binh-an is missing before this one' } },
  ]);
});
