import { describe, expect, test } from 'vitest';
import { assign, emit, fromPromise, log, raise, sendTo, setup, spawnChild } from 'xstate';
import { offencesOf } from '../../test/sound-workflow.js';
import type { WorkflowSpec } from './workflow.js';

const inMachine = (built: unknown) => offencesOf({ machine: built as WorkflowSpec['machine'] });
const twoStates = { here: { on: { go: 'there' } }, there: {} };

describe('a machine is refused that has', () => {
  test('an inline action, wherever it stands', () => {
    const inline = () => {};
    const found = inMachine(
      setup({}).createMachine({
        context: {},
        entry: inline,
        initial: 'here',
        states: {
          here: { exit: inline, on: { go: { target: 'there', actions: inline } }, after: { 5: { actions: [inline] } } },
          there: {
            always: { actions: inline, guard: () => false },
            initial: 'in',
            states: { in: { type: 'final' } },
            onDone: { actions: inline },
          },
        },
      }),
    );
    expect(found).toEqual([
      '(root) entry: an inline action; name it in setup({ actions })',
      'here exit: an inline action; name it in setup({ actions })',
      'here on "go": an inline action; name it in setup({ actions })',
      'here after 5: an inline action; name it in setup({ actions })',
      'there always: an inline action; name it in setup({ actions })',
      'there always: an inline guard; name it in setup({ guards })',
      'there onDone: an inline action; name it in setup({ actions })',
    ]);
  });

  test('an action that runs code', () => {
    const run = {
      actions: { mail: () => {}, print: log('x'), start: spawnChild('worker'), post: sendTo('x', { type: 'y' }) },
    };
    const found = inMachine(
      setup(run as never).createMachine({ context: {}, initial: 'here', states: twoStates } as never),
    );
    expect(found.map((text) => text.split(':')[0])).toEqual([
      'action "mail"',
      'action "print"',
      'action "start"',
      'action "post"',
    ]);
    expect(found[0]).toContain('runs code; a machine may only assign, emit, raise, cancel and enqueue those');
  });

  test('no implementation of an action or a guard it names', () => {
    const found = inMachine(
      setup({}).createMachine({
        context: {},
        initial: 'here',
        states: {
          here: { entry: 'greet', on: { go: { target: 'there', guard: 'allowed', actions: { type: 'toString' } } } },
          there: {},
        },
      } as never),
    );
    expect(found).toEqual([
      'here entry: action "greet" is not implemented in setup({ actions })',
      'here on "go": action "toString" is not implemented in setup({ actions })',
      'here on "go": guard "allowed" is not implemented in setup({ guards })',
    ]);
  });

  test('actors', () => {
    const worker = fromPromise(async () => 1);
    const found = inMachine(
      setup({ actors: { worker } }).createMachine({
        context: {},
        initial: 'here',
        states: { here: { invoke: { src: 'worker' }, on: { go: 'there' } }, there: {} },
      }),
    );
    expect(found).toEqual([
      'setup({ actors }): no actor is ever started; open a sub-case instead',
      'here: invoke; open a sub-case or let an adapter do the work',
    ]);
  });

  test('a wait longer than 24 hours, or one that is not a fixed number', () => {
    const delays = { later: () => 5, never: Number.POSITIVE_INFINITY, odd: Number.NaN, back: -1, day: 86_400_000 };
    const after = {
      86400001: 'there',
      later: 'there',
      never: 'there',
      odd: 'there',
      back: 'there',
      unknown: 'there',
      day: 'there',
      86400000: 'there',
    };
    const found = inMachine(
      setup({ delays }).createMachine({
        context: {},
        initial: 'here',
        states: { here: { after, on: { go: 'there' } }, there: {} },
      } as never),
    );
    expect(found).toEqual([
      'here after 86400001: waits 86400001 ms, more than 24 hours; declare a deadline instead',
      'here after later: the delay "later" is not a fixed number of milliseconds; declare a deadline instead',
      'here after never: waits Infinity ms, more than 24 hours; declare a deadline instead',
      'here after odd: waits NaN ms, more than 24 hours; declare a deadline instead',
      'here after back: waits -1 ms, more than 24 hours; declare a deadline instead',
      'here after unknown: the delay "unknown" is not a fixed number of milliseconds; declare a deadline instead',
    ]);
  });

  test('the same in a delayed raise', () => {
    const actions = {
      soon: raise({ type: 'go' } as never, { delay: 1000 }),
      late: raise({ type: 'go' } as never, { delay: 30 * 86_400_000 }),
      computed: raise({ type: 'go' } as never, { delay: () => 5 }),
    };
    const found = inMachine(
      setup({ actions }).createMachine({ context: {}, initial: 'here', states: twoStates } as never),
    );
    expect(found).toEqual([
      'action "late": waits 2592000000 ms, more than 24 hours; declare a deadline instead',
      'action "computed": the delay "(computed)" is not a fixed number of milliseconds; declare a deadline instead',
    ]);
  });

  test("a wildcard, or a handler of a type that is XState's own", () => {
    const found = inMachine(
      setup({}).createMachine({
        context: {},
        initial: 'here',
        states: {
          here: { on: { '*': 'there', 'papers.*': 'there', 'xstate.done.state.x': 'there', go: 'there' } },
          there: {},
        },
      } as never),
    );
    expect(found).toEqual([
      'here on "*": a wildcard hides events nobody declared; name them',
      'here on "papers.*": a wildcard hides events nobody declared; name them',
      'here on "xstate.done.state.x": the type is reserved by XState',
    ]);
  });
});

test('assigning, emitting, raising and the like are taken', () => {
  const taken = setup({
    guards: { always: () => true },
    actions: { note: assign({}), tell: emit({ type: 'told' } as never), again: raise({ type: 'go' } as never) },
  }).createMachine({
    context: {},
    entry: ['note', 'tell'],
    initial: 'here',
    states: {
      here: {
        tags: 'running',
        on: { go: { target: 'there', guard: 'always', actions: 'again' } },
        after: { 1000: 'there' },
      },
      there: {},
    },
  } as never);
  expect(inMachine(taken)).toEqual([]);
});
