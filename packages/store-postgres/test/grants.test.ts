import { randomBytes } from 'node:crypto';
import { isMotcuaError } from '@motcua/core/contract';
import {
  AT,
  closeCase,
  commitItem,
  deliverAll,
  disposalOf,
  dueAt,
  refusedItem,
  TENANT,
} from '@motcua/testkit/store-contract';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPostgresStore, grantDisposal, grantReader, grantRuntime, migratePostgres } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

/** A role whose name needs its quotes; roles belong to the server, so each run has its own. */
const roleName = (what: string) => `motcua "${what}" ${randomBytes(4).toString('hex')}`;
const runtime = roleName('runtime');
const reader = roleName('reader');
const item = commitItem({
  index: { text: 'Nguyễn', unit: 'u' },
  deadline: dueAt(AT),
  state: 'a|b',
  timers: [{ key: 'k', fireAt: AT }],
  outbox: [{}, { destination: 'portal' }],
});

let database: TestDatabase;
const urlOf = (role: string) => {
  const url = new URL(database.url);
  url.username = encodeURIComponent(role);
  url.password = 'secret';
  return url.href;
};

beforeAll(async () => {
  database = await createTestDatabase();
  for (const role of [runtime, reader]) {
    await database.admin.query(`CREATE ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD 'secret'`);
  }
  await migratePostgres({ connectionString: database.url });
  await grantRuntime({ connectionString: database.url, role: runtime });
});
afterAll(async () => {
  for (const role of [runtime, reader]) await database.admin.query(`DROP OWNED BY ${pg.escapeIdentifier(role)}`);
  for (const role of [runtime, reader]) await database.admin.query(`DROP ROLE ${pg.escapeIdentifier(role)}`);
  await database.drop();
});

const isPartitioned = new Set(['journal', 'audit', 'deliveries']);

describe('the role of an engine', () => {
  test('runs every part of a store', async () => {
    const store = createPostgresStore({ connectionString: urlOf(runtime) });
    await store.open();
    expect(await store.commit([item, refusedItem({ expectedRevision: 1 })])).toEqual([
      { status: 'committed' },
      { status: 'committed' },
    ]);
    await store.commit([commitItem({ expectedRevision: 1, firing: 'k', state: 'c|d', outbox: [{}] })]);
    const request = { now: AT, leaseUntil: AT + 1, limit: 10, owner: 'w' };
    const [letter, ...others] = await store.outbox.claim(request);
    if (letter === undefined) throw new Error('A message expected');
    await store.outbox.settle({ owner: 'w', claim: letter, outcome: { status: 'dead', at: AT, reason: 'gone' } });
    const { id, destination } = letter.row;
    expect(await store.outbox.redrive({ tenant: TENANT, id, destination, at: AT })).toBe(true);
    expect(await store.outbox.renew({ owner: 'w', claims: others, leaseUntil: AT + 2 })).toBe(others.length);
    for (const claim of others) {
      await store.outbox.settle({ owner: 'w', claim, outcome: { status: 'delivered', at: AT } });
    }
    await store.timers.claim(request);
    await store.allocate({ tenant: TENANT, series: 's' });
    await store.liveness.beat({ owner: 'w', now: AT, maxGapMs: 1 });
    const disclosed = { commandId: 'c', disclosures: [{ path: '/a', salt: '00', value: 1 }] };
    await store.commit([{ ...refusedItem({ commandId: 'r', expectedRevision: 2 }), leaf: { body: '{}', disclosed } }]);
    expect(await store.seal.lease({ owner: 'w', now: AT, leaseUntil: AT + 1 })).toBe(true);
    expect(await store.seal.lease({ owner: 'w', now: AT, leaseUntil: AT })).toBe(true);
    const positions = (await store.seal.pending({ limit: 10 })).map(({ position }) => position);
    expect(await store.seal.confirm({ from: 0, positions })).toBe(true);
    expect(await store.seal.count()).toEqual({ size: 1, pending: 0 });
    expect((await store.cases.audit({ tenant: TENANT, after: 0, limit: 10 })).length).toBe(4);
    expect(
      (await store.cases.find({ tenant: TENANT, now: AT, order: 'dueAt', text: 'nguyen', limit: 1 })).items,
    ).toEqual([]);
    await store.close();
  });

  test.each(['journal', 'audit', 'commands', 'deliveries', 'log'])(
    'can neither change nor delete rows of %s',
    async (table) => {
      const client = new pg.Client({ connectionString: urlOf(runtime) });
      await client.connect();
      const codeOf = (sql: string) => client.query(sql).catch(({ code }: { code: string }) => code);
      expect(await codeOf(`UPDATE motcua.${table} SET ${table === 'log' ? 'position = 1' : "tenant = 'x'"}`)).toBe(
        '42501',
      );
      expect(await codeOf(`DELETE FROM motcua.${table}`)).toBe('42501');
      expect(await codeOf(`TRUNCATE motcua.${table}`)).toBe('42501');
      if (isPartitioned.has(table)) expect(await codeOf(`DELETE FROM motcua.${table}_other`)).toBe('42501');
      expect(await codeOf(`DROP TABLE motcua.${table}`)).toBe('42501');
      await client.end();
    },
  );

  test('disposes of closed cases only with a right of its own, and never of anything else', async () => {
    const store = createPostgresStore({ connectionString: urlOf(runtime) });
    await store.open();
    await closeCase(store, { caseId: 'old' });
    await deliverAll(store);
    const client = new pg.Client({ connectionString: urlOf(runtime) });
    await client.connect();
    const directly = (caseId: string) =>
      client
        .query('SELECT * FROM motcua.dispose_case($1, $2, $3, $4)', [TENANT, caseId, `disposal/${caseId}`, '{}'])
        .catch(({ code }: { code: string }) => code);
    const disposal = await disposalOf(store, { caseId: 'old' });
    await expect(store.dispose(disposal)).rejects.toMatchObject({
      code: 'MC_STORE_FAILED',
      details: { sqlState: '42501' },
    });
    expect(await directly('old')).toBe('42501');
    expect((await store.cases.load({ tenant: TENANT, caseId: 'old' }))?.status).toBe('done');

    const owner = { connectionString: database.url };
    // #region disposal
    await grantDisposal({ ...owner, role: runtime });
    // #endregion
    // Without its record, or of an open case, nothing is deleted by whoever may call the function.
    expect(await directly('old')).toBe('55000');
    expect(await directly('case-1')).toBe('55000');
    expect(await store.cases.history({ tenant: TENANT, caseId: 'old', afterRevision: 0, limit: 9 })).toHaveLength(2);
    expect((await store.dispose(disposal)).status).toBe('disposed');
    await client.end();
    await store.close();
  });

  test('cannot migrate, and is told who can', async () => {
    const error = await createPostgresStore({ connectionString: urlOf(runtime), schema: 'other' })
      .open()
      .catch((reason: unknown) => reason);
    expect(isMotcuaError(error, 'MC_STORE_FAILED') && error.message).toContain('migratePostgres');
  });
});

