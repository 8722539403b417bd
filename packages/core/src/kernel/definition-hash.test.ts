import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, assign, setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow } from './define-workflow.js';
import { stableHash } from './stable-hash.js';

const nothing = z.strictObject({});

interface Variant {
  readonly target?: 'there' | 'elsewhere';
  readonly note?: () => object;
  readonly days?: number;
  readonly roles?: readonly string[];
  readonly holders?: readonly string[];
  readonly context?: z.ZodType<Record<string, unknown>>;
  readonly event?: z.ZodType<Record<string, unknown>>;
  readonly budget?: (context: object) => { amount: number; unit: 'workingDay' };
}

const machineOf = (target: string, note: () => object): AnyStateMachine =>
  setup({ actions: { note: assign(note) } }).createMachine({
    context: {},
    initial: 'here',
    states: { here: { tags: 'running', on: { go: { target, actions: 'note' } } }, there: {}, elsewhere: {} },
  } as never) as unknown as AnyStateMachine;

const hash = ({
  target = 'there',
  note = () => ({}),
  days = 1,
  roles = ['clerk'],
  holders,
  context = nothing,
  event = nothing,
  budget,
}: Variant = {}) =>
  defineWorkflow({
    id: 'w',
    version: '1',
    schemas: { input: nothing, context, events: { go: event } },
    machine: machineOf(target, note),
    access: { open: [{ roles }], ...(holders && { 'file.hold': [{ roles: holders }] }) },
    deadlines: {
      answer: {
        title: { vi: 'Hạn', en: 'Answer' },
        owner: 'authority',
        startsIn: 'running',
        budget: budget ?? { amount: days, unit: 'workingDay' },
      },
    },
  }).definitionHash;

describe('the hash of a definition', () => {
  test('is the same for the same definition made twice', () => {
    expect(hash()).toBe(hash());
    expect(hash()).toMatch(/^[0-9a-f]{16}$/u);
  });

  test.each<[string, Variant]>([
    ['the machine', { target: 'elsewhere' }],
    ['a deadline', { days: 2 }],
    ['the access rules', { roles: ['officer'] }],
    ['the schema of the context', { context: z.strictObject({ a: z.string().optional() }) }],
    ['the schema of an event', { event: z.strictObject({ a: z.string() }) }],
  ])('changes with %s', (_what, variant) => {
    expect(hash(variant)).not.toBe(hash());
  });

  test('stays when the office changes who may do something with the file', () => {
    expect(hash({ holders: ['archivist'] })).toBe(hash());
  });

  test('does not look into functions', () => {
    expect(hash({ note: () => ({ other: 1 }) })).toBe(hash());
    expect(hash({ budget: () => ({ amount: 1, unit: 'workingDay' }) })).toBe(
      hash({ budget: () => ({ amount: 9, unit: 'workingDay' }) }),
    );
  });
});

test('the order of keys does not count, the order of lists does', () => {
  expect(stableHash({ a: 1, b: [1, 2] })).toBe(stableHash({ b: [1, 2], a: 1 }));
  expect(stableHash({ a: 1, b: [1, 2] })).not.toBe(stableHash({ a: 1, b: [2, 1] }));
});

test('a key without a value counts like no key, a null does not', () => {
  expect(stableHash({ a: 1, b: undefined })).toBe(stableHash({ a: 1 }));
  expect(stableHash({ a: 1, b: null })).not.toBe(stableHash({ a: 1 }));
});
