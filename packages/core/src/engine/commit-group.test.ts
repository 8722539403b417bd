import { expect, test } from 'vitest';
import type { CommitItem, Store } from '../contract/store.js';
import { commitGroup } from './commit-group.js';
import { clearStore } from './personal-data/clear-store.js';

const item = (name: string) => ({ commandId: name }) as CommitItem;

/** A store whose commits end when they are told to. */
function slowStore() {
  const calls: {
    readonly names: readonly string[];
    readonly end: () => void;
    readonly fail: (error: Error) => void;
  }[] = [];
  const store = {
    commit: (batch: readonly CommitItem[]) =>
      new Promise((resolve, reject) => {
        calls.push({
          names: batch.map(({ commandId }) => commandId),
          end: () => resolve(batch.map(() => ({ status: 'committed' }))),
          fail: reject,
        });
      }),
  };
  return { store: store as unknown as Store, calls };
}

/** As many turns as a commit waits for others at most, when none of those under way joins it. */
async function someTurns() {
  for (let turn = 0; turn < 40; turn += 1) await undefined;
}

test('a single caller commits within a few turns', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store));
  group.enter();
  const committed = group.commit(item('a'));
  for (let turn = 0; turn < 8; turn += 1) await undefined;
  expect(calls.map(({ names }) => names)).toEqual([['a']]);
  calls[0]?.end();
  expect(await committed).toEqual({ status: 'committed' });
});

test('callers that come in the same turns share a batch, though none was under way when the first came', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store));
  const come = async (name: string, turns: number) => {
    for (let turn = 0; turn < turns; turn += 1) await undefined;
    group.enter();
    return group.commit(item(name));
  };
  const all = [come('a', 0), come('b', 1), come('c', 2)];
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([['a', 'b', 'c']]);
  calls[0]?.end();
  await Promise.all(all);
});

test('a commit waits for the commands under way, and for nobody who turned back', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store));
  for (let n = 0; n < 3; n += 1) group.enter();
  void group.commit(item('a'));
  void group.commit(item('b'));
  for (let turn = 0; turn < 16; turn += 1) await undefined;
  expect(calls).toEqual([]);
  group.leave();
  for (let turn = 0; turn < 2; turn += 1) await undefined;
  expect(calls.map(({ names }) => names)).toEqual([['a', 'b']]);
});

test('what comes while a batch is written goes into the next one', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store));
  const commit = (name: string) => {
    group.enter();
    return group.commit(item(name));
  };
  const first = commit('a');
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([['a']]);
  const all = [first, ...['b', 'c'].map(commit)];
  await someTurns();
  expect(calls).toHaveLength(1);
  calls[0]?.end();
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([['a'], ['b', 'c']]);
  calls[1]?.end();
  await Promise.all(all);
});

test('a batch is written when it is large enough, though others are still under way', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store));
  for (let n = 0; n < 300; n += 1) group.enter();
  for (let n = 0; n < 299; n += 1) void group.commit(item(String(n)));
  await undefined;
  expect(calls.map(({ names }) => names.length)).toEqual([256]);
});

/** A store that cannot write some items, and writes nothing of a batch that holds one. */
function pickyStore(cannot: (name: string) => boolean) {
  const written: string[] = [];
  const calls: number[] = [];
  const store = {
    commit: async (batch: readonly CommitItem[]) => {
      calls.push(batch.length);
      const names = batch.map(({ commandId }) => commandId);
      const poison = names.find(cannot);
      if (poison !== undefined) throw new Error(`cannot write ${poison}`);
      written.push(...names);
      return names.map(() => ({ status: 'committed' }));
    },
  };
  return { store: store as unknown as Store, written, calls };
}

async function commitTogether(store: Store, names: readonly string[]) {
  const group = commitGroup(clearStore(store));
  for (const _name of names) group.enter();
  const results = await Promise.allSettled(names.map((name) => group.commit(item(name))));
  const failed = results.flatMap((result, index) =>
    result.status === 'rejected' ? [`${names[index]}: ${(result.reason as Error).message}`] : [],
  );
  return { failed, group };
}

const names = Array.from({ length: 100 }, (_, number) => `n${number}`);

test('an item that cannot be written fails alone, wherever it stands in its batch', async () => {
  for (const poison of ['n0', 'n1', 'n42', 'n99']) {
    const { store, written, calls } = pickyStore((name) => name === poison);
    const { failed } = await commitTogether(store, names);
    expect(failed).toEqual([`${poison}: cannot write ${poison}`]);
    expect([...written].sort()).toEqual(names.filter((name) => name !== poison).sort());
    expect(calls.length).toBeLessThan(20);
  }
});

test('several items that cannot be written fail alone, too', async () => {
  const { store, written } = pickyStore((name) => ['n3', 'n50', 'n51'].includes(name));
  const { failed } = await commitTogether(store, names);
  expect(failed).toHaveLength(3);
  expect(written).toHaveLength(97);
});

test('a store that fails is not asked for every item, all are told, and the next batch is written', async () => {
  let isFull = true;
  const { store, written, calls } = pickyStore(() => isFull);
  const { failed, group } = await commitTogether(store, names);
  expect(failed).toHaveLength(100);
  expect(calls).toEqual([100, 1, 1]);
  isFull = false;
  group.enter();
  expect(await group.commit(item('later'))).toEqual({ status: 'committed' });
  expect(written).toEqual(['later']);
});

test('a command that is slow to read its case holds up nobody else for long', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store));
  group.enter();
  group.enter();
  const committed = group.commit(item('a'));
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([['a']]);
  calls[0]?.end();
  expect(await committed).toEqual({ status: 'committed' });
});

test('with two calls at once a batch takes its share, and the rest goes beside it', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store), 2);
  for (let n = 0; n < 4; n += 1) group.enter();
  const all = ['a', 'b', 'c', 'd'].map((name) => group.commit(item(name)));
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  for (const call of calls) call.end();
  await Promise.all(all);
});

test('with two calls at once callers that come together are shared out again, after one has come alone', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(clearStore(store), 2);
  const commit = (name: string) => {
    group.enter();
    return group.commit(item(name));
  };
  const alone = commit('a');
  await someTurns();
  const others = ['b', 'c', 'd', 'e', 'f'].map(commit);
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([['a'], ['b', 'c', 'd']]);
  calls[0]?.end();
  await someTurns();
  expect(calls.map(({ names }) => names)).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']]);
  for (const call of calls) call.end();
  await Promise.all([alone, ...others]);
});
