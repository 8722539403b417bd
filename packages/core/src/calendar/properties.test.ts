import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMotcuaError } from '../error/index.js';
import { createCalendar } from './index.js';
import { definitions, instants, inTwoShifts, sharpTerms, terms } from './test/random-terms.js';
import { createSlowCalendar } from './test/slow-calendar.js';
import type { Term } from './types.js';

/** The same seed every run, so a red build is red for everyone. */
const runs = (numRuns: number): fc.Parameters<unknown> => ({ numRuns, seed: 20261124 });

describe('every answer of the fast calendar is that of the slow one', () => {
  it('for the end of terms of all units, phases, interruptions and counting rules', () => {
    fc.assert(
      fc.property(definitions, fc.array(terms, { minLength: 8, maxLength: 8 }), (definition, each) => {
        const [fast, slow] = [createCalendar(definition), createSlowCalendar(definition)];
        for (const term of each)
          expect(fast.format(fast.due(term)), JSON.stringify(term)).toBe(fast.format(slow.due(term)));
      }),
      runs(150),
    );
  });

  it('for terms whose receipt and interruptions lie exactly on openings and closings', () => {
    fc.assert(
      fc.property(sharpTerms, ({ definition, terms: each }) => {
        const [fast, slow] = [createCalendar(definition), createSlowCalendar(definition)];
        for (const term of each)
          expect(fast.format(fast.due(term)), JSON.stringify(term)).toBe(fast.format(slow.due(term)));
      }),
      runs(60),
    );
  });

  it('for open time, openings and dates', () => {
    fc.assert(
      fc.property(definitions, instants('minute'), fc.integer({ min: 0, max: 5 * 1440 }), (definition, at, minutes) => {
        const [fast, slow] = [createCalendar(definition), createSlowCalendar(definition)];
        const to = at + minutes * 60_000;
        expect(fast.isWorking(at)).toBe(slow.isWorking(at));
        expect(fast.next(at)).toBe(slow.next(at));
        expect(fast.dateOf(at)).toBe(slow.dateOf(at));
        expect(fast.workingMs(at, to)).toBe(slow.openMinutes(at, to) * 60_000);
        expect(fast.between(at, to, 'workingHour')).toBe(slow.openMinutes(at, to) / 60);
        expect(fast.between(at, to, 'workingDay')).toBe(slow.workingDaysBetween(at, to));
      }),
      runs(250),
    );
  });
});

describe('counting forwards and back', () => {
  it('finds between an instant and the end of working days from it just those days', () => {
    fc.assert(
      fc.property(definitions, instants('millisecond'), fc.integer({ min: 1, max: 60 }), (definition, from, halves) => {
        const calendar = createCalendar(inTwoShifts(definition));
        const due = calendar.add(from, { amount: halves / 2, unit: 'workingDay' });
        expect(calendar.between(from, due, 'workingDay')).toBe(halves / 2);
        expect(calendar.between(due, from, 'workingDay')).toBe(-halves / 2);
        expect(calendar.between(from, due - 1, 'workingDay')).toBe((halves - 1) / 2);
      }),
      runs(500),
    );
  });

  it('comes back from working hours to the same open time', () => {
    fc.assert(
      fc.property(
        definitions,
        instants('millisecond'),
        fc.integer({ min: 1, max: 6000 }),
        (definition, from, minutes) => {
          const calendar = createCalendar(definition);
          const length = { amount: minutes / 60, unit: 'workingHour' } as const;
          const due = calendar.add(from, length);
          expect(calendar.workingMs(from, due)).toBe(minutes * 60_000);
          expect(calendar.addWorkingMs(from, minutes * 60_000)).toBe(due);
          const back = calendar.subtract(due, length);
          expect(back).toBe(calendar.next(from));
          expect(calendar.addWorkingMs(due, -minutes * 60_000)).toBe(back);
        },
      ),
      runs(500),
    );
  });

  it('comes back from whole working days to a close of business they remain after', () => {
    fc.assert(
      fc.property(definitions, instants('millisecond'), fc.integer({ min: 1, max: 20 }), (definition, at, amount) => {
        const week = Object.fromEntries(Object.entries(definition.week).map(([day, { shifts }]) => [day, { shifts }]));
        const rows = definition.rows.map(({ hours, ...row }) => ({
          ...row,
          ...(hours === undefined ? {} : { hours: { shifts: hours.shifts } }),
        }));
        const calendar = createCalendar({ ...definition, week, rows });
        const due = calendar.add(at, { amount: 1, unit: 'workingDay' });
        // A close at 24:00 is a receipt on the next date.
        fc.pre(calendar.dateOf(due) === calendar.dateOf(due - 1));
        const later = calendar.add(due, { amount, unit: 'workingDay' });
        expect(calendar.subtract(later, { amount, unit: 'workingDay' })).toBe(due);
      }),
      runs(300),
    );
  });
});

