import type { Destination, Notifier } from '@motcua/core/contract';
import { createMemoryNotifier } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { proveRule } from '../conformance/rule.js';
import type { DestinationHarness } from './harness.js';
import { notifierRules } from './notifier-rules.js';
import { otherSide } from './other-side.js';

type Deliver = Destination['deliver'];

/** The ids of the rules a notifier made wrong on purpose breaks. */
async function brokenRules(spoil: (right: Notifier) => Partial<Notifier>): Promise<readonly string[]> {
  const create = async (): Promise<DestinationHarness> => {
    known.clear();
    const side = otherSide();
    const make = (): Notifier => {
      const right = createMemoryNotifier({ topics: ['permit.*'], respond: side.take });
      return { ...right, ...spoil(right) };
    };
    const { behave, effects } = side;
    return { behave, effects, destination: make(), restart: make, close: async () => {} };
  };
  const broken: string[] = [];
  for (const rule of notifierRules) {
    if ((await proveRule(rule, create)).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

let copies = 0;
/** The key itself the first time, as its effects are looked at by it. */
const known = new Set<string>();
function freshKey(key: string): string {
  if (!known.has(key)) {
    known.add(key);
    return key;
  }
  copies += 1;
  return `${key} copy ${copies}`;
}

const delivering = (deliver: (right: Deliver) => Deliver) => (right: Notifier) => ({ deliver: deliver(right.deliver) });

describe('the destination contract catches', () => {
  test('nothing in a notifier that is right', async () => {
    expect(await brokenRules(() => ({}))).toEqual([]);
  });

  test('one that makes a key of its own for every attempt', async () => {
    const broken = await brokenRules(
      delivering(
        (deliver) => (message, context) =>
          deliver(message, { ...context, idempotencyKey: `${context.idempotencyKey}#${context.attempt}` }),
      ),
    );
    expect(broken).toEqual(expect.arrayContaining(['destination.idempotent', 'destination.lost-answer']));
  });

  test('one that remembers what it delivered in its process only', async () => {
    const broken = await brokenRules((right) => {
      const seen = new Set<string>();
      return {
        async deliver(message, context) {
          if (seen.has(context.idempotencyKey)) return { status: 'delivered' };
          // The other side cannot tell a letter that comes again from a new one.
          const result = await right.deliver(message, { ...context, idempotencyKey: freshKey(context.idempotencyKey) });
          seen.add(context.idempotencyKey);
          return result;
        },
      };
    });
    expect(broken).toEqual(expect.arrayContaining(['destination.idempotent-restarted', 'destination.lost-answer']));
  });

  test('one that keys messages by their content, and swallows the second of two letters that are alike', async () => {
    const broken = await brokenRules(
      delivering((deliver) => {
        const known = new Set<string>();
        return async (message, context) => {
          const content = JSON.stringify(message.payload);
          if (known.has(content)) return { status: 'delivered' };
          known.add(content);
          return deliver(message, context);
        };
      }),
    );
    expect(broken).toContain('destination.apart');
  });

  test('one that says delivered without an answer', async () => {
    const broken = await brokenRules(
      delivering(
        (deliver) => (message, context) => deliver(message, context).catch(() => ({ status: 'delivered' as const })),
      ),
    );
    expect(broken).toEqual(
      expect.arrayContaining(['destination.lost-answer', 'destination.abort', 'destination.aborted']),
    );
  });

  test('one that says delivered whatever the answer', async () => {
    const broken = await brokenRules(
      delivering((deliver) => async (message, context) => {
        await deliver(message, context).catch(() => undefined);
        return { status: 'delivered' };
      }),
    );
    expect(broken).toEqual(expect.arrayContaining(['destination.retry', 'destination.give-up']));
  });

  test('one that gives up on a failure that passes', async () => {
    const broken = await brokenRules(
      delivering((deliver) => async (message, context) => {
        const result = await deliver(message, context);
        return result.status === 'retry' ? { status: 'give-up', reason: result.reason } : result;
      }),
    );
    expect(broken).toContain('destination.retry');
  });

  test('one that tries for ever what is refused for good', async () => {
    const broken = await brokenRules(
      delivering((deliver) => async (message, context) => {
        const result = await deliver(message, context);
        return result.status === 'give-up' ? { status: 'retry', reason: result.reason } : result;
      }),
    );
    expect(broken).toContain('destination.give-up');
  });

  test('one that gives up without a word', async () => {
    const broken = await brokenRules(
      delivering((deliver) => async (message, context) => {
        const result = await deliver(message, context);
        return result.status === 'give-up' ? { status: 'give-up', reason: '' } : result;
      }),
    );
    expect(broken).toContain('destination.give-up');
  });

  test('one that does not look whether its signal has aborted', async () => {
    const broken = await brokenRules(
      delivering(
        (deliver) => (message, context) => deliver(message, { ...context, signal: new AbortController().signal }),
      ),
    );
    expect(broken).toContain('destination.aborted');
  });

  test('one that changes the message', async () => {
    const broken = await brokenRules(
      delivering((deliver) => (message, context) => {
        Object.assign(message.payload, { seen: true });
        return deliver(message, context);
      }),
    );
    expect(broken).toContain('destination.untouched');
  });

  test('one that wants nothing, one of another contract, and one that is something else', async () => {
    expect(await brokenRules(() => ({ topics: [] }))).toContain('destination.topics');
    expect(await brokenRules(() => ({ topics: ['permit*'] }))).toContain('destination.topics');
    expect(await brokenRules(() => ({ contractVersion: 2 as never }))).toContain('destination.version');
    expect(await brokenRules(() => ({ role: 'connector' as never }))).toContain('notifier.role');
  });

  test('one that ends when two deliver at once', async () => {
    const broken = await brokenRules(
      delivering((deliver) => {
        let busy = false;
        return async (message, context) => {
          if (busy) return { status: 'give-up', reason: 'busy' };
          busy = true;
          try {
            return await deliver(message, context);
          } finally {
            busy = false;
          }
        };
      }),
    );
    expect(broken).toContain('destination.idempotent-together');
  });
});
