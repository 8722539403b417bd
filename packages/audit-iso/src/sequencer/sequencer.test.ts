import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { expect, test } from 'vitest';
import { type FakeStore, fakeStore } from '../../test/fake-seal.js';
import { chainLeaves, keysOf, MORNING, ORIGIN, sampleRecords, signerOf } from '../../test/sample-log.js';
import { createCosigner, parseVerifierKey, verifyCheckpoint, writePrivateKey } from '../note/index.js';
import { createMemoryStorage, type LogStorage } from '../tiles/index.js';
import { type LogReport, verifyLog } from '../verify/index.js';
import { createWitness, type WitnessClient } from '../witness/index.js';
import { createSequencer, type SealingEvent, type Sequencer, type SequencerOptions } from './index.js';

const leaves = chainLeaves(sampleRecords({ cases: 3, each: 20 }));
const MINUTE_MS = 60_000;

interface Office {
  readonly store: FakeStore;
  readonly objects: Map<string, Uint8Array>;
  readonly clock: VirtualClock;
  readonly events: SealingEvent[];
  process(owner?: string, more?: Partial<SequencerOptions>): Promise<Sequencer>;
  verify(): Promise<LogReport>;
}

function newOffice(): Office {
  const store = fakeStore();
  const objects = new Map<string, Uint8Array>();
  const storage = createMemoryStorage(objects);
  const clock = virtualClock(MORNING);
  const events: SealingEvent[] = [];
  return {
    store,
    objects,
    clock,
    events,
    process: async (owner = 'engine-1', more = {}) =>
      createSequencer({
        store,
        storage,
        signers: [await signerOf(1)],
        clock,
        owner,
        batch: 16,
        onEvent: (event) => events.push(event),
        ...more,
      }),
    verify: async () => verifyLog({ storage, keys: await keysOf(await signerOf(1)) }),
  };
}

async function sealAll(sequencer: Sequencer): Promise<number> {
  let answer = await sequencer.seal();
  while (answer.status === 'sealed') answer = await sequencer.seal();
  return answer.size;
}

test('seals what was committed, in batches, and nothing twice', async () => {
  const { store, events, process, verify } = newOffice();
  const sequencer = await process();
  expect(await sequencer.seal()).toEqual({ status: 'idle', size: 0 });
  for (const leaf of leaves) store.commit(leaf);
  expect(await sealAll(sequencer)).toBe(60);
  expect(await verify()).toMatchObject({ intact: true, records: 60, cases: 3 });
  expect(events.map((event) => event.type === 'sealed' && event.size)).toEqual([16, 32, 48, 60]);
});

/** A storage, and a store, that die for good at the given step. */
function dying(storage: LogStorage, store: FakeStore, steps: number) {
  let left = steps;
  const step = () => {
    left -= 1;
    if (left < 0) throw new Error('killed');
  };
  const dyingStore: FakeStore = {
    ...store,
    seal: {
      ...store.seal,
      async confirm(request) {
        step();
        const isOurs = await store.seal.confirm(request);
        // Killed before it heard the answer.
        step();
        return isOurs;
      },
    },
  };
  const dyingStorage: LogStorage = {
    ...storage,
    async put(name, data) {
      step();
      await storage.put(name, data);
    },
  };
  return { store: dyingStore, storage: dyingStorage, isAlive: () => left >= 0 };
}

test('may die between any two steps: the next process publishes the same log', async () => {
  const whole = newOffice();
  for (const leaf of leaves) whole.store.commit(leaf);
  await sealAll(await whole.process());
  const names = [...whole.objects.keys()].filter((name) => !name.includes('.p/'));
  let steps = 0;
  for (let finished = false; !finished; steps += 1) {
    const office = newOffice();
    for (const leaf of leaves) office.store.commit(leaf);
    const faults = dying(createMemoryStorage(office.objects), office.store, steps);
    const first = await office.process('engine-1', { store: faults.store, storage: faults.storage });
    finished = await sealAll(first).then(
      () => true,
      () => false,
    );
    // What is published at any instant is whole.
    if (office.objects.has('checkpoint')) expect(await office.verify(), `${steps}`).toMatchObject({ intact: true });
    const second = await office.process('engine-2');
    expect((await second.seal()).status, `${steps}`).toBe('waiting');
    office.clock.jumpTo(MORNING + MINUTE_MS);
    expect(await sealAll(second), `${steps}`).toBe(60);
    for (const name of names)
      expect(office.objects.get(name), `${name} after ${steps}`).toEqual(whole.objects.get(name));
  }
  expect(steps).toBeGreaterThan(20);
});

test('two processes never seal at the same time, and neither loses its turn', async () => {
  const { store, clock, process, verify } = newOffice();
  const [one, two] = [await process('engine-1'), await process('engine-2')];
  let size = 0;
  for (const [place, leaf] of leaves.entries()) {
    store.commit(leaf);
    const answers = await Promise.all([one.seal(), two.seal()]);
    expect(answers.filter(({ status }) => status === 'sealed')).toHaveLength(1);
    size = Math.max(...answers.map((answer) => answer.size));
    // The lease passes on every other record: whoever had it finds what the other has written.
    if (place % 2 === 0) await (answers[0].status === 'sealed' ? one : two).stop();
  }
  clock.jumpTo(MORNING + MINUTE_MS);
  expect(size).toBe(60);
  expect(await verify()).toMatchObject({ intact: true, records: 60 });
});

