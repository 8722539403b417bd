import { isMotcuaError, type NotificationLog } from '@motcua/core/contract';
import { notificationLogContract } from '@motcua/testkit/notification-log-contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPostgresNotificationLog } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
let schemas = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const open = (schema: string) => createPostgresNotificationLog({ connectionString: database.url, schema, poolSize: 2 });

notificationLogContract({
  name: 'the PostgreSQL notification log',
  async create() {
    schemas += 1;
    const schema = `told_${schemas}`;
    const opened: NotificationLog[] = [];
    const another = async () => {
      const log = open(schema);
      opened.push(log);
      return log;
    };
    return {
      log: await another(),
      crash: another,
      peer: another,
      close: async () => {
        for (const log of opened) await log.close();
      },
    };
  },
  report: '../../../docs/reference/conformance/postgres-notification-log.json',
});

const codeOf = async (act: () => Promise<unknown>) => {
  try {
    await act();
    return 'nothing';
  } catch (error) {
    return isMotcuaError(error) ? error.code : error;
  }
};

test('processes that begin together make the schema once', async () => {
  const logs = Array.from({ length: 4 }, () => open('told_together'));
  const found = await Promise.all(logs.map((log) => log.ofCase({ tenant: 't', caseId: 'c' })));
  expect(found).toEqual([[], [], [], []]);
  for (const log of logs) await log.close();
});

test('a log that was closed is asked in vain', async () => {
  const log = open('told_closed');
  await log.close();
  await log.close();
  expect(await codeOf(() => log.ofCase({ tenant: 't', caseId: 'c' }))).toBe('MC_STORE_FAILED');
});

test('a schema of a newer release is refused', async () => {
  const log = open('told_newer');
  await log.ofCase({ tenant: 't', caseId: 'c' });
  await database.admin.query("INSERT INTO told_newer.migrations (number, name, checksum) VALUES (9, 'x', 'y')");
  const next = open('told_newer');
  expect(await codeOf(() => next.ofCase({ tenant: 't', caseId: 'c' }))).toBe('MC_STORE_VERSION');
  await log.close();
  await next.close();
});
