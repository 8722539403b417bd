import { expect, test } from 'vitest';
import type { NotificationRecord } from '../contract/index.js';
import { createMemoryNotificationLog } from './memory-notification-log.js';

const record = (more: Partial<NotificationRecord>): NotificationRecord => ({
  tenant: 't',
  key: 'k1',
  content: 'c1',
  caseId: 'case-1',
  template: 'overdue',
  audience: 'officer',
  channel: 'email',
  outcome: 'sent',
  attempt: 1,
  at: 1,
  ...more,
});

test('finds what has the key or the content, of one tenant, oldest first', async () => {
  const log = createMemoryNotificationLog();
  const kept = [record({ at: 2 }), record({ key: 'k2', at: 1 }), record({ key: 'k3', content: 'c3' })];
  for (const each of [...kept, record({ tenant: 'other' })]) await log.record(each);
  expect(await log.find({ tenant: 't', key: 'k1', content: 'c1' })).toEqual([kept[1], kept[0]]);
  expect(await log.ofCase({ tenant: 't', caseId: 'case-1' })).toHaveLength(3);
});

test('keeps the last of what has the same key and channel', async () => {
  const log = createMemoryNotificationLog();
  await log.record(record({ outcome: 'gave-up', reason: 'no such address' }));
  await log.record(record({ outcome: 'sent', at: 5 }));
  expect(await log.ofCase({ tenant: 't', caseId: 'case-1' })).toEqual([record({ outcome: 'sent', at: 5 })]);
});