describe('an explanation', () => {
  it('ends where the term ends, uses up its budget, and says so in both languages', () => {
    fc.assert(
      fc.property(definitions, fc.array(terms, { minLength: 4, maxLength: 4 }), (definition, each) => {
        const calendar = createCalendar(definition);
        for (const term of each) {
          const explanation = calendar.explain.due(term);
          expect(explanation.to, JSON.stringify(term)).toBe(calendar.due(term));
          expectBudgetsUsed(term, explanation.steps);
          expect(explanation.steps.every(({ text }) => text.vi !== '' && text.en !== '')).toBe(true);
          expect(explanation.steps[explanation.steps.length - 1]?.rule).toBe('due');
        }
      }),
      runs(250),
    );
  });

  it('ends where terms on the edges end', () => {
    fc.assert(
      fc.property(sharpTerms, ({ definition, terms: each }) => {
        const calendar = createCalendar(definition);
        for (const term of each) {
          const explanation = calendar.explain.due(term);
          expect(explanation.to, JSON.stringify(term)).toBe(calendar.due(term));
          expectBudgetsUsed(term, explanation.steps);
        }
      }),
      runs(50),
    );
  });
});

describe('interruptions', () => {
  it('say the same in any order, in pieces, and told twice', () => {
    fc.assert(
      fc.property(definitions, terms, (definition, term) => {
        const calendar = createCalendar(definition);
        const interruptions = term.interruptions ?? [];
        const due = calendar.due(term);
        expect(calendar.due({ ...term, interruptions: [...interruptions].reverse() })).toBe(due);
        expect(calendar.due({ ...term, interruptions: [...interruptions, ...interruptions] })).toBe(due);
        const pieces = interruptions.flatMap((each) => {
          const middle = Math.floor((each.from + each.to) / 120_000) * 60_000;
          if (each.effect === 'exclude' || middle <= each.from || middle >= each.to) return [each];
          return [
            { ...each, to: middle },
            { ...each, from: middle },
          ];
        });
        expect(calendar.due({ ...term, interruptions: pieces })).toBe(due);
      }),
      runs(400),
    );
  });

  it('never bring an end forward', () => {
    fc.assert(
      fc.property(definitions, terms, (definition, term) => {
        const calendar = createCalendar(definition);
        // Of one phase only: an earlier phase that ends later can carry a later one over a shorter month.
        const { from, budget, counting = {}, interruptions = [] } = term;
        const undisturbed: Term = { from, budget, counting };
        expect(calendar.due({ ...undisturbed, interruptions })).toBeGreaterThanOrEqual(calendar.due(undisturbed));
      }),
      runs(400),
    );
  });
});

describe('a term out of range', () => {
  it('is refused by code, and never answered', () => {
    fc.assert(
      fc.property(definitions, terms, (definition, term) => {
        const calendar = createCalendar({ ...definition, rows: [], covers: { from: '2026-02-12', to: '2026-03-05' } });
        const whole = createCalendar({ ...definition, rows: [] });
        const end = Date.parse('2026-03-07T00:00:00Z');
        try {
          expect(calendar.due(term)).toBe(whole.due(term));
        } catch (error) {
          if (!isMotcuaError(error, 'MC_CALENDAR_OUT_OF_RANGE')) throw error;
          const needsMore =
            term.from < Date.parse('2026-02-13T00:00:00Z') || (term.interruptions ?? []).some(({ to }) => to > end);
          expect(needsMore || whole.due(term) > Date.parse('2026-02-28T00:00:00Z')).toBe(true);
        }
      }),
      runs(400),
    );
  });
});

/** The last step of each phase has used exactly its budget; fixed ends have none to use. */
function expectBudgetsUsed(term: Term, steps: readonly { readonly rule: string; readonly used: number }[]): void {
  const budgets = [term.budget, ...(term.then ?? [])];
  const ends = ['phase', 'kept'];
  const lastOfPhases = steps.filter((_, index) => ends.includes(steps[index + 1]?.rule ?? 'phase'));
  const used = lastOfPhases.reduce((sum, step) => sum + step.used, 0);
  const granted = budgets.reduce((sum, budget) => sum + ('unit' in budget ? budget.amount : 0), 0);
  expect(used, JSON.stringify(term)).toBeCloseTo(granted, 6);
}
