import type { Budget, Instant, LocalDate, TermUnit } from '../../contract/time.js';
import type { CalendarDefinition, Counting, DayHours, Floor, Interruption, Term } from '../types.js';

/**
 * The obvious calendar: it walks minute by minute, looks at the wall clock each time, and applies the rules word by
 * word. It shares no code with the fast one, which must agree with it. Wants whole minutes in shifts and zones.
 */
export interface SlowCalendar {
  due(term: Term): Instant;
  isWorking(at: Instant): boolean;
  next(at: Instant): Instant;
  /** Open minutes in [from, to). */
  openMinutes(from: Instant, to: Instant): number;
  /** Working days whose end lies after the effective receipt day and at or before `to`. */
  workingDaysBetween(from: Instant, to: Instant): number;
  dateOf(at: Instant): LocalDate;
}

interface Wall {
  readonly date: LocalDate;
  /** Minute of the day, with its fraction. */
  readonly minute: number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;

export function createSlowCalendar(definition: CalendarDefinition): SlowCalendar {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: definition.zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const offsets = new Map<number, number>();

  function wall(at: Instant): Wall {
    const hour = Math.floor(at / HOUR);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      const part = Object.fromEntries(format.formatToParts(hour * HOUR).map(({ type, value }) => [type, value]));
      offset =
        Date.parse(`${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:00Z`) -
        hour * HOUR;
      offsets.set(hour, offset);
    }
    const local = new Date(at + offset);
    return {
      date: local.toISOString().slice(0, 10),
      minute: ((((at + offset) % 86_400_000) + 86_400_000) % 86_400_000) / MINUTE,
    };
  }

  const dateOf = (at: Instant): LocalDate => wall(at).date;
  const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

  const hoursMemo = new Map<LocalDate, DayHours | undefined>();
  function hoursOn(date: LocalDate): DayHours | undefined {
    if (!hoursMemo.has(date)) {
      const rows = definition.rows.filter((row) => row.date === date);
      const row = rows[rows.length - 1];
      const sunday = new Date(`${date}T12:00:00Z`).getUTCDay();
      const weekday = (sunday === 0 ? 7 : sunday) as 1 | 2 | 3 | 4 | 5 | 6 | 7;
      const worked = row?.kind === 'swap-work' || row?.kind === 'office-open';
      const hours =
        row === undefined ? definition.week[weekday] : worked ? (row.hours ?? definition.week[1]) : undefined;
      hoursMemo.set(date, hours !== undefined && hours.shifts.length > 0 ? hours : undefined);
    }
    return hoursMemo.get(date);
  }
  const halvesOn = (date: LocalDate): number => (hoursOn(date) === undefined ? 0 : (hoursOn(date)?.countsAs ?? 1) * 2);
  const shiftsOn = (date: LocalDate): readonly (readonly [number, number])[] =>
    hoursOn(date)?.shifts.map(({ from, to }) => [minutes(from), minutes(to)] as const) ?? [];

  function isWorking(at: Instant): boolean {
    const { date, minute } = wall(at);
    return shiftsOn(date).some(([from, to]) => minute >= from && minute < to);
  }

  /** The date whose first or last shift ends exactly at `at`. */
  function closingAt(
    at: Instant,
  ): { readonly date: LocalDate; readonly first: boolean; readonly last: boolean } | undefined {
    const before = wall(at - MINUTE);
    const shifts = shiftsOn(before.date);
    const ends = shifts.map(([, to]) => to);
    const minute = Math.floor(before.minute) + 1;
    if (!ends.includes(minute)) return undefined;
    return { date: before.date, first: ends[0] === minute, last: ends[ends.length - 1] === minute };
  }

  const floorMinute = (at: Instant): Instant => Math.floor(at / MINUTE) * MINUTE;

  function next(at: Instant): Instant {
    if (isWorking(at)) return at;
    let t = floorMinute(at) + MINUTE;
    while (!isWorking(t)) t += MINUTE;
    return t;
  }

  function midnightAfter(at: Instant): Instant {
    let t = floorMinute(at) + MINUTE;
    while (dateOf(t) === dateOf(at)) t += MINUTE;
    return t;
  }

  function closeOf(date: LocalDate): Instant | undefined {
    for (
      let t = Date.parse(`${date}T00:00:00Z`) - 15 * HOUR;
      t < Date.parse(`${date}T00:00:00Z`) + 40 * HOUR;
      t += MINUTE
    ) {
      const closing = closingAt(t);
      if (closing?.date === date && closing.last) return t;
    }
    return undefined;
  }

  function isLate(from: Instant, counting: Counting | undefined): boolean {
    const cutOff = counting?.cutOff;
    const { date, minute } = wall(from);
    if (cutOff === undefined || hoursOn(date) === undefined) return false;
    if ('at' in cutOff) return minute > minutes(cutOff.at);
    return from > (closeOf(date) as number) - cutOff.minutesBeforeClose * MINUTE;
  }

  /** The opening of the first working day after the date of `at`. */
  function nextWorkingDay(at: Instant): Instant {
    let t = midnightAfter(at);
    while (halvesOn(dateOf(t)) === 0) t = midnightAfter(t);
    return isWorking(t) ? t : next(t);
  }

