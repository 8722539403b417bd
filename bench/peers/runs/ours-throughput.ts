// Durable transitions: callers that each take case after case through its life.
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresStore } from '@motcua/store-postgres';
import { options, quantile, report } from '../options.ts';
import { lifeOf, startEngine } from '../ours/engine.ts';

const { url = '', callers = '64', seconds = '10', name = 'a', rate = '0' } = options();
const plain = createPostgresStore({ connectionString: url });
let items = 0;
let conflicts = 0;
const store: typeof plain = {
  ...plain,
  async commit(batch, given) {
    const results = await plain.commit(batch, given);
    items += results.length;
    conflicts += results.filter(({ status }) => status === 'conflict').length;
    return results;
  },
};
const engine = await startEngine(store);
const times: number[] = [];
let measured = 0;
const start = performance.now();
const warmUp = start + 2_000;
const end = warmUp + Number(seconds) * 1_000;
/** With a rate, each caller keeps to its share of it, and what is late is not made up for by a rush. */
const interval = Number(rate) > 0 ? (1_000 * Number(callers)) / Number(rate) : 0;
await Promise.all(
  Array.from({ length: Number(callers) }, async (_, caller) => {
    let due = start + (interval * caller) / Number(callers);
    const pause = () => {
      if (interval === 0) return undefined;
      due = Math.max(due + interval, performance.now() - interval);
      return sleep(Math.max(0, due - performance.now()));
    };
    const took = (time: number) => {
      const now = performance.now();
      if (now < warmUp || now > end) return;
      measured += 1;
      times.push(time);
    };
    for (let number = 0; performance.now() < end; number += 1) {
      await lifeOf(engine, `${name}-${caller}-${number}`, took, pause);
    }
  }),
);
await engine.stop();
report({
  perSecond: measured / Number(seconds),
  p50: quantile(times, 0.5),
  p99: quantile(times, 0.99),
  conflictShare: conflicts / Math.max(1, items),
});
