import { createEngine, type Destination, type EngineOptions } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '../src/index.js';
import type { Moment } from '../src/moment.js';
import { permit } from './permit.js';

export const ref = (caseId = 'c1') => ({ tenant: 't', caseId });
export const person = (short: { id: string; roles: readonly string[] }) => ({ kind: 'person' as const, ...short });

/** An engine on a virtual clock over a store in memory. `background`: with its loops; `start`: what the clock says first. */
export async function startOffice({
  background = false,
  start = '2026-03-02T09:00+07:00',
  ...options
}: Partial<EngineOptions> & { readonly background?: boolean; readonly start?: Moment } = {}) {
  const clock = virtualClock(start);
  const store = options.store ?? createMemoryStore();
  const engine = createEngine({ workflows: [permit], calendars: [plainCalendar()], clock, ...options, store });
  await engine.start({ background });
  return { engine, clock, store, [Symbol.asyncDispose]: () => engine.stop() };
}

/** An adapter that answers as it is told, and remembers what it was asked. */
export function adapter(deliver: Destination['deliver'], topics: readonly string[] = ['*']) {
  const calls: { readonly id: string; readonly topic: string; readonly attempt: number; readonly key: string }[] = [];
  const destination: Destination = {
    contractVersion: 1,
    topics,
    deliver: (message, context) => {
      calls.push({ id: message.id, topic: message.topic, attempt: context.attempt, key: context.idempotencyKey });
      return deliver(message, context);
    },
  };
  return { destination, calls };
}