  function receipt(from: Instant, counting: Counting | undefined): Instant {
    return halvesOn(dateOf(from)) > 0 && !isLate(from, counting) ? from : nextWorkingDay(from);
  }

  function touches({ from, to }: Interruption, date: LocalDate): boolean {
    return dateOf(from) <= date && date <= dateOf(to - 1);
  }

  function runs(at: Instant, date: LocalDate, interruptions: readonly Interruption[]): boolean {
    return !interruptions.some((each) =>
      each.effect === 'exclude' ? touches(each, date) : each.from <= at && at < each.to,
    );
  }

  function workingDays(n: number, effective: Instant, counts: (date: LocalDate) => boolean, term: Term): Instant {
    let left = n * 2;
    for (let t = floorMinute(effective) + MINUTE; ; t += MINUTE) {
      const taken = takenAt(t, left, counts, term.interruptions ?? []);
      if (taken === undefined) continue;
      left -= taken;
      if (left <= 0) return term.counting?.end === 'midnight' ? midnightAfter(t - 1) : t;
    }
  }

  /** Halves consumed at `t`; undefined when nothing is, which a term of no days tells from a close that takes none. */
  function takenAt(
    t: Instant,
    left: number,
    counts: (date: LocalDate) => boolean,
    interruptions: readonly Interruption[],
  ): number | undefined {
    const closing = closingAt(t);
    if (closing === undefined || halvesOn(closing.date) === 0 || !counts(closing.date)) return undefined;
    if (!runs(t, closing.date, interruptions)) return undefined;
    const whole = halvesOn(closing.date) === 2;
    if (closing.first && whole && left === 1) return 1;
    if (!closing.last) return undefined;
    return whole ? 2 : 1;
  }

  function workingHours(n: number, start: Instant, interruptions: readonly Interruption[]): Instant {
    let left = Math.round(n * 60);
    let t = start;
    while (left > 0) {
      if (isWorking(t) && !interruptions.some(({ from, to }) => from <= t && t < to)) left--;
      t += MINUTE;
    }
    return t;
  }

  function addDays(date: LocalDate, days: number): LocalDate {
    return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  }

  function addMonths(date: LocalDate, months: number): LocalDate {
    const [year, month, day] = date.split('-').map(Number) as [number, number, number];
    const firstOfMonth = new Date(Date.UTC(year, month - 1 + months, 1));
    const lastDay = new Date(Date.UTC(firstOfMonth.getUTCFullYear(), firstOfMonth.getUTCMonth() + 1, 0)).getUTCDate();
    return addDays(firstOfMonth.toISOString().slice(0, 10), Math.min(day, lastDay) - 1);
  }

  function rolled(date: LocalDate, counting: Counting | undefined): LocalDate {
    const roll = counting?.roll ?? 'next';
    let result = date;
    if (roll !== 'none') while (halvesOn(result) === 0) result = addDays(result, roll === 'next' ? 1 : -1);
    return result;
  }

  function endOf(date: LocalDate, counting: Counting | undefined): Instant {
    const close = counting?.end === 'midnight' ? undefined : closeOf(date);
    if (close !== undefined) return close;
    let t = Date.parse(`${date}T00:00:00Z`) - 15 * HOUR;
    while (dateOf(t) <= date) t += MINUTE;
    return t;
  }

  /** Interruptions that overlap or touch, taken together; clipped to the start, those before it dropped. */
  function clusters(interruptions: readonly Interruption[], after: Instant): Interruption[][] {
    const result: Interruption[][] = [];
    let end = Number.NEGATIVE_INFINITY;
    const clipped = interruptions
      .filter(({ to }) => to > after)
      .map((each) => ({ ...each, from: Math.max(each.from, after) }));
    for (const each of clipped.sort((a, b) => a.from - b.from)) {
      if (each.from <= end) result[result.length - 1]?.push(each);
      else result.push([each]);
      end = Math.max(end, each.to);
    }
    return result;
  }

  function lostDates(
    interruptions: readonly Interruption[],
    after: Instant,
    endWith: (lost: number) => Instant,
  ): number {
    const lost = new Set<LocalDate>();
    for (const cluster of clusters(interruptions, after)) {
      if ((cluster[0] as Interruption).from >= endWith(lost.size)) break;
      for (const { from, to, effect } of cluster) {
        const last = effect === 'exclude' ? dateOf(to - 1) : addDays(dateOf(to), -1);
        for (let date = dateOf(from); date <= last; date = addDays(date, 1)) lost.add(date);
      }
    }
    return lost.size;
  }

  function dates(last: LocalDate, after: Instant, term: Term): Instant {
    const endWith = (lost: number): Instant => endOf(rolled(addDays(last, lost), term.counting), term.counting);
    const end = endWith(lostDates(term.interruptions ?? [], after, endWith));
    return end > after ? end : (closeOf(dateOf(nextWorkingDay(after))) as number);
  }