describe('a reader of one tenant', () => {
  test('sees its rows in every table, and no row of another tenant by whatever statement', async () => {
    const other = commitItem({
      tenant: "hu'e",
      timers: [{ key: 'k', fireAt: AT }],
      outbox: [{}],
      index: { text: 'Lê' },
    });
    const store = createPostgresStore({ connectionString: database.url });
    await store.open();
    await store.commit([commitItem({ caseId: 'more', timers: [{ key: 'k', fireAt: AT }], outbox: [{}] }), other]);
    await store.allocate({ tenant: "hu'e", series: 's' });
    await store.close();
    await grantReader({ connectionString: database.url, role: reader, tenants: ["hu'e"] });
    const client = new pg.Client({ connectionString: urlOf(reader) });
    await client.connect();
    for (const table of ['cases', 'case_standing', 'case_facts', 'commands', 'journal', 'audit', 'timers', 'outbox']) {
      const { rows } = await client.query(`SELECT DISTINCT tenant FROM motcua.${table}`);
      expect(rows, table).toEqual([{ tenant: "hu'e" }]);
    }
    const attempts = [
      `SELECT * FROM motcua.cases WHERE tenant = '${TENANT}'`,
      `SELECT * FROM motcua.read_audit('${TENANT}', 0, 10)`,
      `SET row_security = off; SELECT * FROM motcua.journal WHERE tenant = '${TENANT}'`,
      `SET ROLE ${pg.escapeIdentifier(runtime)}; SELECT * FROM motcua.cases`,
      `SELECT * FROM motcua.journal_other WHERE tenant = '${TENANT}'`,
      `UPDATE motcua.cases SET tenant = 'hu''e'`,
    ];
    for (const attempt of attempts) {
      const found = await client.query(attempt).then(
        ({ rows }) => rows as unknown,
        ({ code }: { code: string }) => code,
      );
      expect([[], '42501'], attempt).toContainEqual(found);
    }
    await client.end();
    // The engine's role still works for all tenants.
    const engine = createPostgresStore({ connectionString: urlOf(runtime) });
    await engine.open();
    expect((await engine.cases.scan({ limit: 10 })).items.map(({ tenant }) => tenant)).toContain("hu'e");
    expect((await engine.cases.scan({ limit: 10 })).items.map(({ tenant }) => tenant)).toContain(TENANT);
    await engine.close();
  });
});
