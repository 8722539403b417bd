import type { Clock } from '@motcua/core/contract';
import { describe, expect, test } from 'vitest';
import { proveRule } from '../conformance/rule.js';
import { type VirtualClock, virtualClock } from '../virtual-clock.js';
import { clockRules } from './clock-rules.js';

/** The ids of the rules a clock made wrong on purpose breaks. */
async function brokenRules(spoil: (right: VirtualClock) => Partial<Clock>): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const rule of clockRules) {
    const create = async () => {
      const right = virtualClock('2026-03-02T09:00+07:00');
      const clock: Clock = { now: right.now, sleepUntil: right.sleepUntil, ...spoil(right) };
      return { clock, pass: right.advanceBy, close: async () => {} };
    };
    if ((await proveRule(rule, create)).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

describe('the clock contract catches', () => {
  test('nothing in a clock that is right', async () => {
    expect(await brokenRules(() => ({}))).toEqual([]);
  });

  test('one that counts in parts of a millisecond', async () => {
    expect(await brokenRules(({ now }) => ({ now: () => now() + 0.25 }))).toContain('clock.instant');
  });

  test('one that stands still', async () => {
    const broken = await brokenRules(({ now }) => {
      const stopped = now();
      return { now: () => stopped };
    });
    expect(broken).toEqual(expect.arrayContaining(['clock.forward', 'clock.until']));
  });

  test('one that wakes early, as a host does when a delay is longer than its timers', async () => {
    const MAX_DELAY = 2_147_483_647;
    const broken = await brokenRules((right) => ({
      sleepUntil: (until, signal) =>
        right.sleepUntil(until - right.now() > MAX_DELAY ? right.now() + 1 : until, signal),
    }));
    expect(broken).toEqual(['clock.far']);
  });

  test('one that takes the instant for a delay', async () => {
    const broken = await brokenRules((right) => ({
      sleepUntil: (until, signal) => right.sleepUntil(right.now() + until, signal),
    }));
    expect(broken).toEqual(expect.arrayContaining(['clock.until', 'clock.reached']));
  });

  test('one that is deaf to its signal', async () => {
    const broken = await brokenRules((right) => ({ sleepUntil: (until) => right.sleepUntil(until) }));
    expect(broken).toEqual(expect.arrayContaining(['clock.abort', 'clock.aborted']));
  });

  test('one that rejects when it is aborted', async () => {
    const broken = await brokenRules((right) => ({
      async sleepUntil(until, signal) {
        await right.sleepUntil(until, signal);
        signal?.throwIfAborted();
      },
    }));
    expect(broken).toEqual(expect.arrayContaining(['clock.abort', 'clock.aborted']));
  });

  test('one that wakes everybody when one is aborted', async () => {
    let all = new AbortController();
    const broken = await brokenRules((right) => ({
      async sleepUntil(until, signal) {
        const { signal: everybody } = all;
        signal?.addEventListener('abort', () => {
          all.abort();
          all = new AbortController();
        });
        if (signal?.aborted !== true) await right.sleepUntil(until, everybody);
      },
    }));
    expect(broken).toContain('clock.abort');
  });

  test('one that wakes sleepers in the order they came', async () => {
    const broken = await brokenRules((right) => {
      let before: Promise<unknown> = Promise.resolve();
      return {
        sleepUntil(until, signal) {
          const mine = Promise.all([before, right.sleepUntil(until, signal)]).then(() => undefined);
          before = mine;
          return mine;
        },
      };
    });
    expect(broken).toContain('clock.order');
  });

  test('one that leaves its listeners behind', async () => {
    const broken = await brokenRules((right) => ({
      sleepUntil(until, signal) {
        signal?.addEventListener('abort', () => {});
        return right.sleepUntil(until, signal);
      },
    }));
    expect(broken).toEqual(['clock.listeners']);
  });
});
