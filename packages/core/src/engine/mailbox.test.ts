import { expect, test } from 'vitest';
import { mailbox } from './mailbox.js';

/** A task that ends when it is told to. */
function gate() {
  let resolve = (_result: string) => {};
  let reject = (_error: Error) => {};
  const promise = new Promise<string>((...ends) => {
    [resolve, reject] = ends;
  });
  return { promise, resolve: (result: string) => resolve(result), reject: (error: Error) => reject(error) };
}

test('tasks of one key run one after another, tasks of different keys side by side', async () => {
  const box = mailbox();
  const running: string[] = [];
  const [a1, a2, b1] = [gate(), gate(), gate()];
  const run = (key: string, name: string, { promise }: ReturnType<typeof gate>) =>
    box.run(key, () => {
      running.push(name);
      return promise;
    });
  const all = [run('a', 'a1', a1), run('a', 'a2', a2), run('b', 'b1', b1)];
  expect(running).toEqual(['a1', 'b1']);
  a1.resolve('one');
  expect(await all[0]).toBe('one');
  await Promise.resolve();
  expect(running).toEqual(['a1', 'b1', 'a2']);
  a2.resolve('two');
  b1.resolve('three');
  expect(await Promise.all(all)).toEqual(['one', 'two', 'three']);
});

test('a task that fails does not hold up the next one, and fails for its own caller only', async () => {
  const box = mailbox();
  const failing = box.run('a', () => Promise.reject(new Error('lost')));
  const next = box.run('a', async () => 'served');
  await expect(failing).rejects.toThrow('lost');
  expect(await next).toBe('served');
});

test('draining waits for every task that is there, those that fail included', async () => {
  const box = mailbox();
  const [first, second] = [gate(), gate()];
  const results = [box.run('a', () => first.promise), box.run('a', () => second.promise)];
  let drained = false;
  const draining = box.drain().then(() => {
    drained = true;
  });
  first.reject(new Error('lost'));
  await expect(results[0]).rejects.toThrow('lost');
  expect(drained).toBe(false);
  second.resolve('done');
  await results[1];
  await draining;
  expect(drained).toBe(true);
  await box.drain();
});
