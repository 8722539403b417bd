import { describe, expect, test } from 'vitest';
import { assign, emit, enqueueActions, raise, setup } from 'xstate';
import { z } from 'zod';
import { fact, machineTypes } from '../src/index.js';
import { caseRun } from './case-run.js';
import { define, nothing } from './features.js';

describe('a transition that changes nothing', () => {
  const schemas = {
    input: nothing,
    context: nothing,
    events: { look: nothing, weigh: nothing, leave: nothing, note: nothing },
  };
  const workflow = define(
    schemas,
    setup({ types: machineTypes(schemas), actions: { weigh: enqueueActions(() => {}) } }).createMachine({
      context: {},
      initial: 'open',
      on: { leave: '.gone' },
      states: {
        open: { on: { look: 'open', weigh: { actions: 'weigh' }, leave: {}, note: {} } },
        gone: {},
      },
    }),
  );
  const opened = () => {
    const run = caseRun(workflow);
    run.open('2026-03-02T09:00');
    return run;
  };

  test.each(['look', 'weigh'])('is taken all the same, and is on record: %s', (event) => {
    const run = opened();
    expect(run.send(event, '2026-03-02T10:00')).toMatchObject({ status: 'accepted', state: 'open', revision: 2 });
  });

  test('takes nothing when it has neither a target nor an action, and hides the handler above it', () => {
    const run = opened();
    const allowed = ['look', 'weigh'];
    for (const event of ['leave', 'note']) {
      expect(run.send(event, '2026-03-02T10:00')).toMatchObject({ code: 'MC_EVENT_NOT_ALLOWED', allowed });
    }
  });
});

describe('actions', () => {
  const schemas = {
    input: nothing,
    context: z.strictObject({ n: z.number().max(2) }),
    events: { go: nothing, again: nothing, wrong: nothing, secret: nothing, untold: nothing },
    facts: { told: z.strictObject({ n: z.number() }) },
  };
  let called = 0;
  const workflow = define(
    schemas,
    setup({
      types: machineTypes(schemas),
      actions: {
        count: assign({ n: ({ context }) => context.n + 1 }),
        tell: emit(({ context }) => fact('told', { n: context.n })),
        tellWrong: emit(() => fact('told', { n: 'one' }) as never),
        tellUndeclared: emit(() => ({ type: 'rumour' }) as never),
        followUp: raise({ type: 'again' } as never),
        sneak: enqueueActions(({ enqueue }) => {
          enqueue((() => {
            called += 1;
          }) as never);
        }),
      },
    }).createMachine({
      context: { n: 0 },
      on: {
        go: { actions: ['count', 'tell', 'followUp'] },
        again: { actions: ['count', 'tell'] },
        wrong: { actions: 'tellWrong' },
        untold: { actions: 'tellUndeclared' },
        secret: { actions: 'sneak' },
      },
    }),
  );
  const opened = () => {
    const run = caseRun(workflow);
    run.open('2026-03-02T09:00');
    return run;
  };

  test('come in the order of the machine, raised events included, each fact as it was then', () => {
    const run = opened();
    run.send('go', '2026-03-02T09:00');
    expect(run.decision()?.change?.journal.facts).toEqual([
      { type: 'told', n: 1 },
      { type: 'told', n: 2 },
    ]);
    expect(run.timers()).toEqual([]);
  });

  test.each([
    ['make a context its schema forbids', 'go', /context its schema forbids/u],
    ['emit a fact with a wrong payload', 'wrong', /"told" with a wrong payload/u],
    ['emit a fact nobody declared', 'untold', /"rumour", which has no schema/u],
    ['smuggle code in', 'secret', /runs code/u],
  ])('that %s fail the event and leave the case where it was', (_what, event, why) => {
    const run = opened();
    run.send('go', '2026-03-02T09:00');
    const before = run.envelope();
    expect(run.send(event, '2026-03-02T10:00')).toMatchObject({
      status: 'failed',
      code: 'MC_MACHINE_FAILED',
      message: expect.stringMatching(why),
    });
    expect(run.envelope()).toBe(before);
    expect(called).toBe(0);
  });
});
