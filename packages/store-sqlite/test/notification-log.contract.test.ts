import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMotcuaError, type NotificationLog } from '@motcua/core';
import { notificationLogContract } from '@motcua/testkit/notification-log-contract';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { createSqliteNotificationLog } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'motcua-told-'));
let files = 0;
const nextFile = () => {
  files += 1;
  return join(folder, `${files}.db`);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

notificationLogContract({
  name: 'the SQLite notification log',
  async create() {
    const file = nextFile();
    const opened: NotificationLog[] = [];
    const open = async () => {
      const log = createSqliteNotificationLog({ file });
      opened.push(log);
      return log;
    };
    return {
      log: await open(),
      crash: open,
      peer: open,
      close: async () => {
        for (const log of opened) await log.close();
      },
    };
  },
  report: '../../../docs/reference/conformance/sqlite-notification-log.json',
});

const codeOf = async (act: () => unknown) => {
  try {
    await act();
    return 'nothing';
  } catch (error) {
    return isMotcuaError(error) ? error.code : error;
  }
};

test('a log that was closed is asked in vain', async () => {
  const log = createSqliteNotificationLog({ file: nextFile() });
  await log.close();
  await log.close();
  expect(await codeOf(() => log.ofCase({ tenant: 't', caseId: 'c' }))).toBe('MC_STORE_FAILED');
});

test('a place that is none is refused when it is given', async () => {
  expect(await codeOf(() => createSqliteNotificationLog({ file: join(folder, 'none', 'log.db') }))).toBe(
    'MC_STORE_FAILED',
  );
});

test('a log of a newer release is refused, and left as it is', async () => {
  const file = nextFile();
  await createSqliteNotificationLog({ file }).close();
  const database = new BetterSqlite3(file);
  database.exec('UPDATE motcua_notification_layout SET version = 2');
  expect(await codeOf(() => createSqliteNotificationLog({ file }))).toBe('MC_STORE_VERSION');
  expect(database.prepare('SELECT version FROM motcua_notification_layout').pluck().get()).toBe(2);
  database.close();
});

test('a message is found by its key and by its words without reading the others', () => {
  const file = nextFile();
  const log = createSqliteNotificationLog({ file });
  const database = new BetterSqlite3(file);
  const plan = database
    .prepare<[], { detail: string }>(
      "EXPLAIN QUERY PLAN SELECT * FROM motcua_notifications WHERE tenant = 't' AND (key = 'k' OR content = 'c')",
    )
    .all()
    .map(({ detail }) => detail);
  expect(plan.join('\n')).not.toMatch(/SCAN/u);
  database.close();
  return log.close();
});
