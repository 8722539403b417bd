import { createEngine, type Engine } from '@motcua/core';
import type { OutboxRow } from '@motcua/core/contract';
import { createMemoryStore } from '@motcua/core/memory';
import { plainCalendar } from '@motcua/testkit';
import { connectorContract } from '@motcua/testkit/destination-contract';
import { createConnections } from '../src/index.js';
import { otherSystem } from './other-system.js';
import { permit, permitConnector } from './permit.js';

connectorContract({
  name: 'a connector of @motcua/connect',
  async create() {
    const register = await otherSystem();
    const store = createMemoryStore();
    /** The connector in a process: an engine over the store that all of them share. */
    const started = async () => {
      const { system, spec } = permitConnector({ baseUrl: register.baseUrl, engine: () => engine });
      // What the suite sends are messages without a case: there is nothing to read, and nobody to report to.
      const { report: _, ...without } = spec;
      const connections = createConnections({
        connectors: [{ system, spec: { ...without, load: async () => ({ code: 'x' }) } }],
        engine: () => engine,
      });
      const engine: Engine = createEngine({
        workflows: [permit, ...connections.workflows],
        store,
        calendars: [plainCalendar()],
        adapters: connections.adapters,
      });
      await engine.start({ background: false });
      return { engine, destination: connections.adapters['register'] ?? fail() };
    };
    const { engine, destination } = await started();
    const effects = () => {
      const made = new Set(register.keys());
      return [...made];
    };
    return {
      destination,
      effects,
      behave(behaviour) {
        const moods = {
          accept: undefined,
          fail: { status: 503 },
          refuse: { status: 422 },
          'lose-answer': { answer: 'empty', after: true },
          hang: { answer: 'none' },
        } as const;
        register.mood(() => moods[behaviour]);
      },
      message: (n): OutboxRow => ({
        id: `case-${n}:1:0`,
        tenant: 'hanoi',
        caseId: `case-${n}`,
        revision: 1,
        index: 0,
        topic: 'permit.registered',
        payload: { type: 'permit.registered', code: `GP-${n}` },
        createdAt: Date.UTC(2026, 0, 5, 1),
        destination: 'register',
      }),
      restart: async () => (await started()).destination,
      async close() {
        await engine.stop();
        await register.close();
      },
    };
  },
  report: '../../../docs/reference/conformance/connect.json',
});

const fail = (): never => {
  throw new Error('no such adapter');
};
