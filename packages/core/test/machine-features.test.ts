import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import { machineTypes } from '../src/index.js';
import { at, caseRun, print } from './case-run.js';
import { define, nothing } from './features.js';

describe('a history state', () => {
  const schemas = {
    input: nothing,
    context: nothing,
    events: { next: nothing, deeper: nothing, leave: nothing, back: nothing, exact: nothing },
  };
  const workflow = define(
    schemas,
    setup({ types: machineTypes(schemas) }).createMachine({
      id: 'm',
      context: {},
      initial: 'working',
      states: {
        working: {
          initial: 'reading',
          on: { leave: 'away' },
          states: {
            reading: { on: { next: 'writing' } },
            writing: { initial: 'draft', states: { draft: { on: { deeper: 'final' } }, final: {} } },
            shallow: { type: 'history' },
            deep: { type: 'history', history: 'deep' },
          },
        },
        away: { on: { back: 'working.shallow', exact: 'working.deep' } },
      },
    }),
  );

  test.each([
    ['back', 'working.writing.draft'],
    ['exact', 'working.writing.final'],
  ])('leads %s to where the case was, after the case was stored in between', (event, state) => {
    const run = caseRun(workflow);
    run.open('2026-03-02T09:00');
    for (const type of ['next', 'deeper', 'leave']) run.send(type, '2026-03-02T09:00');
    expect(run.envelope()).toMatchObject({ state: 'away', machine: { history: expect.anything() } });
    expect(run.send(event, '2026-03-02T10:00')).toMatchObject({ status: 'accepted', state });
  });

  test('knows nothing before the first visit has ended', () => {
    const run = caseRun(workflow);
    run.open('2026-03-02T09:00');
    expect(run.envelope().machine).not.toHaveProperty('history');
    run.send('leave', '2026-03-02T09:00');
    expect(run.send('back', '2026-03-02T10:00')).toMatchObject({ state: 'working.reading' });
  });
});

describe('parallel regions', () => {
  const schemas = { input: nothing, context: nothing, events: { pay: nothing, examine: nothing } };
  const workflow = define(
    schemas,
    setup({ types: machineTypes(schemas) }).createMachine({
      context: {},
      initial: 'processing',
      states: {
        processing: {
          type: 'parallel',
          onDone: 'ready',
          states: {
            fee: { initial: 'owed', states: { owed: { tags: 'owing', on: { pay: 'paid' } }, paid: { type: 'final' } } },
            file: {
              initial: 'open',
              states: { open: { tags: 'open', on: { examine: 'examined' } }, examined: { type: 'final' } },
            },
          },
        },
        ready: { type: 'final' },
      },
    }),
  );

  test('are kept side by side, each taking its own events, and end together', () => {
    const run = caseRun(workflow);
    run.open('2026-03-02T09:00');
    expect(run.envelope()).toMatchObject({
      state: 'processing.fee.owed|processing.file.open',
      tags: ['open', 'owing'],
    });
    run.send('examine', '2026-03-02T10:00');
    expect(run.envelope()).toMatchObject({ state: 'processing.fee.owed|processing.file.examined', tags: ['owing'] });
    expect(run.send('examine', '2026-03-02T10:00')).toMatchObject({ code: 'MC_EVENT_NOT_ALLOWED', allowed: ['pay'] });
    expect(run.send('pay', '2026-03-02T11:00')).toMatchObject({ state: 'ready' });
    expect(run.envelope()).toMatchObject({ status: 'done', tags: [] });
  });
});

describe('a short wait', () => {
  const schemas = { input: nothing, context: nothing, events: { go: nothing, back: nothing } };
  const workflow = define(
    schemas,
    setup({ types: machineTypes(schemas), delays: { shortly: 60_000 } }).createMachine({
      id: 'm',
      context: {},
      initial: 'waiting',
      states: {
        waiting: { after: { 7200000: 'tired' }, on: { go: 'gone' } },
        tired: { after: { shortly: 'asleep' } },
        asleep: {},
        gone: { on: { back: 'waiting' } },
      },
    }),
  );
  const waits = (run: ReturnType<typeof caseRun>) => run.timers().map(({ key, fireAt }) => `${key} ${print(fireAt)}`);
  const opened = () => {
    const run = caseRun(workflow);
    run.open('2026-03-02T09:00');
    return run;
  };

  test('ends once, at its instant, and the next one begins there', () => {
    const run = opened();
    expect(waits(run)).toEqual(['after/xstate.after.7200000.m.waiting/1 2026-03-02T11:00']);
    expect(run.recover('2026-03-02T15:00')).toHaveLength(2);
    expect(run.envelope()).toMatchObject({ state: 'asleep', timers: [], occurredAt: at('2026-03-02T11:01') });
    expect(run.fire('after/xstate.after.7200000.m.waiting/1', '2026-03-02T16:00')).toMatchObject({
      code: 'MC_TIMER_STALE',
    });
  });

  test('of a machine that has ended is over', () => {
    const ending = define(
      { ...schemas, events: { go: nothing } },
      setup({}).createMachine({
        context: {},
        after: { 60000: '.there' },
        initial: 'here',
        states: { here: { on: { go: 'there' } }, there: { type: 'final' } },
      }),
    );
    const run = caseRun(ending);
    run.open('2026-03-02T09:00');
    expect(run.timers()).toHaveLength(1);
    run.send('go', '2026-03-02T09:00');
    expect([run.envelope().status, run.timers()]).toEqual(['done', []]);
  });

  test('is over when its state is left, and a firing of the earlier visit is stale', () => {
    const run = opened();
    run.send('go', '2026-03-02T10:00');
    expect(waits(run)).toEqual([]);
    run.send('back', '2026-03-02T10:30');
    expect(waits(run)).toEqual(['after/xstate.after.7200000.m.waiting/3 2026-03-02T12:30']);
    expect(run.fire('after/xstate.after.7200000.m.waiting/1', '2026-03-02T13:00')).toMatchObject({
      code: 'MC_TIMER_STALE',
    });
    expect(run.fire('after/xstate.after.7200000.m.waiting/3', '2026-03-02T12:29')).toMatchObject({
      code: 'MC_TIMER_EARLY',
    });
    expect(run.envelope().state).toBe('waiting');
  });
});
