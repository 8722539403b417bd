import fc from 'fast-check';
import type { Budget, Instant } from '../../contract/time.js';
import type { CalendarDefinition, CalendarRow, Counting, DayHours, Floor, Interruption, Term } from '../types.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Zones with no change, with change, with odd minutes; the ranges of instants lie around changes of the clock. */
const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'] as const;
const ranges = ['2026-02-10', '2026-03-01', '2026-03-24', '2026-10-20'].map((date) => Date.parse(`${date}T00:00:00Z`));

const text = { vi: 'x', en: 'x' };
const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** One to three shifts, none of them at the hours at which clocks change. */
const dayHours: fc.Arbitrary<DayHours> = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 16, max: 96 }), { minLength: 2, maxLength: 6 }),
    fc.constantFrom<0 | 0.5 | 1 | undefined>(undefined, undefined, 1, 0.5, 0),
  )
  .map(([quarters, countsAs]) => {
    const sorted = [...quarters].sort((a, b) => a - b);
    const shifts: { from: string; to: string }[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2) {
      shifts.push({ from: time((sorted[index] as number) * 15), to: time((sorted[index + 1] as number) * 15) });
    }
    return { shifts, ...(countsAs === undefined ? {} : { countsAs }) };
  });

const office: DayHours = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};

export const definitions: fc.Arbitrary<CalendarDefinition> = fc
  .record({
    zone: fc.constantFrom(...zones),
    monday: fc.oneof(
      fc.constant(office),
      dayHours.map((hours) => ({ shifts: hours.shifts })),
    ),
    others: fc.array(fc.option(fc.oneof(fc.constant(office), dayHours), { nil: undefined }), {
      minLength: 6,
      maxLength: 6,
    }),
    rows: fc.uniqueArray(
      fc.record({
        day: fc.integer({ min: 0, max: 300 }),
        kind: fc.constantFrom('holiday' as const, 'substitute' as const, 'office-off' as const, 'office-open' as const),
        hours: fc.option(dayHours, { nil: undefined }),
      }),
      { selector: ({ day }) => day, maxLength: 60 },
    ),
  })
  .map(({ zone, monday, others, rows }) => ({
    id: 'random',
    version: '1',
    zone,
    name: text,
    source: 'x',
    covers: { from: '2026-01-01', to: '2027-12-31' },
    week: Object.fromEntries(
      [monday, ...others].flatMap((hours, index) => (hours === undefined ? [] : [[index + 1, hours]])),
    ),
    rows: rows.map(
      ({ day, kind, hours }): CalendarRow => ({
        date: new Date(Date.UTC(2026, 1, 1) + day * DAY).toISOString().slice(0, 10),
        kind,
        name: text,
        status: day % 3 === 0 ? 'provisional' : 'enacted',
        source: 'x',
        ...(kind === 'office-open' && hours !== undefined ? { hours } : {}),
      }),
    ),
  }));

/** The same calendar with every whole day worked in two shifts at least, so that its middle is not its close. */
export function inTwoShifts(definition: CalendarDefinition): CalendarDefinition {
  const split = (hours: DayHours): DayHours => {
    const [only, ...more] = hours.shifts;
    if (only === undefined || more.length > 0) return hours;
    // Shifts begin and end on quarters of an hour, so five minutes fit into any of them.
    const middle = `${only.from.slice(0, 3)}${String(Number(only.from.slice(3)) + 5).padStart(2, '0')}`;
    return {
      ...hours,
      shifts: [
        { from: only.from, to: middle },
        { from: middle, to: only.to },
      ],
    };
  };
  return {
    ...definition,
    week: Object.fromEntries(Object.entries(definition.week).map(([day, hours]) => [day, split(hours)])),
    rows: definition.rows.map((row) => (row.hours === undefined ? row : { ...row, hours: split(row.hours) })),
  };
}

/** Instants within twelve days of a range, often at full hours, where shifts open and close. */
export function instants(precision: 'minute' | 'millisecond'): fc.Arbitrary<Instant> {
  const within = fc.oneof(
    fc.integer({ min: 0, max: 12 * 96 }).map((quarters) => quarters * 15 * MINUTE),
    fc.integer({ min: 0, max: 12 * 1440 }).map((minutes) => minutes * MINUTE),
    ...(precision === 'minute' ? [] : [fc.integer({ min: 0, max: 12 * DAY })]),
  );
  return fc.tuple(fc.constantFrom(...ranges), within).map(([start, ms]) => start + ms);
}

const lengths: fc.Arbitrary<Budget> = fc.oneof(
  fc.integer({ min: 0, max: 12 }).map((halves) => ({ amount: halves / 2, unit: 'workingDay' as const })),
  fc.integer({ min: 0, max: 90 }).map((quarters) => ({ amount: quarters / 4, unit: 'workingHour' as const })),
  fc.integer({ min: 0, max: 12 }).map((amount) => ({ amount, unit: 'calendarDay' as const })),
  fc.integer({ min: 0, max: 2 }).map((amount) => ({ amount, unit: 'month' as const })),
);

const countings: fc.Arbitrary<Counting | undefined> = fc.option(
  fc
    .record({
      countFirstDay: fc.option(fc.boolean(), { nil: undefined }),
      cutOff: fc.option(
        fc.oneof(
          fc.integer({ min: 20, max: 90 }).map((quarters) => ({ at: time(quarters * 15) })),
          fc.integer({ min: 0, max: 180 }).map((minutesBeforeClose) => ({ minutesBeforeClose })),
        ),
        { nil: undefined },
      ),
      roll: fc.option(fc.constantFrom('next' as const, 'previous' as const, 'none' as const), { nil: undefined }),
      end: fc.option(fc.constantFrom('close' as const, 'midnight' as const), { nil: undefined }),
    })
    .map(
      (counting) => Object.fromEntries(Object.entries(counting).filter(([, value]) => value !== undefined)) as Counting,
    ),
  { nil: undefined },
);

