import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainLedger, isBreached, latenessOf, printExplanation } from '../src/index.js';
import { at, type CaseRun, caseRun, print, testEnv } from './case-run.js';
import { oneTerm } from './one-term.js';
import { env, play, stories } from './random-story.js';

const rungs = { due: { at: 'due', effect: 'escalating', event: 'rung.note' } } as const;
type Term = NonNullable<Parameters<typeof oneTerm>[0]>;

/** Five working days from Monday 2 March 2026 09:00: due Monday 9 March 17:00, and breached then. */
function breached(term: Term = {}, unordered: readonly string[] = []): CaseRun {
  const run = caseRun(oneTerm({ rungs, ...term }, {}, unordered));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.pass('2026-03-10T08:00');
  return run;
}

const answeredInTime = { occurredAt: '2026-03-09T16:00' };
const lateness = (run: CaseRun, knownAt: string) => latenessOf(run.ledger(), at(knownAt), testEnv().calendars.get);

describe('an act in time that is recorded after the breach', () => {
  test('overrules it when the term says nothing else, and the line names the rule', () => {
    const run = breached();
    run.send('answer', '2026-03-12T08:30', answeredInTime);
    expect(run.ledger().entries[2]).toMatchObject({ kind: 'met', overrules: [1], lateRecord: 'overrules' });
    expect(run.standing('2026-03-12T09:00')).toMatchObject({ status: 'met', breached: false });
  });

  test('lets it stand when the term says so', () => {
    const run = breached({ lateRecord: 'stands' });
    run.send('answer', '2026-03-10T08:30', answeredInTime);
    expect(run.ledger().entries[2]).toMatchObject({ kind: 'met', lateRecord: 'stands' });
    expect(run.ledger().entries[2]).not.toHaveProperty('overrules');
    expect(run.standing('2026-03-10T09:00')).toMatchObject({ status: 'met', breached: true });
    expect(lateness(run, '2026-03-10T09:00')).toMatchObject({ late: true, answeredAt: at('2026-03-09T16:00') });
  });

  test.each([
    ['2026-03-11T17:00', true],
    ['2026-03-11T17:01', false],
  ])('recorded at %s overrules it: %s, when two working days are allowed for the record', (when, overrules) => {
    const run = breached({ lateRecord: { overrulesWithin: { amount: 2, unit: 'workingDay' } } });
    run.send('answer', when, answeredInTime);
    expect(run.standing('2026-03-12T09:00').breached).toBe(!overrules);
  });

  test('asks the context for the rule', () => {
    const run = breached({ lateRecord: ({ noted }) => (noted > 0 ? 'stands' : 'overrules') });
    run.send('answer', '2026-03-10T08:30', answeredInTime);
    expect(run.standing('2026-03-10T09:00').breached).toBe(true);
  });

  test('overrules it by a stop, a waiver or an interruption as well', () => {
    const acts: readonly ((run: CaseRun) => unknown)[] = [
      (run) => run.send('end', '2026-03-10T08:30', answeredInTime),
      (run) => run.waive('answer', '2026-03-10T08:30', answeredInTime),
      (run) => run.send('pause', '2026-03-10T08:30', { occurredAt: '2026-03-05T10:00' }),
    ];
    for (const act of acts) {
      const run = breached();
      act(run);
      expect(run.ledger().entries.at(-1)).toMatchObject({ overrules: [1] });
      expect(run.standing('2026-03-10T09:00').breached).toBe(false);
    }
  });

  test('says so in both languages', () => {
    const explain = (run: CaseRun) => {
      const explanation = explainLedger(run.ledger(), { vi: 'Hạn', en: 'Term' }, testEnv().calendars.get);
      return [printExplanation(explanation, 'vi'), printExplanation(explanation, 'en')];
    };
    const run = breached();
    run.send('answer', '2026-03-10T08:30', answeredInTime);
    expect(explain(run)[0]).toContain('hoàn thành đúng hạn, ghi nhận lúc 2026-03-10T08:30:00+07:00; việc quá hạn');
    expect(explain(run)[1]).toContain('met in time, recorded at 2026-03-10T08:30:00+07:00; the breach recorded before');
    const other = breached({ lateRecord: 'stands' });
    other.send('answer', '2026-03-10T08:30', answeredInTime);
    expect(explain(other)[0]).toContain('vẫn giữ nguyên');
    expect(explain(other)[1]).toContain('the breach recorded before stands');
  });

  test('is told to the machine, after the act itself, when the term names an event for it', () => {
    const run = breached({ events: { overruled: 'term.overruled' } });
    expect(run.envelope().machine.context).toEqual({ noted: 1 });
    run.send('answer', '2026-03-10T08:30', answeredInTime);
    expect(run.envelope()).toMatchObject({ state: 'answered', machine: { context: { noted: 2 } } });
    expect(run.factTypes()).toEqual(['deadline.met']);
  });

  test('stands on record when the machine throws at that event', () => {
    const run = breached({ events: { overruled: 'rung.crash' } });
    expect(run.send('pause', '2026-03-10T08:30', { occurredAt: '2026-03-05T10:00' }).status).toBe('accepted');
    expect(run.factTypes()).toEqual(['deadline.suspended']);
    const crashing = breached({ events: { overruled: 'rung.crash' } });
    expect(crashing.waive('answer', '2026-03-10T08:30', answeredInTime).status).toBe('accepted');
    expect(crashing.factTypes()).toEqual(['deadline.waived', 'deadline.event-failed']);
    expect(crashing.ledger().status).toBe('waived');
    expect(crashing.envelope().machine.context).toEqual({ noted: 1 });
  });
});

