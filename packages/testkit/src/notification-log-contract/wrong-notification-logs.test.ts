import type { NotificationLog, NotificationRecord } from '@motcua/core/contract';
import { createMemoryNotificationLog } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { proveRule } from '../conformance/rule.js';
import { notificationLogRules } from './notification-log-rules.js';

/** The ids of the rules a log made wrong on purpose breaks. */
async function brokenRules(spoil: (right: NotificationLog) => Partial<NotificationLog>): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const rule of notificationLogRules) {
    const create = async () => {
      const right = createMemoryNotificationLog();
      return { log: { ...right, ...spoil(right) }, close: () => right.close() };
    };
    if ((await proveRule(rule, create)).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

const backwards = async (records: Promise<readonly NotificationRecord[]>) => [...(await records)].reverse();

describe('the notification log contract catches', () => {
  test('nothing in a log that is right', async () => {
    expect(await brokenRules(() => ({}))).toEqual([]);
  });

  test('one that forgets', async () => {
    const broken = await brokenRules(() => ({ record: async () => {} }));
    expect(broken).toEqual(expect.arrayContaining(['told.whole', 'told.key', 'told.content', 'told.case']));
  });

  test('one that knows a message by its key alone, and sends the same words again', async () => {
    expect(
      await brokenRules((right) => ({ find: (request) => right.find({ ...request, content: request.key }) })),
    ).toEqual(expect.arrayContaining(['told.content']));
  });

  test('one that keeps one record a key, and forgets which channel gave up', async () => {
    const broken = await brokenRules((right) => ({
      record: (record) => right.record({ ...record, channel: 'email' }),
    }));
    expect(broken).toEqual(['told.key']);
  });

  test('one that keeps what was replaced', async () => {
    const broken = await brokenRules((right) => {
      let calls = 0;
      return {
        record: (record) => {
          calls += 1;
          return right.record({ ...record, channel: `${record.channel} ${calls}` });
        },
      };
    });
    expect(broken).toEqual(expect.arrayContaining(['told.replaced']));
  });

  test('one that tells the newest first', async () => {
    const broken = await brokenRules((right) => ({
      find: (request) => backwards(right.find(request)),
      ofCase: (request) => backwards(right.ofCase(request)),
    }));
    expect(broken).toEqual(['told.key', 'told.case', 'told.order']);
  });

  test('one that lets a case see those whose names begin as its own', async () => {
    const broken = await brokenRules((right) => ({
      async ofCase({ tenant, caseId }) {
        const cases = ['case-1', 'case-11'].filter((each) => each.startsWith(caseId));
        return (await Promise.all(cases.map((each) => right.ofCase({ tenant, caseId: each })))).flat();
      },
    }));
    expect(broken).toEqual(['told.case']);
  });

  test('one that keeps the tenants together', async () => {
    const broken = await brokenRules((right) => ({
      record: (record) => right.record({ ...record, tenant: 'one' }),
      find: (request) => right.find({ ...request, tenant: 'one' }),
      ofCase: (request) => right.ofCase({ ...request, tenant: 'one' }),
    }));
    expect(broken).toEqual(expect.arrayContaining(['told.tenants']));
  });
});
