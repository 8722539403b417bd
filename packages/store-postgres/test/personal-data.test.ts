import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createMemoryKeyStore } from '@motcua/core/memory';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import {
  applicant,
  type DossierOffice,
  fillOffice,
  neighbour,
  representative,
  startDossierOffice,
  TENANT,
  words,
} from '../../store-sqlite/test/personal-data/dossier-office.js';
import { tracesIn } from '../../store-sqlite/test/personal-data/traces.js';
import { createPostgresStore } from '../src/index.js';
import { pgliteStream } from './server/pglite-stream.js';

const planted = [applicant, representative, neighbour, words]
  .flatMap((texts) => Object.values(texts))
  .filter((value) => value !== 'citizen');

async function startDatabase() {
  const database = await PGlite.create();
  const pool = new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    max: 1,
    idleTimeoutMillis: 0,
    stream: () => pgliteStream(database) as never,
  });
  const folder = mkdtempSync(join(tmpdir(), 'motcua-personal-'));
  onTestFinished(async () => {
    await pool.end();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });
  /** Every row of every table, as one text in a file. */
  const dump = async (): Promise<string> => {
    const { rows } = await pool.query<{ name: string }>(
      "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'motcua'",
    );
    let text = '';
    for (const { name } of rows) {
      const found = await pool.query<{ row: string }>(`SELECT t::text AS row FROM motcua.${name} t`);
      text += found.rows.map(({ row }) => `${name} ${row}\n`).join('');
    }
    const file = join(folder, 'dump');
    writeFileSync(file, text);
    return file;
  };
  return { store: createPostgresStore({ pool, wake: 'poll' }), dump };
}

const find = async ({ engine }: DossierOffice, query: { readonly subject?: string; readonly text?: string }) => {
  const page = await engine.find({ tenant: TENANT, order: 'openedAt', limit: 10, workflow: 'dossier', ...query });
  return page.items.map(({ caseId }) => caseId);
};

test('dossiers on PostgreSQL hold nobody in clear, are found, and lose who is erased', async () => {
  const { store, dump } = await startDatabase();
  await using office = await startDossierOffice({ store, keys: createMemoryKeyStore() });
  await fillOffice(office);
  expect(tracesIn(await dump(), planted)).toEqual([]);
  expect(await find(office, { subject: applicant.id })).toEqual(['d1', 'd2']);
  expect(await find(office, { text: 'phuong vy' })).toEqual(['d1', 'd2']);
  expect(await find(office, { text: 'luong dac' })).toEqual(['d3']);
  expect(await office.erase()).toMatchObject({ status: 'erased', cases: ['d1', 'd1/police.1', 'd2'], pending: [] });
  expect(await find(office, { subject: applicant.id })).toEqual([]);
  expect(await find(office, { text: 'phuong' })).toEqual([]);
  expect(await find(office, { text: 'luong dac' })).toEqual(['d3']);
  const ref = { tenant: TENANT, caseId: 'd1' };
  const shown = JSON.stringify([await office.engine.get(ref), await office.engine.history(ref)]);
  for (const value of [applicant.name, applicant.phone, applicant.id]) expect(shown.includes(value)).toBe(false);
  expect(shown.includes(representative.name)).toBe(true);
});
