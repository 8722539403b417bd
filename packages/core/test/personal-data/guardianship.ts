import { assign, emit, enqueueActions, setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, fact, machineTypes, openCase, personal, rungEventSchema } from '../../src/index.js';

const text = z.string().min(1).max(4000);
const own = { subject: 'id' };
const aboutWard = { subject: '/ward/id' };

const person = z.strictObject({
  id: personal(text, own),
  name: personal(text, own),
  phone: personal(z.string().regex(/^0\d{9}$/u, 'ten digits expected'), own).optional(),
});
const ward = z.strictObject({
  id: personal(text, own),
  name: personal(text, own),
  birthYear: personal(z.number().int().min(1900), own),
  isBlind: personal(z.boolean(), own),
  sex: personal(z.enum(['male', 'female']), own),
  illnesses: personal(z.array(text).min(1), own),
  schools: personal(z.record(z.string(), z.number()), own),
});
const guardian = person.refine(({ name }) => name !== 'Vô Danh', {
  error: ({ input }) => `nobody is called ${(input as { name: string }).name}`,
});

const schemas = {
  input: z.strictObject({ guardian, ward, witnesses: z.array(person).readonly(), unit: z.string() }),
  context: z.strictObject({
    guardian: person,
    ward,
    witnesses: z.array(person).readonly(),
    unit: z.string(),
    finding: personal(text, aboutWard).optional(),
    openedBy: z.string(),
    visits: z.number().int(),
  }),
  events: {
    accept: z.strictObject({}),
    visit: z.strictObject({ finding: personal(text, aboutWard) }),
    'witness.add': z.strictObject({ witness: person }),
    ask: z.strictObject({ question: personal(text, aboutWard) }),
    'ask.answer': z.looseObject({ output: z.unknown() }),
    grant: z.strictObject({ reason: personal(text, aboutWard).optional() }),
    'term.overdue': rungEventSchema,
  },
  facts: {
    'slip.issued': z.strictObject({
      guardian: person,
      ward: z.strictObject({ id: personal(text, own), name: personal(text, own) }),
    }),
    visited: z.strictObject({ by: z.string(), finding: personal(text, aboutWard) }),
    granted: z.strictObject({ by: z.string(), reason: personal(text, aboutWard).optional() }),
  },
};

const machine = setup({
  types: machineTypes(schemas),
  guards: { hasPhone: ({ context }) => context.guardian.phone !== undefined },
  actions: {
    slip: emit(
      ({
        context: {
          guardian: who,
          ward: { id, name },
        },
      }) => fact('slip.issued', { guardian: who, ward: { id, name } }),
    ),
    visit: enqueueActions(({ context, event, enqueue }) => {
      if (event.type !== 'visit') return;
      enqueue.assign({ finding: event.finding, visits: context.visits + 1 });
      enqueue.emit(fact('visited', { by: event.meta.actor.id, finding: event.finding }));
    }),
    addWitness: assign({
      witnesses: ({ context, event }) =>
        event.type === 'witness.add' ? [...context.witnesses, event.witness] : context.witnesses,
    }),
    ask: emit(({ context, event }) =>
      openCase({
        key: 'school',
        workflow: 'school-opinion',
        input: { ward: { id: context.ward.id }, question: event.type === 'ask' ? event.question : '' },
        replyEvent: 'ask.answer',
      }),
    ),
    grant: emit(({ event }) =>
      fact('granted', {
        by: event.meta.actor.id,
        ...(event.type === 'grant' && event.reason !== undefined && { reason: event.reason }),
      }),
    ),
  },
}).createMachine({
  id: 'guardianship',
  context: ({ input: { meta, ...input } }) => ({ ...input, openedBy: meta.actor.id, visits: 0 }),
  initial: 'received',
  states: {
    received: { on: { accept: { target: 'open', guard: 'hasPhone', actions: 'slip' } } },
    open: {
      tags: ['answering'],
      on: {
        visit: { actions: 'visit' },
        'witness.add': { actions: 'addWitness' },
        ask: { actions: 'ask' },
        'ask.answer': {},
        grant: { target: 'granted', actions: 'grant' },
        'term.overdue': {},
      },
    },
    granted: { type: 'final', tags: ['answered'] },
  },
});

/** A workflow about several persons, with personal fields of every kind. */
export const guardianship = defineWorkflow({
  id: 'guardianship',
  version: '1',
  schemas,
  machine,
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn giải quyết', en: 'Answer' },
      owner: 'authority',
      startsIn: 'answering',
      metIn: ['answered'],
      budget: { amount: 5, unit: 'workingDay' },
      extension: { maxTimes: 1 },
      rungs: { due: { at: 'due', effect: 'escalating', event: 'term.overdue' } },
    },
  },
  access: {
    open: [{ roles: ['clerk'] }, { roles: ['citizen'] }],
    accept: [{ roles: ['clerk'] }],
    visit: [{ roles: ['officer'] }],
    'witness.add': [{ roles: ['clerk'] }, { roles: ['citizen'], unit: 'subject' }],
    ask: [{ roles: ['officer'] }],
    grant: [{ roles: ['officer'] }],
    extend: [{ roles: ['officer'] }],
    'file.hold': [{ roles: ['officer'] }],
    'file.release': [{ roles: ['officer'] }],
    'file.correct': [{ roles: ['officer'] }],
    'file.dispose': [{ roles: ['officer'] }],
  },
  index: ({ context }) => ({
    subject: context.guardian.id,
    unit: context.unit,
    code: 'GH-0001',
    category: 'guardianship',
    text: `${context.guardian.name} ${context.ward.name} đăng ký giám hộ`,
    deadline: 'answer',
  }),
  holder: ({ context, hasTag }) =>
    hasTag('answering') ? { kind: 'unit', id: context.unit } : { kind: 'citizen', id: context.guardian.id },
  refusal: (_event, { context }) => `the guardian ${context.guardian.name} has left no telephone number`,
});

const opinionSchemas = {
  input: z.strictObject({ ward: z.strictObject({ id: personal(text, own) }), question: personal(text, aboutWard) }),
  context: z.strictObject({
    ward: z.strictObject({ id: personal(text, own) }),
    question: personal(text, aboutWard),
    answer: personal(text, aboutWard).optional(),
  }),
  events: { answer: z.strictObject({ content: personal(text, aboutWard) }) },
};

/** A sub-case about the same ward. */
export const schoolOpinion = defineWorkflow({
  id: 'school-opinion',
  version: '1',
  schemas: opinionSchemas,
  machine: setup({
    types: machineTypes(opinionSchemas),
    actions: { note: assign({ answer: ({ event }) => event.content }) },
  }).createMachine({
    context: ({ input: { meta: _, ...input } }) => input,
    output: ({ context }) => ({ said: `The school says: ${context.answer}` }),
    initial: 'asked',
    states: { asked: { on: { answer: { target: 'answered', actions: 'note' } } }, answered: { type: 'final' } },
  }),
  access: { open: [], answer: [{ roles: ['officer'] }] },
});
