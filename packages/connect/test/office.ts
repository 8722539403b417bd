import { createEngine, type Engine, type EngineOptions, type Store } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { createConnections } from '../src/index.js';
import type { OtherSystem } from './other-system.js';
import { permit, permitConnector } from './permit.js';

export const TENANT = 'binh-an';
export const clerk = { kind: 'person', id: 'lan', roles: ['clerk'] } as const;

/** An office with one connector to a register. */
export async function office(
  register: Pick<OtherSystem, 'baseUrl'>,
  {
    store = createMemoryStore(),
    maxAttempts = 1_000,
    personalData = 'clear',
    ...options
  }: {
    readonly store?: Store;
    readonly maxAttempts?: number;
    readonly personalData?: EngineOptions['personalData'] & {};
  } & Omit<Parameters<typeof permitConnector>[0], 'baseUrl' | 'engine'> = {},
) {
  const clock = virtualClock('2026-03-02T09:00:00+07:00');
  const connections = createConnections({
    connectors: [permitConnector({ ...options, baseUrl: register.baseUrl, engine: () => engine })],
    engine: () => engine,
    clock,
  });
  const engine: Engine = createEngine({
    workflows: [permit, ...connections.workflows],
    store,
    calendars: [plainCalendar()],
    clock,
    adapters: connections.adapters,
    retry: { maxAttempts },
    personalData,
  });
  await engine.start({ background: false });
  const open = (caseId: string, tenant = TENANT) =>
    engine.open({ tenant, workflow: 'permit', caseId, actor: clerk, input: { code: `GP-${caseId}` } });
  const change = (caseId: string, status: string) =>
    engine.send({ tenant: TENANT, caseId, actor: clerk, event: { type: 'change', status } });
  const row = async (caseId: string) => (await connections.board.case({ tenant: TENANT, caseId }))[0];
  /** Lets so much time pass, and everything that falls due on the way happen. */
  const pass = async (ms: number) => {
    const end = clock.now() + ms;
    await engine.settle();
    for (let next = await engine.nextAt(); next !== undefined && next <= end; next = await engine.nextAt()) {
      if (next > clock.now()) clock.jumpTo(next);
      await engine.settle();
    }
    clock.jumpTo(end);
  };
  return { engine, connections, clock, store, open, change, row, pass };
}

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
