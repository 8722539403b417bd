import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../../packages/store-postgres/test/server/test-database.js';
import { tenant } from '../src/office.js';
import type { OfficeDatabase } from '../src/office-database.js';
import { postgresDatabase } from '../src/postgres-database.js';
import { sqliteDatabase } from '../src/sqlite-database.js';
import { arrival, openWorld } from './world.js';

const databases: Readonly<Record<string, () => Promise<OfficeDatabase>>> = {
  async SQLite() {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-office-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return sqliteDatabase(join(folder, 'office.db'));
  },
  async PostgreSQL() {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    return postgresDatabase(database.url);
  },
};

describe.each(Object.entries(databases))('on %s', (_, create) => {
  test('the slip and the dossier are written together', async () => {
    await using world = await openWorld({ database: await create() });
    const opened = (await world.post('lan', '/dossiers', arrival)).json<{ caseId: string; lookupCode: string }>();
    const { database } = world.office;
    expect(await database.slipOfCode(opened.lookupCode)).toEqual({ ...opened, issuedBy: 'lan' });
    expect(await database.store.cases.load({ tenant, caseId: opened.caseId })).toMatchObject({ revision: 1 });
    expect((await world.post('lan', `/dossiers/${opened.caseId}/accept`)).json()).toMatchObject({ state: 'accepted' });
  });

  test('a slip that cannot be written takes the dossier with it, and the service goes on', async () => {
    const database = await create();
    let printed: string | undefined;
    await using world = await openWorld({
      database: {
        ...database,
        // Two slips with one code: the office's own table refuses the second.
        commitTogether: (item, slip) =>
          database.commitTogether(item, printed === undefined ? slip : { ...slip, lookupCode: printed }),
      },
    });
    printed = (await world.post('lan', '/dossiers', arrival)).json<{ lookupCode: string }>().lookupCode;
    expect((await world.post('lan', '/dossiers', arrival, 'ticket-2')).statusCode).toBe(500);
    expect((await world.get('lan', '/dossiers')).json<{ items: object[] }>().items).toHaveLength(1);
    printed = undefined;
    expect((await world.post('lan', '/dossiers', arrival, 'ticket-2')).statusCode).toBe(201);
  });

  test('a refused opening leaves a record, and no slip', async () => {
    await using world = await openWorld({ database: await create() });
    const refused = await world.post('hoa', '/dossiers', arrival, 'ticket-3');
    expect(refused.json()).toMatchObject({ status: 403, code: 'MC_ACCESS_DENIED' });
    const again = await world.post('hoa', '/dossiers', arrival, 'ticket-3');
    expect(again.json()).toEqual(refused.json());
    expect((await world.get('lan', '/dossiers')).json()).toEqual({ items: [] });
  });
});