  function until(fixed: Instant, after: Instant, term: Term): Instant {
    const { date, minute } = wall(fixed);
    const endWith = (lost: number): Instant => {
      if (lost === 0) return fixed;
      const target = addDays(date, lost);
      const roll = rolled(target, { roll: term.counting?.roll === 'none' ? 'none' : 'next' });
      if (roll !== target) return closeOf(roll) as number;
      let t = floorMinute(fixed) + lost * 86_400_000 - 3 * HOUR;
      while (dateOf(t) < target || wall(t).minute < Math.floor(minute)) t += MINUTE;
      return t + (fixed - floorMinute(fixed));
    };
    return endWith(lostDates(term.interruptions ?? [], after, endWith));
  }

  function firstPhase(budget: Budget, term: Term): Instant {
    const { from, counting } = term;
    if (!('unit' in budget)) return until(budget.until, from, term);
    const { amount, unit } = budget;
    const firstCounts = counting?.countFirstDay === true && amount > 0;
    if (unit === 'workingHour') {
      const start = isLate(from, counting) ? nextWorkingDay(from) : next(from);
      return workingHours(amount, start, term.interruptions ?? []);
    }
    if (unit === 'workingDay') {
      const effective = receipt(from, counting);
      const first = dateOf(effective);
      return workingDays(amount, effective, (date) => date > first || firstCounts || amount === 0, term);
    }
    const effective = counting?.cutOff === undefined ? from : receipt(from, counting);
    const last = unit === 'month' ? addMonths(dateOf(effective), amount) : addDays(dateOf(effective), amount);
    return dates(firstCounts ? addDays(last, -1) : last, effective, term);
  }

  function laterPhase(budget: Budget, start: Instant, day: LocalDate, term: Term): Instant {
    if (!('unit' in budget)) return until(budget.until, start, term);
    const { amount, unit } = budget;
    if (amount === 0) return start;
    switch (unit) {
      case 'workingHour':
        return workingHours(amount, next(start), term.interruptions ?? []);
      case 'workingDay':
        return workingDays(amount, start, (date) => date > day, term);
      case 'calendarDay':
        return dates(addDays(day, amount), start, term);
      case 'month':
        return dates(addMonths(day, amount), start, term);
    }
  }

  function merged(all: readonly Budget[]): readonly Budget[] {
    const budgets: Budget[] = [];
    for (const budget of all) {
      const last = budgets[budgets.length - 1];
      if (last !== undefined && 'unit' in last && 'unit' in budget && last.unit === budget.unit) {
        budgets[budgets.length - 1] = { unit: last.unit as TermUnit, amount: last.amount + budget.amount };
      } else budgets.push(budget);
    }
    return budgets;
  }

  function due(term: Term): Instant {
    // A promise counts only where what comes before it ends earlier; otherwise it is as if it had never been given.
    const parts = term.then ?? [];
    const place = parts.findIndex((part) => 'notBefore' in part);
    const floor = parts[place];
    if (floor !== undefined && 'notBefore' in floor) {
      const [before, after] = [parts.slice(0, place), parts.slice(place + 1)];
      if (due({ ...term, then: before }) >= floor.notBefore) return due({ ...term, then: [...before, ...after] });
      return dueAfter(floor.notBefore, after, term);
    }
    const budgets = merged([term.budget, ...(parts as readonly Budget[])]);
    const [first, ...later] = budgets;
    return laterPhases(firstPhase(first as Budget, term), first, later, term);
  }

  /** The end of parts that go on from a promise that was kept. */
  function dueAfter(start: Instant, parts: readonly (Budget | Floor)[], term: Term): Instant {
    const place = parts.findIndex((part) => 'notBefore' in part);
    const floor = parts[place];
    if (floor !== undefined && 'notBefore' in floor) {
      const [before, after] = [parts.slice(0, place), parts.slice(place + 1)];
      if (dueAfter(start, before, term) >= floor.notBefore) return dueAfter(start, [...before, ...after], term);
      return dueAfter(floor.notBefore, after, term);
    }
    return laterPhases(start, undefined, merged(parts as readonly Budget[]), term);
  }

  function laterPhases(start: Instant, first: Budget | undefined, later: readonly Budget[], term: Term): Instant {
    let end = start;
    let before = first;
    for (const budget of later) {
      const ofNoLength = before !== undefined && 'unit' in before && before.amount === 0;
      end = laterPhase(budget, end, dateOf(ofNoLength ? end : end - 1), term);
      before = budget;
    }
    return end;
  }

  return {
    due,
    isWorking,
    next,
    dateOf,
    openMinutes(from, to) {
      let open = 0;
      for (let t = from; t < to; t += MINUTE) if (isWorking(t)) open++;
      return open;
    },
    workingDaysBetween(from, to) {
      const first = dateOf(receipt(from, undefined));
      let halves = 0;
      for (let t = floorMinute(from) + MINUTE; t <= to; t += MINUTE) {
        const closing = closingAt(t);
        if (closing === undefined || closing.date <= first) continue;
        const worth = halvesOn(closing.date);
        if (worth === 2) halves += (closing.first ? 1 : 0) + (closing.last ? 1 : 0);
        else if (closing.last) halves += worth;
      }
      return halves / 2;
    },
  };
}
