import { createEngine, type EngineOptions, type Store } from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { at } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { officeCalendar } from './office-calendar.js';

export const TENANT = 't';
export const ref = (caseId = 'c1', tenant = TENANT) => ({ tenant, caseId });

/** A clock that is set by hand. Nobody wakes: for engines without background loops. */
export function handClock(start = '2026-03-02T09:00') {
  let now = at(start);
  return {
    now: () => now,
    sleepUntil: () => new Promise<void>(() => {}),
    set: (text: string) => {
      now = at(text);
    },
  };
}

/** An engine over a store in memory, started without loops, on a clock set by hand. */
export async function startOffice(options: Partial<EngineOptions> = {}) {
  const clock = handClock();
  const store = options.store ?? createMemoryStore();
  const engine = createEngine({ workflows: [leaveRequest], calendars: [officeCalendar], clock, ...options, store });
  await engine.start({ background: false });
  return { engine, clock, store, [Symbol.asyncDispose]: () => engine.stop() };
}

/** All a store holds of a case but its audit records and replies: what a refused command must leave as it was. */
export async function dump(store: Store, caseId = 'c1', tenant = TENANT) {
  return {
    envelope: await store.cases.load({ tenant, caseId }),
    journal: await store.cases.history({ tenant, caseId, afterRevision: 0, limit: 1_000 }),
    nextTimer: await store.timers.nextAt(),
    nextMessage: await store.outbox.nextAt(),
    outbox: await store.outbox.count({ tenant }),
  };
}

/** A store whose methods can be replaced. */
export const storeWith = (store: Store, changed: Partial<Store>): Store => ({ ...store, ...changed });
