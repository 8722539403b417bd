import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createEngine,
  type Destination,
  type Engine,
  type EngineEvents,
  type EngineOptions,
  type EventObject,
  type Reply,
  type Store,
} from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { createSqliteStore } from '@motcua/store-sqlite';
import { type ActorName, actors, officeCalendar, START, TENANT, workflows } from '../office/index.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Two stores over one storage, as two processes have them. */
export interface StorePair {
  readonly stores: readonly [Store, Store];
  close(): Promise<void>;
}

/** Every kind of store the races are run on. */
export const storePairs: Readonly<Record<string, () => Promise<StorePair>>> = {
  'in memory': async () => {
    const store = createMemoryStore();
    return { stores: [store, store], close: async () => {} };
  },
  'on SQLite': async () => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-races-'));
    const file = join(folder, 'cases.db');
    return {
      stores: [createSqliteStore({ file }), createSqliteStore({ file })],
      close: async () => rmSync(folder, { recursive: true, force: true }),
    };
  },
};

/** A clock that a test sets. */
export function handClock(start = START) {
  let now = start;
  return {
    now: () => now,
    sleepUntil: () => new Promise<void>(() => {}),
    pass: (ms: number) => {
      now += ms;
    },
  };
}
export type HandClock = ReturnType<typeof handClock>;

/** An engine without loops, and what it was heard to say. */
export interface Office {
  readonly engine: Engine;
  readonly clock: HandClock;
  readonly behind: readonly EngineEvents['clock.behind'][];
  open(caseId: string, commandId?: string): Promise<Reply>;
  send(caseId: string, actor: ActorName, event: string | EventObject, extra?: Extra): Promise<Reply>;
}

interface Extra {
  readonly commandId?: string;
  readonly occurredAt?: number;
}

export async function startOffice(
  store: Store,
  clock: HandClock,
  options: Partial<EngineOptions> = {},
): Promise<Office> {
  const engine = createEngine({ workflows, calendars: [officeCalendar], ...options, store, clock });
  const behind: EngineEvents['clock.behind'][] = [];
  engine.on('clock.behind', (alarm) => void behind.push(alarm));
  await engine.start({ background: false });
  return {
    engine,
    clock,
    behind,
    open: (caseId, commandId = `${caseId}/open`) =>
      engine.open({
        tenant: TENANT,
        caseId,
        commandId,
        actor: actors.clerk,
        workflow: 'permit',
        input: { applicant: 'Hoa', interruption: 'pause' },
      }),
    send: (caseId, actor, event, extra = {}) =>
      engine.send({
        tenant: TENANT,
        caseId,
        actor: actors[actor],
        event: typeof event === 'string' ? { type: event } : event,
        ...extra,
      }),
  };
}

/** A destination that answers as it is told, and remembers the ids it was given. */
export function portal(deliver: Destination['deliver'] = async () => ({ status: 'delivered' })) {
  const received: string[] = [];
  const destination: Destination = {
    contractVersion: 1,
    topics: ['*'],
    deliver: (message, context) => {
      received.push(`${message.id}#${context.attempt}`);
      return deliver(message, context);
    },
  };
  return { destination, received };
}

/** What fired in a case, in order: `due/0`, and whether the rung was passed over as useless. */
export async function firedIn({ engine }: Office, caseId: string): Promise<readonly string[]> {
  const journal = await engine.history({ tenant: TENANT, caseId });
  return journal.flatMap(({ command, facts }) => {
    if (command.type !== 'fire') return [];
    const name = command.timer.split('/').slice(-2).join('/');
    return facts.some(({ type }) => type === 'deadline.skipped') ? [`${name} skipped`] : [name];
  });
}

/** A store that is a little different. */
export const storeWith = (store: Store, changed: Partial<Store>): Store => ({ ...store, ...changed });