test('who was slow publishes nothing over whoever has taken over', async () => {
  const { store, objects, clock, process, verify } = newOffice();
  const storage = createMemoryStorage(objects);
  const checkpoints: number[] = [];
  const watching = (own: LogStorage): LogStorage => ({
    ...own,
    async put(name, data) {
      if (name === 'checkpoint') checkpoints.push(Number(Buffer.from(data).toString().split('\n')[1]));
      await own.put(name, data);
    },
  });
  const quick = await process('engine-2', { storage: watching(storage), batch: 100 });
  let isSlow = true;
  const slow = await process('engine-1', {
    storage: watching({
      ...storage,
      async put(name, data) {
        await storage.put(name, data);
        if (!isSlow || !name.startsWith('tile/')) return;
        isSlow = false;
        clock.jumpTo(clock.now() + MINUTE_MS);
        await sealAll(quick);
      },
    }),
  });
  for (const leaf of leaves) store.commit(leaf);
  await expect(slow.seal()).rejects.toMatchObject({ code: 'MC_AUDIT_STORAGE_FAILED', details: { owner: 'engine-1' } });
  expect(await slow.seal()).toEqual({ status: 'waiting', size: 0 });
  expect(checkpoints).toEqual(checkpoints.toSorted((a, b) => a - b));
  expect(await verify()).toMatchObject({ intact: true, size: 60 });
});

test('refuses to go on over a database that was set back or changed', async () => {
  const office = newOffice();
  for (const leaf of leaves) office.store.commit(leaf);
  await sealAll(await office.process());
  const [last] = office.store.sealed.splice(-1);
  const failure = { code: 'MC_AUDIT_STORE_DIFFERS', details: { index: 59 } };
  await expect((await office.process()).seal()).rejects.toMatchObject(failure);
  // After the backup people go on working: as many records again, and others.
  office.store.sealed.push(last!.replace('"v":1', '"v":2'));
  await expect((await office.process()).seal()).rejects.toMatchObject(failure);
});

test('raises the alarm once while records wait too long, and takes it back', async () => {
  const { store, clock, events, objects, process } = newOffice();
  const storage = createMemoryStorage(objects);
  let isFull = true;
  const failing: LogStorage = {
    ...storage,
    put: async (name, data) => {
      if (isFull) throw new Error('the disk is full');
      await storage.put(name, data);
    },
  };
  const sequencer = await process('engine-1', { storage: failing, alarmLagMs: 5 * MINUTE_MS, everyMs: 10_000 });
  store.commit(leaves[0]!);
  store.commit(leaves[1]!);
  // The second record says 01:01.
  expect(await sequencer.lag()).toEqual({ pending: 2, lagMs: 0 });
  sequencer.start();
  sequencer.start();
  await clock.advanceBy(MINUTE_MS);
  expect(events.some(({ type }) => type === 'lag')).toBe(false);
  await clock.advanceBy(20 * MINUTE_MS);
  expect(events.filter(({ type }) => type === 'lag')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'failed').length).toBeGreaterThan(10);
  isFull = false;
  await clock.advanceBy(MINUTE_MS);
  expect(events.slice(-2).map(({ type }) => type)).toEqual(['sealed', 'lag.ended']);
  await sequencer.stop();
  expect(await sequencer.lag()).toEqual({ pending: 0, lagMs: 0 });
});

test('goes on when a listener throws', async () => {
  const { store, process } = newOffice();
  const sequencer = await process('engine-1', {
    onEvent: () => {
      throw new Error('of the application');
    },
  });
  store.commit(leaves[0]!);
  expect(await sequencer.seal()).toEqual({ status: 'sealed', size: 1 });
});

test('publishes the cosignatures of its witnesses, and is not held up by one that is away', async () => {
  const { store, clock, events, objects, process } = newOffice();
  const cosigner = await createCosigner(
    await writePrivateKey({ name: 'archive.example', seed: new Uint8Array(32).fill(40) }, 'witness'),
  );
  const logs = { [ORIGIN]: [(await signerOf(1)).verifierKey] };
  const archive = createWitness({ cosigner, logs, state: createMemoryStorage(), clock });
  const away: WitnessClient = {
    verifierKey: archive.verifierKey,
    addCheckpoint: () => Promise.reject(new Error('no route to host')),
  };
  const sequencer = await process('engine-1', { witnesses: [archive, away] });
  for (const leaf of leaves) store.commit(leaf);
  await sealAll(sequencer);
  const policy = {
    keys: await keysOf(await signerOf(1)),
    witnesses: [await parseVerifierKey(archive.verifierKey)],
    quorum: 1,
  };
  expect(await verifyCheckpoint(objects.get('checkpoint')!, policy)).toMatchObject({
    status: 'verified',
    checkpoint: { size: 60 },
  });
  expect(events.filter(({ type }) => type === 'witnessed')).toHaveLength(4);
  expect(events.filter(({ type }) => type === 'witness.refused')).toMatchObject([
    { problem: 'no route to host' },
    {},
    {},
    {},
  ]);
});

test('changes its key: both sign, then the new one alone, and an old checkpoint still counts', async () => {
  const { store, objects, process } = newOffice();
  const [old, next] = [await signerOf(1), await signerOf(2)];
  const seal = async (count: number, more: Partial<SequencerOptions>) => {
    for (const leaf of leaves.slice(store.sealed.length, count)) store.commit(leaf);
    await sealAll(await process('engine-1', more));
  };
  const isSignedBy = async (signer: typeof old) =>
    (await verifyCheckpoint(objects.get('checkpoint')!, { keys: await keysOf(signer) })).status === 'verified';
  await seal(10, {});
  await seal(20, { signers: [next, old] });
  expect([await isSignedBy(old), await isSignedBy(next)]).toEqual([true, true]);
  await seal(30, { signers: [next], formerKeys: [old.verifierKey] });
  expect([await isSignedBy(old), await isSignedBy(next)]).toEqual([false, true]);
  const report = await verifyLog({ storage: createMemoryStorage(objects), keys: await keysOf(old, next) });
  expect(report).toMatchObject({ intact: true, size: 30 });
});