describe('an act in time that is recorded after the breach and after the extension that followed', () => {
  const extended = (unordered: readonly string[]) => {
    const run = breached({ extension: { maxTimes: 1 }, events: { overruled: 'term.overruled' } }, unordered);
    run.extend('answer', { until: at('2026-03-13T17:00') }, '2026-03-10T10:00');
    return run;
  };

  test('is refused when the extension is an act like any other', () => {
    expect(extended([]).send('answer', '2026-03-11T08:30', answeredInTime)).toMatchObject({
      status: 'refused',
      code: 'MC_TIME_OUT_OF_BOUNDS',
    });
  });

  test('is judged by the end in force at its legal time, and the extension has no object', () => {
    const run = extended(['extend']);
    expect(run.due()).toBe('2026-03-13T17:00');
    expect(run.send('answer', '2026-03-11T08:30', answeredInTime).status).toBe('accepted');
    expect(run.kinds()).toEqual(['started', 'breached', 'extended', 'met']);
    expect(run.ledger().entries[3]).toMatchObject({
      at: at('2026-03-09T16:00'),
      dueAt: at('2026-03-09T17:00'),
      overrules: [1],
    });
    expect(run.due()).toBe('2026-03-09T17:00');
    expect(run.envelope().deadline).toMatchObject({ metAt: at('2026-03-09T16:00'), dueAt: at('2026-03-09T17:00') });
    expect(run.standing('2026-03-11T09:00')).toMatchObject({ breached: false, remainingWorkingMs: 3_600_000 });
  });

  test('that came after the end and before the extension is late by the end it missed', () => {
    const run = extended(['extend']);
    run.send('answer', '2026-03-11T08:30', { occurredAt: '2026-03-10T07:30' });
    expect(run.ledger().entries[3]).toMatchObject({ kind: 'met', dueAt: at('2026-03-09T17:00') });
    expect(run.ledger().entries[3]).not.toHaveProperty('overrules');
    expect(run.standing('2026-03-11T09:00')).toMatchObject({ breached: true });
  });

  test('that came after the extension is judged by the new end', () => {
    const run = extended(['extend']);
    run.send('answer', '2026-03-16T08:30', { occurredAt: '2026-03-13T16:00' });
    expect(run.ledger().entries.at(-1)).toMatchObject({ kind: 'met', dueAt: at('2026-03-13T17:00') });
    expect(run.standing('2026-03-16T09:00')).toMatchObject({ breached: false });
  });

  test('overrules every breach from its legal time on', () => {
    const run = extended(['extend']);
    run.pass('2026-03-16T08:00');
    run.send('answer', '2026-03-16T08:30', answeredInTime);
    expect(run.kinds()).toEqual(['started', 'breached', 'extended', 'breached', 'met']);
    expect(run.ledger().entries[4]).toMatchObject({ overrules: [1, 3] });
    expect(lateness(run, '2026-03-16T09:00')).toMatchObject({ late: false });
  });

  test('a term that goes on after it forgets the extension without an object', () => {
    const run = caseRun(oneTerm({ rungs, extension: { maxTimes: 1 }, reopen: 'continue' }, {}, ['extend']));
    run.open('2026-03-02T09:00');
    run.send('start', '2026-03-02T09:00');
    run.pass('2026-03-10T08:00');
    run.extend('answer', { amount: 5, unit: 'workingDay' }, '2026-03-10T10:00');
    run.send('answer', '2026-03-11T08:30', { occurredAt: '2026-03-06T16:00' });
    run.send('reopen', '2026-03-12T08:00');
    // One day was left when the answer came: the 12th.
    expect(run.due()).toBe('2026-03-13T17:00');
  });

  test('an act of another kind is still refused when the extension lies after it', () => {
    const run = extended(['extend']);
    expect(run.send('pause', '2026-03-11T08:30', { occurredAt: '2026-03-05T10:00' })).toMatchObject({
      code: 'MC_TIME_OUT_OF_BOUNDS',
      message: expect.stringContaining('"suspended" of deadline answer'),
    });
  });
});

