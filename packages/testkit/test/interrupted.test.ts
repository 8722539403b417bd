import type { Store } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { expect, test } from 'vitest';
import { type Simulation, simulate } from '../src/index.js';
import { agency, asking, officer } from './asking.js';

/** A store whose process dies after each delivery to a case has been carried out, and before that is on record. */
function dyingBeforeSettling(memory: Store): Store {
  const died = new Set<string>();
  return {
    ...memory,
    outbox: {
      ...memory.outbox,
      settle: async (request) => {
        const { id, destination } = request.claim.row;
        if (destination !== 'engine' || died.has(id)) return memory.outbox.settle(request);
        died.add(id);
        throw new Error('the process died');
      },
    },
  };
}

/** Does something, and lets time pass until what was left behind has been taken up again. */
async function through(sim: Simulation, act: () => Promise<unknown>): Promise<void> {
  await act().catch(() => undefined);
  for (let n = 0; n < 3; n += 1) {
    await sim.clock.advanceBy(60_000);
    await sim.engine.settle().catch(() => undefined);
  }
}

test('a message between cases that was carried out but not put on record is carried out once', async () => {
  const store = dyingBeforeSettling(createMemoryStore());
  await using sim = await simulate({ workflows: [asking, agency], start: '2026-03-02T09:00+07:00', store });
  const as = sim.as(officer);
  const parent = await sim.open({ input: {} });
  const child = `${parent}/police.1`;
  await through(sim, () => as.send(parent, 'ask'));
  await through(sim, () => as.send(child, 'note'));
  await through(sim, () => as.send(parent, 'cancel'));
  expect((await sim.case(parent)).machine.context).toMatchObject({ progress: 1, heard: ['1:(withdrawn)'] });
  expect(await sim.case(child)).toMatchObject({ status: 'done' });
  expect((await sim.engine.history({ tenant: sim.tenant, caseId: child })).map(({ command }) => command.type)).toEqual([
    'open',
    'send',
    'instruct',
  ]);
  expect(await sim.engine.deadLetters({ tenant: sim.tenant })).toEqual([]);
});
