import { describe, expect, test } from 'vitest';
import type { DeliveryContext, DeliveryResult } from './adapter.js';
import { channelNotifier, errorName } from './channel-notifier.js';
import type { Notification } from './notification.js';
import type { OutboxRow } from './store.js';

const message: OutboxRow = {
  id: 'case-1:1:0',
  tenant: 'binh-an',
  caseId: 'case-1',
  revision: 1,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted' },
  createdAt: 0,
  destination: 'mail',
};
const notification: Notification = {
  recipient: { kind: 'applicant', id: 'p-1', language: 'vi', addresses: { email: 'nhung@example.org' } },
  subject: 'Hồ sơ đã có kết quả',
  text: 'Mời ông/bà đến nhận.',
};
const context: DeliveryContext = { attempt: 1, idempotencyKey: 'case-1:1:0/mail', signal: AbortSignal.any([]) };

function notifierOf(to: () => unknown, answer: () => DeliveryResult = () => ({ status: 'delivered' })) {
  const sent: Notification[] = [];
  const channel = {
    name: 'email',
    async send(given: Notification) {
      sent.push(given);
      return answer();
    },
  };
  const notifier = channelNotifier({ channel, topics: ['permit.*'], to: to as () => Notification });
  return { sent, deliver: (given = context) => notifier.deliver(message, given) };
}

const failing = (error: unknown) => () => {
  throw error;
};

describe('a notifier over a channel', () => {
  test('sends what the function made of the message, and answers as the channel does', async () => {
    const { sent, deliver } = notifierOf(
      () => notification,
      () => ({ status: 'retry', reason: 'busy', at: 7 }),
    );
    expect(await deliver()).toEqual({ status: 'retry', reason: 'busy', at: 7 });
    expect(sent).toEqual([notification]);
  });

  test('sends nothing when nobody is to be told, and is done', async () => {
    const { sent, deliver } = notifierOf(() => undefined);
    expect(await deliver()).toEqual({ status: 'delivered' });
    expect(sent).toEqual([]);
  });

  test('gives up a notification that is none, naming the field and not what stood in it', async () => {
    const wrong = { ...notification, subject: 'Nguyễn Thị Ánh\r\nBcc: all@example.org', secret: 1 };
    const { sent, deliver } = notifierOf(() => wrong);
    const result = await deliver();
    expect(result).toMatchObject({ status: 'give-up', reason: expect.stringContaining('subject: has a line break') });
    expect(JSON.stringify(result)).not.toMatch(/Ánh|Bcc|example/u);
    expect(sent).toEqual([]);
  });

  test('tries again after a throw, without its text', async () => {
    const error = Object.assign(new Error('no row for nhung@example.org'), { code: 'ECONNRESET' });
    for (const { deliver } of [notifierOf(failing(error)), notifierOf(() => notification, failing(error))]) {
      const result = await deliver();
      expect(result).toMatchObject({ status: 'retry', reason: expect.stringContaining('Error ECONNRESET') });
      expect(JSON.stringify(result)).not.toContain('nhung');
    }
  });

  test('does not begin when it was called off already', async () => {
    const { sent, deliver } = notifierOf(() => notification);
    expect(await deliver({ ...context, signal: AbortSignal.abort() })).toMatchObject({ status: 'retry' });
    expect(sent).toEqual([]);
  });
});

describe('the name of an error', () => {
  test.each([
    [new TypeError('nhung@example.org'), 'TypeError'],
    [Object.assign(new Error('x'), { code: 'EAUTH' }), 'Error EAUTH'],
    [Object.assign(new Error('x'), { code: 'pass word' }), 'Error'],
    [Object.assign(new Error('x'), { name: 'a@b' }), 'an error'],
    ['nhung@example.org', 'something that is no error'],
  ])('%o is %s', (thrown, name) => {
    expect(errorName(thrown)).toBe(name);
  });
});
