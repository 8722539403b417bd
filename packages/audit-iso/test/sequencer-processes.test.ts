import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@motcua/core';
import { createPostgresStore } from '@motcua/store-postgres';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../../store-postgres/test/server/test-database.js';
import { createFolderStorage, createTileReader, isoAudit, verifyLog } from '../src/index.js';
import type { Answer, Order, Step } from './processes/seal.js';
import { keysOf, signerOf } from './sample-log.js';
import { stallWorkflow } from './stall.js';

const officer = { kind: 'person', id: 'lan', unit: 'market', roles: ['officer'] } as const;
const tenant = 'binh-an';

/** An office on PostgreSQL whose log lies in a folder, with as many processes as a test starts. */
async function newOffice() {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'motcua-seal-'));
  const store = createPostgresStore({ connectionString: database.url });
  const engine = createEngine({
    workflows: [stallWorkflow],
    store,
    calendars: [plainCalendar()],
    clock: virtualClock('2026-03-02T09:00+07:00'),
    audit: isoAudit(),
  });
  await engine.start({ background: false });
  const children: ChildProcess[] = [];
  onTestFinished(async () => {
    for (const child of children) child.kill('SIGKILL');
    await engine.stop();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const storage = createFolderStorage(folder);
  const keys = await keysOf(await signerOf(1));
  const openingOf = (caseId: string) => ({
    tenant,
    caseId,
    workflow: 'stall',
    actor: officer,
    input: { stall: caseId, vendor: '001188012345' },
  });
  return {
    engine,
    store,
    /** Runs transactions of the office's own. */
    client: database.admin,
    openingOf,
    verify: () => verifyLog({ storage, keys }),
    async process(name: string, stopAt?: Step) {
      const script = join(import.meta.dirname, 'processes', 'seal.ts');
      const child = fork(script, [database.url, folder, name, ...(stopAt === undefined ? [] : [stopAt])]);
      children.push(child);
      const answers: Answer[] = [];
      child.on('message', (answer: Answer) => void answers.push(answer));
      /** The next answer of a kind, whatever else it says meanwhile. */
      const answerOf = async (is: (answer: Answer) => boolean): Promise<Answer> => {
        for (;;) {
          const failed = answers.find((answer) => 'failed' in answer);
          if (failed !== undefined) throw new Error(failed.failed);
          const place = answers.findIndex(is);
          const [answer] = place < 0 ? [] : answers.splice(place, 1);
          if (answer !== undefined) return answer;
          await once(child, 'message');
        }
      };
      await answerOf((answer) => 'ready' in answer);
      return {
        child,
        stopped: () => answerOf((answer) => 'stopped' in answer),
        ask(order: Order): Promise<Answer> {
          child.send(order);
          return answerOf((answer) => 'done' in answer && answer.done === order.do);
        },
      };
    },
    /** The index of every leaf of every case, in the order of the log, each as it was published. */
    async indexes(): Promise<Map<number, string>> {
      const { size } = await store.seal.count();
      const published = createTileReader(storage, size);
      const page = await engine.find({ tenant, order: 'openedAt', limit: 1_000 });
      const found = new Map<number, string>();
      for (const { caseId } of page.items) {
        for (const { leaf, index = -1 } of await store.seal.chain({ tenant, caseId, after: 0, limit: 100 })) {
          expect(found.has(index), `${caseId} has an index of its own`).toBe(false);
          expect(Buffer.from(await published.leaf(index)).toString()).toBe(leaf);
          found.set(index, caseId);
        }
      }
      return new Map([...found].toSorted(([a], [b]) => a - b));
    },
  };
}

const upTo = (size: number) => Array.from({ length: size }, (_, index) => index);

const steps: readonly Step[] = [
  'before the order',
  'after the order',
  'before the tiles',
  'before the checkpoint',
  'after the checkpoint',
];
for (const step of steps) {
  test(`a sequencer killed ${step} of its second batch leaves a whole log, and another process ends it`, async () => {
    const office = await newOffice();
    for (const number of upTo(20)) await office.engine.open(office.openingOf(`first-${number}`));
    // A transaction of the office's own, with a case in it, stays open: what comes after it must wait.
    await office.client.query('BEGIN');
    const late = await office.engine.prepare.open(office.openingOf('late'));
    await office.store.commit([late.item], { transaction: office.client });

    const [killed, survivor] = [await office.process('killed', step), await office.process('survivor')];
    const worked = survivor.ask({ do: 'work', cases: 10 });
    killed.child.send({ do: 'work', cases: 10 } satisfies Order);
    killed.child.send({ do: 'seal', minutes: 0 } satisfies Order);
    expect(await killed.stopped()).toEqual({ stopped: step });
    expect(await worked).toEqual({ done: 'work' });
    killed.child.kill('SIGKILL');
    await once(killed.child, 'exit');
    expect(await office.verify()).toMatchObject({ intact: true, size: step === 'after the checkpoint' ? 14 : 7 });

    // Its lease is still on.
    expect(await survivor.ask({ do: 'seal', minutes: 0 })).toMatchObject({ rounds: ['waiting'] });
    expect(await survivor.ask({ do: 'seal', minutes: 1 })).toMatchObject({ size: 20 });
    expect(await office.verify()).toMatchObject({ intact: true, size: 20 });
    expect((await office.store.seal.count()).pending).toBeGreaterThanOrEqual(20);
    await office.client.query('COMMIT');
    await survivor.ask({ do: 'seal', minutes: 1 });

    const indexes = await office.indexes();
    expect([...indexes.keys()]).toEqual(upTo(indexes.size));
    expect([...indexes.values()].slice(0, 21)).toEqual([...upTo(20).map((number) => `first-${number}`), 'late']);
    expect(await office.store.seal.count()).toEqual({ size: indexes.size, pending: 0 });
    expect(await office.verify()).toMatchObject({ intact: true, size: indexes.size, records: indexes.size });
  });
}

test('three processes that work and seal at the same time give every record one place', async () => {
  const office = await newOffice();
  const processes = await Promise.all(['one', 'two', 'three'].map((name) => office.process(name)));
  await Promise.all([
    ...processes.map(({ ask }) => ask({ do: 'work', cases: 15 })),
    ...processes.map(({ ask }) => ask({ do: 'seal', minutes: 0, turns: 25 })),
  ]);
  expect(await processes[0]?.ask({ do: 'seal', minutes: 1 })).toMatchObject({ size: 90 });
  expect([...(await office.indexes()).keys()]).toEqual(upTo(90));
  expect(await office.verify()).toMatchObject({ intact: true, size: 90, records: 90, cases: 45 });
});