test('an event outside the order of acts that moves the case bars earlier acts all the same', () => {
  const run = caseRun(oneTerm({}, {}, ['pause']));
  run.open('2026-03-02T09:00');
  run.send('start', '2026-03-02T09:00');
  run.send('pause', '2026-03-04T09:00');
  expect(run.send('resume', '2026-03-05T09:00', { occurredAt: '2026-03-03T09:00' })).toMatchObject({
    code: 'MC_TIME_OUT_OF_BOUNDS',
  });
});

describe('lateness', () => {
  test('gives both answers: late as known then, in time as known now', () => {
    const run = breached();
    run.send('answer', '2026-03-12T08:30', answeredInTime);
    expect(lateness(run, '2026-03-12T08:29')).toMatchObject({
      status: 'running',
      late: true,
      due: '2026-03-09T17:00:00+07:00',
      breaches: [{ dueAt: at('2026-03-09T17:00') }],
    });
    expect(lateness(run, '2026-03-12T08:30')).toMatchObject({
      status: 'met',
      late: false,
      answeredAt: at('2026-03-09T16:00'),
      breaches: [
        { overruled: { kind: 'met', at: at('2026-03-09T16:00'), recordedAt: at('2026-03-12T08:30'), actor: 'an' } },
      ],
    });
    expect(lateness(run, '2026-03-12T08:29').text.en).toContain('late');
    expect(lateness(run, '2026-03-12T08:30').text.vi).toContain('không quá hạn');
  });

  test('knows a suspension that was entered late from its entry on', () => {
    const run = breached();
    run.send('pause', '2026-03-12T08:30', { occurredAt: '2026-03-05T10:00' });
    run.send('resume', '2026-03-13T10:00');
    expect(lateness(run, '2026-03-11T09:00')).toMatchObject({ late: true, dueAt: at('2026-03-09T17:00') });
    expect(lateness(run, '2026-03-12T09:00')).toMatchObject({ status: 'suspended', late: false });
    const now = lateness(run, '2026-03-13T11:00');
    expect([now.status, now.late, print(now.dueAt)]).toEqual(['running', false, '2026-03-17T17:00']);
    expect(now.breaches).toMatchObject([{ dueAt: at('2026-03-09T17:00'), overruled: { kind: 'suspended' } }]);
    expect(lateness(run, '2026-03-17T17:01').late).toBe(true);
  });

  test('is there before any rung said so, and not before the term started', () => {
    const run = caseRun(oneTerm());
    run.open('2026-03-02T09:00');
    run.send('start', '2026-03-02T11:00', { occurredAt: '2026-03-02T09:00' });
    expect(lateness(run, '2026-03-02T10:00')).toMatchObject({ status: 'not-started', late: false, breaches: [] });
    expect(lateness(run, '2026-03-09T17:00').late).toBe(false);
    expect(lateness(run, '2026-03-09T17:01').late).toBe(true);
  });

  test('of an end that was extended only after it passed remains, and the standing speaks of the new end', () => {
    const run = breached({ extension: { maxTimes: 1 } });
    run.extend('answer', { amount: 3, unit: 'workingDay' }, '2026-03-10T10:00');
    expect(lateness(run, '2026-03-10T09:59').late).toBe(true);
    const now = lateness(run, '2026-03-10T10:00');
    expect([now.late, print(now.dueAt), now.breaches]).toEqual([
      true,
      '2026-03-12T17:00',
      [{ dueAt: at('2026-03-09T17:00'), recordedAt: at('2026-03-09T17:00') }],
    ]);
    expect(run.standing('2026-03-10T10:00').breached).toBe(false);
  });

  test('as known now agrees with the ledger, whatever happened', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { run } = play(story);
        for (const ledger of run.envelope().deadlines) {
          const recorded = Math.max(...ledger.entries.map(({ recordedAt }) => recordedAt));
          const answer = latenessOf(ledger, recorded, env.calendars.get);
          expect([answer.dueAt, answer.status]).toEqual([ledger.dueAt, ledger.status]);
          if (isBreached(ledger)) expect(answer.late).toBe(true);
          if (ledger.status === 'met') {
            expect(answer.late).toBe(answer.breaches.some(({ overruled }) => overruled === undefined));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