/** A term with interruptions near its receipt. Working hours keep to whole minutes, as the slow calendar walks them. */
export const terms: fc.Arbitrary<Term> = fc
  .constantFrom('minute' as const, 'millisecond' as const)
  .chain((precision) => {
    const grain = precision === 'minute' ? MINUTE : 1;
    const interruptions = fc.array(
      fc.record({
        after: fc.oneof(
          fc.integer({ min: -3 * 96, max: 12 * 96 }).map((q) => q * 15 * MINUTE),
          fc.integer({ min: -2 * DAY, max: 12 * DAY }),
        ),
        length: fc.oneof(
          fc.integer({ min: 1, max: 4 * 96 }).map((q) => q * 15 * MINUTE),
          fc.integer({ min: 1, max: 4 * DAY }),
        ),
        effect: fc.constantFrom<Interruption['effect']>(undefined, 'pause', 'exclude'),
      }),
      { maxLength: 4 },
    );
    return fc
      .record({
        from: instants(precision),
        budgets: fc.array(lengths, { minLength: 1, maxLength: 3 }),
        until: fc.option(fc.integer({ min: 0, max: 10 * DAY }), { nil: undefined, freq: 6 }),
        floors: fc.array(fc.record({ after: fc.integer({ min: 0, max: 20 * DAY }), place: fc.nat(3) }), {
          maxLength: 2,
        }),
        counting: countings,
        interruptions,
      })
      .map(({ from, budgets, until, floors, counting, interruptions: each }): Term => {
        const all: Budget[] =
          until === undefined ? budgets : [{ until: from + Math.ceil(until / MINUTE) * MINUTE }, ...budgets.slice(1)];
        const allowed =
          precision === 'minute' ? all : all.filter((budget) => !('unit' in budget && budget.unit === 'workingHour'));
        const [budget = { amount: 2, unit: 'workingDay' as const }, ...more] = allowed;
        const then: (Budget | Floor)[] = [...more];
        for (const { after, place } of floors) {
          then.splice(place, 0, { notBefore: from + Math.ceil(after / MINUTE) * MINUTE });
        }
        return {
          from,
          budget,
          ...(then.length === 0 ? {} : { then }),
          ...(counting === undefined ? {} : { counting }),
          interruptions: each.map(({ after, length, effect }) => {
            const begin = from + Math.round(after / grain) * grain;
            return {
              from: begin,
              to: begin + Math.max(grain, Math.round(length / grain) * grain),
              ...(effect === undefined ? {} : { effect }),
            };
          }),
        };
      });
  });

/**
 * Short terms in halves whose receipt and interruptions begin and end exactly at openings and closings, or a
 * millisecond beside them: where half-open intervals and strict comparisons show.
 */
export const sharpTerms: fc.Arbitrary<{ readonly definition: CalendarDefinition; readonly terms: readonly Term[] }> =
  definitions.chain((each) => {
    const definition: CalendarDefinition = { ...each, zone: 'Asia/Ho_Chi_Minh' };
    const edges = edgesOf(definition);
    const edge = fc
      .tuple(fc.nat(edges.length - 1), fc.constantFrom(0, 0, 0, 1, -1))
      .map(([index, beside]) => (edges[index] as number) + beside);
    const term = fc
      .record({
        from: edge,
        halves: fc.integer({ min: 0, max: 3 }),
        countFirstDay: fc.boolean(),
        cutOff: fc.constantFrom<Counting['cutOff']>(
          undefined,
          { minutesBeforeClose: 0 },
          { at: '11:30' },
          { at: '17:00' },
        ),
        end: fc.constantFrom<'close' | 'midnight'>('close', 'close', 'midnight'),
        interruptions: fc.array(
          fc.tuple(edge, edge, fc.constantFrom<'pause' | 'exclude'>('pause', 'pause', 'exclude')),
          { maxLength: 5 },
        ),
      })
      .map(
        ({ from, halves, countFirstDay, cutOff, end, interruptions }): Term => ({
          from,
          budget: { amount: halves / 2, unit: 'workingDay' },
          counting: { countFirstDay, end, ...(cutOff === undefined ? {} : { cutOff }) },
          interruptions: interruptions
            .filter(([a, b]) => a !== b)
            .map(([a, b, effect]) => ({ from: Math.min(a, b), to: Math.max(a, b), effect })),
        }),
      );
    return fc.array(term, { minLength: 20, maxLength: 20 }).map((many) => ({ definition, terms: many }));
  });

/** Openings and closings of ten days, in a zone seven hours ahead all year. */
function edgesOf({ week, rows }: CalendarDefinition): Instant[] {
  const edges: Instant[] = [];
  for (let day = Date.UTC(2026, 1, 2); day < Date.UTC(2026, 1, 9); day += DAY) {
    const row = rows.find(({ date }) => date === new Date(day).toISOString().slice(0, 10));
    const weekday = ((new Date(day).getUTCDay() + 6) % 7) + 1;
    const hours = row?.hours ?? week[weekday as 1] ?? office;
    for (const { from, to } of hours.shifts) {
      for (const at of [from, to]) edges.push(day + (Number(at.slice(0, 2)) * 60 + Number(at.slice(3)) - 420) * MINUTE);
    }
  }
  return edges;
}
