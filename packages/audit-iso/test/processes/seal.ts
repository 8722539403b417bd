// An office in a process of its own, on PostgreSQL: works on its cases, seals when it is told, and stops dead at a step.
import { argv } from 'node:process';
import { inspect } from 'node:util';
import { createEngine } from '@motcua/core';
import type { Store } from '@motcua/core/contract';
import { createPostgresStore } from '@motcua/store-postgres';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { createFolderStorage, createSequencer, isoAudit, type LogStorage } from '../../src/index.js';
import { signerOf } from '../sample-log.js';
import { stallWorkflow } from '../stall.js';

/** What a test tells the process. */
export type Order =
  /** Opens and accepts so many cases, all at once. */
  | { readonly do: 'work'; readonly cases: number }
  /** Seals until there is nothing to seal, at so many minutes past nine; `turns`: and lets others seal as often. */
  | { readonly do: 'seal'; readonly minutes: number; readonly turns?: number };

/** What the process answers. `sealed` lists how each round ended. */
export type Answer =
  | { readonly ready: true }
  | { readonly failed: string }
  | { readonly done: 'work' }
  | { readonly done: 'seal'; readonly rounds: readonly string[]; readonly size: number }
  | { readonly stopped: Step };

/** Steps of the second batch at which a process may stop dead. */
export type Step =
  | 'before the order'
  | 'after the order'
  | 'before the tiles'
  | 'before the checkpoint'
  | 'after the checkpoint';

const [, , url = '', folder = '', name = '', stopAt] = argv;
const MORNING = '2026-03-02T09:00+07:00';
const BATCH = 7;

let batches = 0;
const reach = (step: Step): Promise<void> => {
  if (batches !== 2 || step !== stopAt) return Promise.resolve();
  process.send?.({ stopped: step } satisfies Answer);
  return new Promise(() => setInterval(() => undefined, 1_000));
};

const store = createPostgresStore({ connectionString: url });
const stopping: Pick<Store, 'seal'> = {
  seal: {
    ...store.seal,
    async confirm(request) {
      batches += 1;
      await reach('before the order');
      const isOurs = await store.seal.confirm(request);
      await reach('after the order');
      return isOurs;
    },
  },
};
const files = createFolderStorage(folder);
const storage: LogStorage = {
  ...files,
  async put(path, data) {
    if (path.startsWith('tile/')) await reach('before the tiles');
    if (path === 'checkpoint') await reach('before the checkpoint');
    await files.put(path, data);
    if (path === 'checkpoint') await reach('after the checkpoint');
  },
};

const clock = virtualClock(MORNING);
const engine = createEngine({
  workflows: [stallWorkflow],
  store,
  calendars: [plainCalendar()],
  clock,
  audit: isoAudit(),
});
await engine.start({ background: false });
const sequencer = createSequencer({
  store: stopping,
  storage,
  signers: [await signerOf(1)],
  clock,
  owner: name,
  batch: BATCH,
});

const officer = { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] } as const;
async function work(caseId: string): Promise<void> {
  const ref = { tenant: 'binh-an', caseId, actor: officer };
  await engine.open({ ...ref, workflow: 'stall', input: { stall: caseId, vendor: '001188012345' } });
  await engine.send({ ...ref, event: { type: 'accept' } });
}

async function seal(turns: number): Promise<Answer> {
  const rounds: string[] = [];
  let size = 0;
  for (let idle = 0; idle < turns; ) {
    const answer = await sequencer.seal();
    rounds.push(answer.status);
    size = Math.max(size, answer.size);
    if (answer.status !== 'sealed') idle += 1;
    // Another process gets its turn.
    if (turns > 1) await sequencer.stop();
  }
  return { done: 'seal', rounds, size };
}

async function carryOut(order: Order): Promise<Answer> {
  if (order.do === 'work') {
    await Promise.all(Array.from({ length: order.cases }, (_, number) => work(`${name}-${number}`)));
    return { done: 'work' };
  }
  clock.jumpTo(Date.parse(MORNING) + order.minutes * 60_000);
  return seal(order.turns ?? 1);
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ failed: inspect(error) } satisfies Answer),
  );
});
process.send?.({ ready: true } satisfies Answer);
