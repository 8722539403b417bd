import { expect, test } from 'vitest';
import type { CommitItem, Store } from '../contract/store.js';
import { commitGroup } from './commit-group.js';

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

test('a single caller commits at once', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(store);
  group.enter();
  const committed = group.commit(item('a'));
  expect(calls.map(({ names }) => names)).toEqual([['a']]);
  calls[0]?.end();
  expect(await committed).toEqual({ status: 'committed' });
});

test('a commit waits for the commands under way, and for nobody who turned back', () => {
  const { store, calls } = slowStore();
  const group = commitGroup(store);
  for (let n = 0; n < 3; n += 1) group.enter();
  void group.commit(item('a'));
  void group.commit(item('b'));
  expect(calls).toEqual([]);
  group.leave();
  expect(calls.map(({ names }) => names)).toEqual([['a', 'b']]);
});

test('what comes while a batch is written goes into the next one', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(store);
  const commit = (name: string) => {
    group.enter();
    return group.commit(item(name));
  };
  const all = ['a', 'b', 'c'].map(commit);
  expect(calls.map(({ names }) => names)).toEqual([['a']]);
  calls[0]?.end();
  await all[0];
  await Promise.resolve();
  expect(calls.map(({ names }) => names)).toEqual([['a'], ['b', 'c']]);
  calls[1]?.end();
  await Promise.all(all);
});

test('a batch is written when it is large enough, though others are still under way', () => {
  const { store, calls } = slowStore();
  const group = commitGroup(store);
  for (let n = 0; n < 300; n += 1) group.enter();
  for (let n = 0; n < 299; n += 1) void group.commit(item(String(n)));
  expect(calls.map(({ names }) => names.length)).toEqual([256]);
});

test('a batch that fails fails for all who were in it, and the next one is written', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(store);
  group.enter();
  const lost = group.commit(item('a'));
  group.enter();
  const kept = group.commit(item('b'));
  calls[0]?.fail(new Error('disk full'));
  await expect(lost).rejects.toThrow('disk full');
  await Promise.resolve();
  calls[1]?.end();
  expect(await kept).toEqual({ status: 'committed' });
});

test('a command that is slow to read its case holds up nobody else for long', async () => {
  const { store, calls } = slowStore();
  const group = commitGroup(store);
  group.enter();
  group.enter();
  const committed = group.commit(item('a'));
  for (let turn = 0; turn < 40; turn += 1) await undefined;
  expect(calls.map(({ names }) => names)).toEqual([['a']]);
  calls[0]?.end();
  expect(await committed).toEqual({ status: 'committed' });
});
