import { expect, test } from 'vitest';
import type { DeliveryContext, OutboxRow } from '../contract/index.js';
import { createMemoryConnector, createMemoryNotifier } from './memory-destination.js';

const message: OutboxRow = {
  id: 'case-1:1:0',
  tenant: 'hanoi',
  caseId: 'case-1',
  revision: 1,
  index: 0,
  topic: 'approved',
  payload: { type: 'approved' },
  createdAt: 0,
  destination: 'mail',
};

const attempt = (number: number): DeliveryContext => ({
  attempt: number,
  idempotencyKey: 'case-1:1:0/mail',
  signal: new AbortController().signal,
});

test('records every delivery, and a message once however often it comes', async () => {
  const notifier = createMemoryNotifier();
  expect(await notifier.deliver(message, attempt(1))).toEqual({ status: 'delivered' });
  await notifier.deliver(message, attempt(2));
  expect(notifier.deliveries.map((delivery) => delivery.attempt)).toEqual([1, 2]);
  expect(notifier.received()).toEqual([message]);
});

test('answers what it is told to answer', async () => {
  const connector = createMemoryConnector({
    topics: ['approved'],
    respond: (_, { attempt: number }) =>
      number < 3 ? { status: 'retry', reason: 'busy' } : { status: 'give-up', reason: 'gone' },
  });
  expect(connector.role).toBe('connector');
  expect(await connector.deliver(message, attempt(1))).toEqual({ status: 'retry', reason: 'busy' });
  expect(await connector.deliver(message, attempt(3))).toEqual({ status: 'give-up', reason: 'gone' });
  expect(connector.received()).toEqual([]);
});

test('throws what it is told to throw', async () => {
  const failure = new Error('no connection');
  const notifier = createMemoryNotifier({
    respond: () => {
      throw failure;
    },
  });
  await expect(notifier.deliver(message, attempt(1))).rejects.toBe(failure);
});
