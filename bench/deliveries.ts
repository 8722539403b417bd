import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Store } from '@motcua/core';
import { createPostgresStore } from '@motcua/store-postgres';
import { createSqliteStore } from '@motcua/store-sqlite';
import { Agent, request } from 'undici';
import { startEmbeddedServer } from '../packages/store-postgres/test/server/embedded-server.ts';
import { ask, fillOutbox, officeOver } from './deliveries-office.ts';
import { type BenchRow, median, perSecondText } from './row.ts';

/** Deliveries under way to one destination: the engine's default, and as many as a busy office may allow. */
const DEFAULT = 64;
const MANY = 256;
/** Messages before the first that counts: the compiler needs some thousands to settle. */
const WARM_UP = 5_000;
const REACH = 0.5;
const REACH_MS = 1_000;

interface Size {
  readonly messages: number;
  readonly behind: number;
}

/**
 * Messages of the outbox delivered to a receiver on this machine, against the same receiver hit by undici in a loop with
 * as many requests under way; and how soon a message goes out while so many wait behind a receiver that is dead.
 */
export async function deliveriesBench({
  messages = 10_000,
  behind = 100_000,
}: Partial<Size> = {}): Promise<readonly BenchRow[]> {
  const receiver = new Worker(new URL('deliveries-receiver.ts', import.meta.url));
  const [{ port }] = (await once(receiver, 'message')) as [{ readonly port: number }];
  const url = `http://127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'motcua-deliveries-'));
  const server = await startEmbeddedServer({});
  try {
    const rows: BenchRow[] = [];
    const stores: readonly (readonly [string, (n: number) => Store])[] = [
      ['SQLite FULL', (n) => createSqliteStore({ file: join(folder, `${n}.db`) })],
      ['PostgreSQL', (n) => createPostgresStore({ connectionString: `${server.url}/postgres`, schema: `bench_${n}` })],
    ];
    for (const [name, make] of stores) {
      rows.push(await throughput(name, make(1), url, messages, DEFAULT));
      rows.push(await throughput(name, make(2), url, messages, MANY));
      rows.push(await behindTheDead(name, make(3), url, receiver, behind));
    }
    return rows;
  } finally {
    await receiver.terminate();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function throughput(
  name: string,
  store: Store,
  url: string,
  messages: number,
  concurrency: number,
): Promise<BenchRow> {
  await store.open();
  await fillOutbox(store, 'bulk', WARM_UP + messages);
  const before = await bare(url, messages, concurrency);
  const engine = officeOver(store, url, concurrency);
  let left = WARM_UP + messages;
  let began = 0;
  const all = Promise.withResolvers<void>();
  engine.on('delivered', () => {
    left -= 1;
    if (left === messages) began = performance.now();
    if (left === 0) all.resolve();
  });
  await engine.start();
  await all.promise;
  const ours = messages / ((performance.now() - began) / 1_000);
  await engine.stop();
  const theirs = (before + (await bare(url, messages, concurrency))) / 2;
  const ratio = ours / theirs;
  return {
    measure: `outbox messages delivered to a local HTTP receiver, ${name}, one engine, ${concurrency} under way`,
    value: `${perSecondText(ours)}, undici in a loop ${perSecondText(theirs)}`,
    ratio,
    reach: name === 'PostgreSQL' ? `at least ${REACH}` : '',
    reached: ratio >= REACH,
  };
}

/** Requests a second of undici alone, with as many under way and a body of the same size. */
async function bare(url: string, count: number, concurrency: number): Promise<number> {
  const dispatcher = new Agent();
  const body = JSON.stringify({ specversion: '1.0', id: 'bulk-1000:1:0', data: { note: 'x'.repeat(200) } });
  let left = count;
  const began = performance.now();
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await request(`${url}/bulk`, { method: 'POST', body, dispatcher });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  const seconds = (performance.now() - began) / 1_000;
  await dispatcher.close();
  return count / seconds;
}

const SAMPLES = 20;

async function behindTheDead(
  name: string,
  store: Store,
  url: string,
  receiver: Worker,
  behind: number,
): Promise<BenchRow> {
  await store.open();
  await fillOutbox(store, 'dead', behind);
  const engine = officeOver(store, url, DEFAULT);
  await engine.start();
  const times: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const arrived = once(receiver, 'message');
    const began = performance.now();
    await ask(engine, `ask-${n}`);
    await arrived;
    times.push(performance.now() - began);
  }
  receiver.postMessage('let go');
  await engine.stop();
  const worst = Math.max(...times);
  return {
    measure: `a message for another receiver, behind ${behind.toLocaleString('en')} for one that never answers, ${name}`,
    value: `out after p50 ${Math.round(median(times))} ms, max ${Math.round(worst)} ms, the commit included`,
    reach: `within ${REACH_MS} ms`,
    reached: worst <= REACH_MS,
  };
}
