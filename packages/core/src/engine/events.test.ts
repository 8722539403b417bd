import { expect, test, vi } from 'vitest';
import { engineEmitter } from './events.js';

const failure = { worker: 'relay', error: 'x' } as const;

test('a listener that throws or rejects hurts nobody, and becomes listener.failed', async () => {
  const events = engineEmitter();
  const heard: string[] = [];
  const failed = vi.fn();
  events.on('listener.failed', failed);
  const [thrown, rejected] = [new Error('thrown'), new Error('rejected')];
  events.on('worker.failed', () => {
    throw thrown;
  });
  events.on('worker.failed', async () => {
    throw rejected;
  });
  events.on('worker.failed', () => void heard.push('last'));
  events.emit('worker.failed', failure);
  await Promise.resolve();
  expect(heard).toEqual(['last']);
  expect(failed.mock.calls).toEqual([
    [{ event: 'worker.failed', error: thrown }],
    [{ event: 'worker.failed', error: rejected }],
  ]);
});

test('a failing listener of listener.failed is passed over: there is nobody left to tell', async () => {
  const events = engineEmitter();
  events.on('listener.failed', () => {
    throw new Error('again');
  });
  events.on('listener.failed', async () => {
    throw new Error('and again');
  });
  events.on('worker.failed', () => {
    throw new Error('first');
  });
  events.emit('worker.failed', failure);
  await Promise.resolve();
});

test('a listener that left hears no more, the others do', () => {
  const events = engineEmitter();
  const [one, other] = [vi.fn(), vi.fn()];
  const leave = events.on('worker.failed', one);
  events.on('worker.failed', other);
  leave();
  leave();
  events.emit('worker.failed', failure);
  expect([one, other].map(({ mock }) => mock.calls.length)).toEqual([0, 1]);
});
