import assert from 'node:assert/strict';
import type { NotificationLog, NotificationRecord } from '@motcua/core/contract';
import type { Harness, Rule } from '../conformance/rule.js';

/** An empty notification log, and what can be done to it from outside. */
export interface NotificationLogHarness extends Harness {
  readonly log: NotificationLog;
  /** Drops the log without closing it and opens its storage again; without it nothing durable is proven. */
  crash?(): Promise<NotificationLog>;
  /** A second log over the same storage, as another process has it. */
  peer?(): Promise<NotificationLog>;
}

type LogRule = Rule<NotificationLogHarness>;

const TENANT = 'hanoi';

const record = (more: Partial<NotificationRecord> = {}): NotificationRecord => ({
  tenant: TENANT,
  key: 'key-1',
  content: 'content-1',
  caseId: 'case-1',
  template: 'overdue',
  audience: 'unit-head',
  channel: 'email',
  outcome: 'sent',
  attempt: 1,
  at: Date.UTC(2026, 2, 2, 2),
  ...more,
});

const find = (log: NotificationLog, key: string, content = 'nothing', tenant = TENANT) =>
  log.find({ tenant, key, content });
const ofCase = (log: NotificationLog, caseId = 'case-1', tenant = TENANT) => log.ofCase({ tenant, caseId });

const lacks = (ability: 'crash' | 'peer') => (harness: NotificationLogHarness) =>
  harness[ability] === undefined ? `the harness has no ${ability}()` : undefined;

/** Everything a notification log promises: the contract of `NotificationLog`, rule by rule, each with its proof. */
export const notificationLogRules: readonly LogRule[] = [
  {
    id: 'told.whole',
    name: 'gives back what it was given, with a reason and without one, in any script',
    async run({ log }) {
      const whole = record({
        reason: 'thuê bao không tồn tại “x”',
        outcome: 'gave-up',
        attempt: 3,
        template: 'xin-lỗi',
      });
      await log.record(whole);
      await log.record(record({ key: 'key-2', content: 'content-2' }));
      assert.deepEqual(await find(log, 'key-1'), [whole]);
      assert.deepEqual(await find(log, 'key-2'), [record({ key: 'key-2', content: 'content-2' })]);
    },
  },
  {
    id: 'told.key',
    name: 'finds every channel that a message was tried on',
    async run({ log }) {
      const tried = [record({ channel: 'zalo', outcome: 'gave-up', at: 1 }), record({ at: 2 })];
      for (const each of tried) await log.record(each);
      await log.record(record({ key: 'key-2', content: 'content-2' }));
      assert.deepEqual(await find(log, 'key-1'), tried);
    },
  },
  {
    id: 'told.content',
    name: 'finds the same words under another key',
    async run({ log }) {
      await log.record(record());
      assert.deepEqual(await find(log, 'key-2', 'content-1'), [record()]);
      assert.deepEqual(await find(log, 'key-2', 'content-2'), []);
    },
  },
  {
    id: 'told.once',
    name: 'names a record once, though its key and its content are asked for',
    async run({ log }) {
      await log.record(record());
      assert.equal((await find(log, 'key-1', 'content-1')).length, 1);
    },
  },
  {
    id: 'told.replaced',
    name: 'keeps the last of what was recorded under one key and channel',
    async run({ log }) {
      await log.record(record({ outcome: 'gave-up', reason: 'busy' }));
      await log.record(record({ attempt: 2, at: 5 }));
      assert.deepEqual(await ofCase(log), [record({ attempt: 2, at: 5 })]);
      assert.deepEqual(await find(log, 'key-1'), [record({ attempt: 2, at: 5 })]);
    },
  },
  {
    id: 'told.case',
    name: 'lists what was told about a case, oldest first, and nothing of other cases',
    async run({ log }) {
      for (const at of [30, 10, 20]) await log.record(record({ key: `key-${at}`, at }));
      await log.record(record({ key: 'key-other', caseId: 'case-11' }));
      assert.deepEqual(
        (await ofCase(log)).map(({ at }) => at),
        [10, 20, 30],
      );
      assert.deepEqual(await ofCase(log, 'case-2'), []);
    },
  },
  {
    id: 'told.order',
    name: 'lists what was recorded at the same instant in the order it was recorded',
    async run({ log }) {
      const keys = ['c', 'a', 'b'];
      for (const key of keys) await log.record(record({ key }));
      assert.deepEqual(
        (await ofCase(log)).map(({ key }) => key),
        keys,
      );
      assert.deepEqual(
        (await find(log, 'a', 'content-1')).map(({ key }) => key),
        keys,
      );
    },
  },
  {
    id: 'told.tenants',
    name: 'keeps tenants apart, whatever their names',
    async run({ log }) {
      await log.record(record({ tenant: 'a b', key: 'c' }));
      await log.record(record({ tenant: 'a', key: 'b c' }));
      assert.equal((await find(log, 'c', 'content-1', 'a b')).length, 1);
      assert.deepEqual(await find(log, 'c', 'nothing', 'a'), []);
      assert.equal((await ofCase(log, 'case-1', 'a')).length, 1);
      assert.deepEqual(await ofCase(log), []);
    },
  },
  {
    id: 'told.durable',
    name: 'has after a crash everything it took',
    whyNot: lacks('crash'),
    async run({ log, crash }) {
      for (const at of [1, 2, 3]) await log.record(record({ key: `key-${at}`, at }));
      assert.ok(crash !== undefined);
      assert.equal((await ofCase(await crash())).length, 3);
    },
  },
  {
    id: 'told.shared',
    name: 'shows another process at once what was told',
    whyNot: lacks('peer'),
    async run({ log, peer }) {
      assert.ok(peer !== undefined);
      const other = await peer();
      await log.record(record());
      assert.deepEqual(await find(other, 'key-1'), [record()]);
      await other.record(record({ attempt: 2 }));
      assert.deepEqual(await find(log, 'key-1'), [record({ attempt: 2 })]);
    },
  },
];
