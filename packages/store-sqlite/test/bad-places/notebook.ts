import { createEngine, defineWorkflow, type EngineOptions, fact, machineTypes, type Store } from '@motcua/core';
import { createMemoryNotifier } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

const schemas = {
  input: z.strictObject({}),
  context: z.strictObject({ text: z.unknown(), notes: z.number() }),
  events: { note: z.strictObject({ text: z.unknown() }) },
  facts: { noted: z.strictObject({ notes: z.number() }) },
};

/** A case that keeps the last note it was given, counts them, and has a term of one working day. */
export const notebook = defineWorkflow({
  id: 'notebook',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: {
      keep: assign(({ context, event }) => ({ text: event.text, notes: context.notes + 1 })),
      tell: emit(({ context }) => fact('noted', { notes: context.notes })),
    },
  }).createMachine({
    context: { text: '', notes: 0 },
    initial: 'open',
    states: { open: { tags: 'open', on: { note: { actions: ['keep', 'tell'] } } } },
  }),
  access: { open: [{ roles: ['clerk'] }], note: [{ roles: ['clerk'] }] },
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn', en: 'Answer' },
      owner: 'authority',
      startsIn: 'open',
      budget: { amount: 1, unit: 'workingDay' },
      rungs: { due: { at: 'due', effect: 'escalating' } },
    },
  },
  index: ({ context }) => ({ text: typeof context.text === 'string' ? context.text.slice(0, 50) : '' }),
});

export const TENANT = 't';
export const actor = { kind: 'person' as const, id: 'lan', roles: ['clerk'] };
export const ref = (caseId = 'c1') => ({ tenant: TENANT, caseId });
export const opening = (caseId = 'c1') => ({
  ...ref(caseId),
  workflow: 'notebook',
  actor,
  input: {},
  commandId: `open-${caseId}`,
});
export const noting = (text: unknown, number: number, caseId = 'c1') => ({
  ...ref(caseId),
  actor,
  event: { type: 'note', text },
  commandId: `note-${caseId}-${number}`,
});

/** An engine over a store, on a virtual clock, with a notifier that remembers. */
export function office(store: Store, options: Partial<EngineOptions> = {}) {
  const clock = virtualClock('2026-03-02T09:00+07:00');
  const mail = createMemoryNotifier({ topics: ['noted', 'deadline.breached'] });
  const engine = createEngine({
    workflows: [notebook],
    calendars: [plainCalendar()],
    clock,
    adapters: { mail },
    ...options,
    store,
  });
  return { engine, clock, mail };
}

/** The code of the error a promise rejects with; `undefined` when it does not. */
export const codeOf = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    (error: unknown) => (error as { readonly code?: string }).code ?? String(error),
  );
