import { expect, test } from 'vitest';
import { setup } from 'xstate';
import { machineRunner } from './machine.js';

const machine = setup({
  types: {} as { context: { readonly papers: number } },
  guards: { complete: ({ context }) => context.papers === 2 },
}).createMachine({
  type: 'parallel',
  context: { papers: 0 },
  states: {
    work: { initial: 'waiting', states: { waiting: { on: { go: { guard: 'complete', target: 'done' } } }, done: {} } },
    fee: { initial: 'open', states: { open: { on: { pay: 'paid' } }, paid: {} } },
  },
});
const stored = (papers: number) => ({ value: { work: 'waiting', fee: 'open' }, context: { papers } });

test('cases in the same state have nothing in common but the state', () => {
  const runner = machineRunner(machine as never);
  const [poor, rich] = [runner.restore(stored(0), 'active'), runner.restore(stored(2), 'active')];
  expect([poor.context, rich.context]).toEqual([{ papers: 0 }, { papers: 2 }]);
  expect([poor, rich].map((snapshot) => snapshot.can({ type: 'go' } as never))).toEqual([false, true]);
  expect(runner.step(poor, { type: 'go' }).taken).toBe(false);
  expect(runner.save(runner.step(rich, { type: 'go' }).snapshot).value).toEqual({ work: 'done', fee: 'open' });
  expect(runner.save(runner.step(poor, { type: 'pay' }).snapshot).value).toEqual({ work: 'waiting', fee: 'paid' });
});

test('whoever changes what one case gave changes no other', () => {
  const runner = machineRunner(machine as never);
  const spoil = () => {
    try {
      Object.assign(runner.save(runner.restore(stored(1), 'active')).value as object, { work: 'done' });
    } catch {}
  };
  spoil();
  spoil();
  expect(runner.save(runner.restore(stored(1), 'active'))).toEqual(stored(1));
  expect(runner.restore(stored(1), 'done').status).toBe('done');
  expect(() => Object.assign(runner.restore(stored(1), 'active').context as object, { papers: 2 })).toThrow(TypeError);
});
