import {
  type Channel,
  channelNotifier,
  type DeliveryResult,
  type Notification,
  type Notifier,
  type OutboxRow,
} from '@motcua/core/contract';
import { describe, expect, test } from 'vitest';
import { proveRule } from '../conformance/rule.js';
import { messageOf, type NotifierHarness } from './harness.js';
import { notifierRules } from './notifier-rules.js';
import { otherSide } from './other-side.js';

const BUSY_UNTIL = Date.UTC(2026, 0, 6, 1);
const ADDRESS = 'anh@example.org';

interface Parts {
  readonly secret: () => string;
  readonly right: Notifier;
  readonly to: (message: OutboxRow) => Notification | undefined;
  readonly channel: Channel;
}

const notificationOf = ({ payload }: OutboxRow): Notification | undefined => {
  if (payload['silent'] === true) return undefined;
  const addresses = payload['unreachable'] === true ? { email: '' } : { email: ADDRESS };
  return { recipient: { kind: 'applicant', id: 'p-1', language: 'vi', addresses }, text: String(payload['applicant']) };
};

/** A notifier over a channel in memory, with everything the rules ask for; `spoil` makes it wrong. */
async function brokenRules(spoil: (parts: Parts) => Partial<Notifier>): Promise<readonly string[]> {
  const create = async (): Promise<NotifierHarness> => {
    const side = otherSide();
    let secret = 'first secret';
    let busy = false;
    const channel: Channel = {
      name: 'email',
      async send(_notification, message, context): Promise<DeliveryResult> {
        if (busy) return { status: 'retry', reason: 'busy', at: BUSY_UNTIL };
        return abortable(side.take(message, context), context.signal);
      },
    };
    const to = notificationOf;
    const make = (): Notifier => {
      const right = channelNotifier({ channel, topics: ['permit.*'], to });
      return { ...right, ...spoil({ right, channel, to, secret: () => secret }) };
    };
    const harness: NotifierHarness = {
      behave: side.behave,
      effects: side.effects,
      destination: make(),
      restart: make,
      unspoken: [ADDRESS, 'first secret', 'second secret'],
      poison: () => withPayload(harness, { unreachable: true }),
      nobody: () => withPayload(harness, { silent: true }),
      rotate: () => {
        secret = 'second secret';
      },
      busyUntil: () => {
        busy = true;
        return BUSY_UNTIL;
      },
      close: async () => {},
    };
    return harness;
  };
  const broken: string[] = [];
  for (const rule of notifierRules) {
    if ((await proveRule(rule, create)).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

function withPayload(harness: NotifierHarness, more: Readonly<Record<string, unknown>>): OutboxRow {
  const message = messageOf(harness, 1);
  return { ...message, payload: { ...message.payload, ...more } };
}

const abortable = <Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> =>
  Promise.race([
    answer,
    new Promise<never>((_, reject) => {
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
  ]);

const answering = (change: (result: DeliveryResult, message: OutboxRow) => DeliveryResult) => (parts: Parts) => ({
  deliver: async (...[message, context]: Parameters<Notifier['deliver']>) =>
    change(await parts.right.deliver(message, context), message),
});

describe('the notifier contract catches', () => {
  test('nothing in a notifier that is right', async () => {
    expect(await brokenRules(() => ({}))).toEqual([]);
  });

  test('one that repeats the words of the message in its reason', async () => {
    const broken = await brokenRules(
      answering((result, { payload }) =>
        result.status === 'delivered'
          ? result
          : { ...result, reason: `${result.reason} (to ${String(payload['applicant'])})` },
      ),
    );
    expect(broken).toEqual(['notifier.discreet']);
  });

  test('one that throws an error with the address in it', async () => {
    const broken = await brokenRules(({ right }) => ({
      async deliver(message, context) {
        const result = await right.deliver(message, context);
        if (result.status === 'retry') throw new Error(`550 <${ADDRESS}>`);
        return result;
      },
    }));
    expect(broken).toContain('notifier.discreet');
  });

  test('one that shows its secret', async () => {
    const broken = await brokenRules(({ right, secret }) => ({
      async deliver(message, context) {
        const result = await right.deliver(message, context);
        return result.status === 'delivered' ? result : { ...result, reason: `refused with ${secret()}` };
      },
    }));
    expect(broken).toContain('notifier.discreet');
  });

  test('one that tries for ever what has no address', async () => {
    const broken = await brokenRules(
      answering((result, { payload }) =>
        payload['unreachable'] === true ? { status: 'retry', reason: 'no address' } : result,
      ),
    );
    expect(broken).toEqual(['notifier.poison']);
  });

  test('one that tells somebody all the same', async () => {
    const broken = await brokenRules(({ channel, to }) =>
      channelNotifier({
        channel,
        topics: ['permit.*'],
        to: (message) => to({ ...message, payload: { ...message.payload, silent: false } }),
      }),
    );
    expect(broken).toEqual(['notifier.nobody']);
  });

  test('one that keeps the secret it began with', async () => {
    let first: string | undefined;
    const broken = await brokenRules(({ right, secret }) => {
      first = undefined;
      return {
        async deliver(message, context) {
          first ??= secret();
          return first === secret() ? right.deliver(message, context) : { status: 'retry', reason: 'refused' };
        },
      };
    });
    expect(broken).toEqual(['notifier.secrets']);
  });

  test('one that does not listen when it is told to come back later', async () => {
    const broken = await brokenRules(
      answering((result) => (result.status === 'retry' ? { status: 'retry', reason: result.reason } : result)),
    );
    expect(broken).toEqual(['notifier.when']);
  });
});
