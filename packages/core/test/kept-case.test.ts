import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, type EventObject, machineTypes } from '../src/index.js';
import { anybody } from './actors.js';
import { ref, startOffice } from './office.js';

const papers = z.array(z.looseObject({ id: z.string() }));
const schemas = {
  input: z.strictObject({}),
  context: z.strictObject({ papers, rule: z.strictObject({ days: z.number() }) }),
  events: { bring: z.strictObject({ papers }), smuggle: z.strictObject({}) },
  // What the schema does not look into is passed on as it is.
  facts: { listed: z.strictObject({ papers: z.unknown() }) },
};
const everybody = [{ roles: ['clerk'] }];
/** Belongs to the program: no copy of a case may change or freeze it. */
const rule = { days: 3 };

const list = defineWorkflow({
  id: 'list',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: {
      bring: assign({
        papers: ({ context, event }) => [...context.papers, ...('papers' in event ? event.papers : [])],
      }),
      smuggle: assign({
        papers: ({ context }) => {
          context.papers.push({ id: 'smuggled' });
          return context.papers;
        },
      }),
      tell: emit(({ context }) => ({ type: 'listed' as const, papers: context.papers })),
    },
  }).createMachine({
    context: { papers: [], rule },
    initial: 'open',
    states: { open: { on: { bring: { actions: ['bring', 'tell'] }, smuggle: { actions: 'smuggle' } } } },
  }),
  access: { open: everybody, bring: everybody, smuggle: everybody },
});

/** An engine that keeps the cases it wrote, or reads each of them anew. */
const officeWith = (cacheBytes: number) => startOffice({ workflows: [list], limits: { cacheBytes } });

const command = { ...ref(), actor: anybody };
const bring = (id: string): EventObject => ({ type: 'bring', papers: [{ id, pages: [1] }] });

describe.each([
  ['keeps the cases it wrote', 1_000_000],
  ['reads each case anew', 0],
])('with an engine that %s', (_name, cacheBytes) => {
  test('a caller who changes what a request, a reply, an event or get() held changes nothing', async () => {
    await using office = await officeWith(cacheBytes);
    const { engine } = office;
    /** Some of it is frozen, and the attempt throws: that is as good. */
    const spoil = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const inner of Object.values(value)) spoil(inner);
      try {
        for (const key of Object.keys(value)) Reflect.deleteProperty(value, key);
        Object.assign(value, { id: 'spoiled', revision: 99 });
      } catch {}
    };
    spoil(await engine.open({ ...command, workflow: 'list', input: {} }));
    engine.on('committed', (event) => spoil(event));
    engine.on('fact', (event) => spoil(event));
    for (const id of ['a', 'b', 'c']) {
      const event = bring(id);
      const reply = await engine.send({ ...command, event });
      spoil(event);
      spoil(reply);
      spoil(await engine.get(ref()));
      spoil(await engine.history(ref()));
    }
    const { context } = (await office.store.cases.load(ref()))?.machine ?? {};
    expect(context).toEqual({
      papers: ['a', 'b', 'c'].map((id) => ({ id, pages: [1] })),
      rule: { days: 3 },
    });
    expect((await engine.get(ref())).revision).toBe(4);
    expect([rule.days, Object.isFrozen(rule)]).toEqual([3, false]);
  });

  test('machine code that changes its context in place fails, and the case stays as it was', async () => {
    await using office = await officeWith(cacheBytes);
    await office.engine.open({ ...command, workflow: 'list', input: {} });
    await office.engine.send({ ...command, event: bring('a') });
    const before = await office.store.cases.load(ref());
    const reply = await office.engine.send({ ...command, event: { type: 'smuggle' } });
    expect(reply).toMatchObject({ status: 'failed', code: 'MC_MACHINE_FAILED', revision: 2 });
    expect(await office.store.cases.load(ref())).toEqual(before);
    await office.engine.send({ ...command, event: bring('b') });
    expect((await office.store.cases.load(ref()))?.machine.context).toMatchObject({
      papers: [{ id: 'a' }, { id: 'b' }],
    });
  });
});
