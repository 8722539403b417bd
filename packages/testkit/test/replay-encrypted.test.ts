import { defineWorkflow, fact, machineTypes, personal } from '@motcua/core';
import { createMemoryKeyStore, createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { emit, setup } from 'xstate';
import { z } from 'zod';
import { checkReplay, exportJournals, readJournals, simulate, writeJournal } from '../src/index.js';

const own = { subject: 'id' };
const applicant = z.strictObject({
  id: personal(z.string().min(1), own),
  name: personal(z.string().min(1), own),
  age: personal(z.number().int().min(0), own),
});
const schemas = {
  input: z.strictObject({ applicant }),
  context: z.strictObject({ applicant }),
  events: { note: z.strictObject({}), grant: z.strictObject({}) },
  facts: { granted: z.strictObject({ applicant }), greeted: z.strictObject({ words: z.string() }) },
};

interface Change {
  readonly leaving?: 'granted' | 'refused';
  /** Says a name in a fact that is not marked as personal. */
  readonly telltale?: true;
}

/** A permit of a person, in which one thing can be changed. */
function permitOf({ leaving = 'granted', telltale }: Change = {}) {
  return defineWorkflow({
    id: 'permit',
    version: '1',
    schemas,
    machine: setup({
      types: machineTypes(schemas),
      actions: {
        tell: emit(({ context }) => fact('granted', { applicant: context.applicant })),
        greet: emit(({ context }) => fact('greeted', { words: telltale ? `Thưa ${context.applicant.name}` : 'Thưa' })),
      },
    }).createMachine({
      context: ({ input }) => ({ applicant: input.applicant }),
      initial: 'running',
      states: {
        running: { on: { note: { actions: 'greet' }, grant: { target: leaving, actions: 'tell' } } },
        granted: {},
        refused: {},
      },
    }),
    index: ({ context: { applicant: who } }) => ({ subject: who.id, text: `${who.name} xin phép` }),
    holder: ({ context }) => ({ kind: 'citizen', id: context.applicant.id }),
    access: { open: [{ roles: ['clerk'] }], note: [{ roles: ['clerk'] }], grant: [{ roles: ['clerk'] }] },
  });
}

const lan = { id: 'lan', unit: 'one-stop', roles: ['clerk'] };
const an = { id: '001188012345', name: 'Hà Thị An', age: 37 };
const binh = { id: '001188054321', name: 'Đỗ Văn Bình', age: 41 };

/** Two granted cases in an encrypted store; then the first person was erased. */
async function record(change: Change = {}) {
  const store = createMemoryStore();
  const keys = createMemoryKeyStore();
  await keys.open();
  const workflows = [permitOf(change)];
  const sim = await simulate({ workflows, store, start: '2026-03-02T09:00+07:00', personalData: { keys } });
  for (const who of [an, binh]) {
    const caseId = await sim.open({ input: { applicant: who } });
    for (const event of ['note', 'grant']) await sim.as(lan).send(caseId, event);
  }
  const erased = await sim.engine.erase({
    tenant: sim.tenant,
    subject: an.id,
    actor: { kind: 'person', ...lan },
    reason: 'request 12/2026',
    legalBasis: 'Law 91/2025/QH15 art. 14',
  });
  expect(erased).toMatchObject({ status: 'erased', cases: ['case-1'] });
  await sim.engine.stop();
  await store.open();
  await keys.open();
  return { store, keys };
}

async function exported(options: Parameters<typeof exportJournals>[0]): Promise<string> {
  let text = '';
  for await (const recorded of exportJournals(options)) text += writeJournal(recorded);
  return text;
}

describe('journals of a store that encrypts', () => {
  test('come in clear with its keys, and are decided again alike, the erased case too', async () => {
    const text = await exported(await record());
    expect(text).toContain(binh.name);
    expect(text).not.toContain(an.name);
    const report = await checkReplay({ journals: readJournals(text), workflows: [permitOf()] });
    expect(report.differences).toEqual([]);
    expect(report).toMatchObject({ same: true, cases: 2, commands: 7 });
  });

  test('come without anybody when no keys are given, and are decided again alike', async () => {
    const { store } = await record();
    const text = await exported({ store });
    for (const value of [an.id, an.name, binh.id, binh.name, 'sealed']) expect(text).not.toContain(value);
    const report = await checkReplay({ journals: readJournals(text), workflows: [permitOf()] });
    expect(report.differences).toEqual([]);
    expect(report).toMatchObject({ same: true, cases: 2 });
  });

  test('still show a change that has nothing to do with persons', async () => {
    const { store } = await record();
    const journals = readJournals(await exported({ store }));
    const report = await checkReplay({ journals, workflows: [permitOf({ leaving: 'refused' })] });
    expect(report.differences.map(({ part, replayed }) => `${part} ${replayed}`)).toContain('state "refused"');
  });

  test('show without keys what a fact says of a person where nothing is marked', async () => {
    const { store } = await record({ telltale: true });
    const journals = readJournals(await exported({ store }));
    const report = await checkReplay({ journals, workflows: [permitOf({ telltale: true })] });
    expect(report.differences).toContainEqual(
      expect.objectContaining({ part: 'facts', stored: `"Thưa ${binh.name}"`, replayed: '"Thưa [erased]"' }),
    );
  });
});
