import assert from 'node:assert/strict';
import type { BeatResult, Outage, Store } from '@motcua/core/contract';
import { atOnce } from '../check.js';
import { AT, MINUTE } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

/** A beat so many minutes after the beginning; two minutes of silence are no outage yet. */
const beat = (store: Store, minutes: number, owner = 'worker-1'): Promise<BeatResult> =>
  store.liveness.beat({ owner, now: AT + minutes * MINUTE, maxGapMs: 2 * MINUTE });

const beats = async (store: Store, owner: string, ...minutes: readonly number[]): Promise<void> => {
  for (const minute of minutes) await beat(store, minute, owner);
};

interface Window {
  readonly from?: number;
  readonly to?: number;
  readonly longerThan?: number;
  readonly limit?: number;
}

/** The outages on record, in minutes from the beginning. */
async function outages(
  store: Store,
  { from = -1_000, to = 1_000_000, longerThan = 2, limit = 100 }: Window = {},
): Promise<readonly (readonly [number, number])[]> {
  const found = await store.liveness.outages({
    from: AT + from * MINUTE,
    to: AT + to * MINUTE,
    longerThanMs: longerThan * MINUTE,
    limit,
  });
  return found.map((outage) => minutesOf(outage));
}

const minutesOf = (outage: Outage): readonly [number, number] => [
  (outage.from - AT) / MINUTE,
  (outage.to - AT) / MINUTE,
];

const none: StoreRule = {
  id: 'liveness.none',
  name: 'knows no outage before the first beat, nor through it',
  async run({ store }) {
    assert.deepEqual(await outages(store), []);
    assert.deepEqual(await beat(store, 0), {});
    assert.deepEqual(await outages(store), []);
  },
};

const outage: StoreRule = {
  id: 'liveness.outage',
  name: 'keeps the time between two beats as an outage when it is longer than the gap allowed, and tells the second',
  async run({ store }) {
    await beats(store, 'worker-1', 0, 1, 3);
    assert.deepEqual(await beat(store, 5), {}, 'exactly the gap allowed');
    const result = await beat(store, 9);
    assert.deepEqual(result, { outage: { from: AT + 5 * MINUTE, to: AT + 9 * MINUTE } });
    assert.deepEqual(await beat(store, 10), {});
    assert.deepEqual(await outages(store), [[5, 9]]);
  },
};

const told: StoreRule = {
  id: 'liveness.told-once',
  name: 'tells the end of an outage to one of the workers that come back together',
  async run({ store }) {
    await beats(store, 'worker-0', 0, 1);
    const results = await atOnce(6, (number) => beat(store, 30, `worker-${number}`));
    assert.equal(results.filter((result) => result.outage !== undefined).length, 1);
    assert.deepEqual(await outages(store), [[1, 30]]);
  },
};

const covered: StoreRule = {
  id: 'liveness.covered',
  name: 'counts as an outage only what no worker covers',
  async run({ store }) {
    await beats(store, 'worker-1', 0, 2);
    await beats(store, 'worker-2', 1, 3, 5, 7);
    assert.deepEqual(await beat(store, 8, 'worker-1'), {});
    await beats(store, 'worker-3', 20);
    await beats(store, 'worker-2', 21);
    assert.deepEqual(await outages(store), [[8, 20]]);
  },
};

const skewed: StoreRule = {
  id: 'liveness.ahead',
  name: 'says when a later beat is on record, and lets a slow clock cover its own time',
  async run({ store }) {
    await beats(store, 'slow', 0);
    await beats(store, 'fast', 10);
    assert.deepEqual(await outages(store), [[0, 10]], 'as far as can be known then');
    assert.deepEqual(await beat(store, 1, 'slow'), { ahead: { owner: 'fast', at: AT + 10 * MINUTE } });
    await beats(store, 'slow', 3, 5, 7);
    await beats(store, 'fast', 12, 14);
    assert.deepEqual(await outages(store), [[7, 10]]);
    await beats(store, 'slow', 9);
    assert.deepEqual(await outages(store), []);
  },
};

const backwards: StoreRule = {
  id: 'liveness.backwards',
  name: 'does not let a clock that went back fill an outage',
  async run({ store }) {
    await beats(store, 'before', 0);
    await beats(store, 'after', 30, 32, 34);
    assert.deepEqual(await beat(store, 1, 'after'), { ahead: { owner: 'after', at: AT + 34 * MINUTE } });
    await beats(store, 'after', 3, 5, 34);
    assert.deepEqual(await outages(store), [[0, 30]]);
    assert.deepEqual(await beat(store, 36, 'after'), {});
    assert.deepEqual(await outages(store), [[0, 30]]);
  },
};

const window: StoreRule = {
  id: 'liveness.window',
  name: 'gives the outages that overlap a window, whole, oldest first, and no more than asked',
  async run({ store }) {
    await beats(store, 'worker-1', 0, 10, 20, 25, 40);
    assert.deepEqual(await outages(store), [
      [0, 10],
      [10, 20],
      [20, 25],
      [25, 40],
    ]);
    assert.deepEqual(await outages(store, { limit: 1 }), [[0, 10]]);
    assert.deepEqual(await outages(store, { longerThan: 5 }), [
      [0, 10],
      [10, 20],
      [25, 40],
    ]);
    assert.deepEqual(await outages(store, { from: 10, to: 20 }), [[10, 20]]);
    assert.deepEqual(await outages(store, { from: 12, to: 13 }), [[10, 20]]);
  },
};

const kept: StoreRule = {
  id: 'liveness.kept',
  name: 'remembers the last beat when the process dies',
  needs: 'durable',
  async run(harness) {
    const { crash } = harness;
    assert.ok(crash, 'The harness of a durable store needs crash()');
    await beats(harness.store, 'worker-1', 0, 1);
    const reopened = await crash.call(harness);
    assert.deepEqual(minutesOf((await beat(reopened, 9, 'worker-2')).outage as Outage), [1, 9]);
    assert.deepEqual(await outages(reopened), [[1, 9]]);
  },
};

export const livenessRules: readonly StoreRule[] = [none, outage, told, covered, skewed, backwards, window, kept];
