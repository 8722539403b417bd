import type { Instant } from '../../contract/time.js';
import { daysMoved, daysUntilMoved, forward, monthsAfter, rolled } from '../calendar-days.js';
import type { Timeline } from '../timeline.js';
import type { Counting, Interruption } from '../types.js';
import { dayOffText, interruptionText, type Narration, namedDay, tell, tellDaysOffBetween } from './narration.js';
import { amountText, text } from './words.js';

interface CalendarTerm {
  /** Counting begins on the day after it. */
  readonly base: number;
  readonly lastDay: number;
  readonly after: Instant;
  readonly counting: Counting | undefined;
  readonly interruptions: readonly Interruption[];
}

/** Walks a term in calendar days, date by date, to the date it ends on before any rolling. */
export function tellCalendarDays(narration: Narration, term: CalendarTerm): void {
  const { line } = narration;
  const { base, lastDay, after, counting, interruptions } = term;
  const counts: Interruption[] = [];
  const moved = daysMoved(line, lastDay, after, counting, interruptions, (each) => void counts.push(each));
  const lost = lostDays(line, base, lastDay + moved, moved, after, counts);

  for (let day = base + 1; day <= lastDay + moved; day++) {
    const interruption = lost.get(day);
    if (interruption !== undefined) {
      const why = interruptionText(line, interruption);
      tell(narration, day, 'interrupted', text(`không tính, ${why.vi}`, `not counted, ${why.en}`));
      continue;
    }
    narration.used += 1;
    const because = namedDay(line, day);
    tell(
      narration,
      day,
      'counted',
      text(`ngày thứ ${narration.used}${because.vi}`, `day ${narration.used}${because.en}`),
    );
  }
  tellRoll(narration, lastDay + moved, counting);
}

/** Walks a term in months: one step a month, one for each interruption. */
export function tellMonths(narration: Narration, amount: number, from: number, term: CalendarTerm): void {
  const { line } = narration;
  const { lastDay, after, counting, interruptions } = term;
  const firstCounted = monthsAfter(line, from, amount) - lastDay;
  for (let month = 1; month <= amount; month++) {
    narration.used = month;
    const used = amountText(month, 'month');
    tell(
      narration,
      monthsAfter(line, from, month) - firstCounted,
      'counted',
      text(`đủ ${used.vi}`, `makes ${used.en}`),
    );
  }
  const moved = daysMoved(line, lastDay, after, counting, interruptions, (interruption, days) =>
    tellMove(narration, interruption, after, days),
  );
  tellRoll(narration, lastDay + moved, counting);
}

/** A fixed end: what moved it, and where it rolled. */
export function tellUntil(
  narration: Narration,
  until: Instant,
  after: Instant,
  counting: Counting | undefined,
  interruptions: readonly Interruption[],
): void {
  if (interruptions.length === 0) return;
  const { line } = narration;
  const moved = daysUntilMoved(line, until, after, counting, interruptions, (interruption, days) =>
    tellMove(narration, interruption, after, days),
  );
  if (moved > 0) tellRoll(narration, line.dayOf(until) + moved, forward(counting));
}

/** The days off that carry the end to another day (Civil Code 2015 art. 148). */
function tellRoll(narration: Narration, day: number, counting: Counting | undefined): void {
  const { line } = narration;
  const target = rolled(line, day, counting);
  if (target === day) return;
  const why = dayOffText(line, day);
  const forward = target > day;
  tell(
    narration,
    day,
    'rolled',
    text(
      `ngày cuối rơi vào ngày nghỉ (${why.vi}); chuyển sang ngày làm việc ${forward ? 'tiếp theo (Điều 148 Bộ luật Dân sự 2015)' : 'liền trước'}`,
      `the last day is a day off (${why.en}); it moves to the ${forward ? 'next working day (Civil Code 2015, art. 148)' : 'working day before'}`,
    ),
  );
  if (forward) tellDaysOffBetween(narration, day, target);
}

function tellMove(narration: Narration, interruption: Interruption, after: Instant, days: number): void {
  const { line } = narration;
  const why = interruptionText(line, interruption);
  const by = amountText(days, 'calendarDay');
  const day = line.nearestDay(Math.max(interruption.from, after));
  if (day >= line.days) return;
  tell(narration, day, 'interrupted', text(`${why.vi}; lùi hạn ${by.vi}`, `${why.en}; moves the end by ${by.en}`));
}

/**
 * Which dates to show as lost, exactly `moved` of them. A pause shows the day of resuming as lost, since the day of
 * pausing has begun to count; where dates coincide, the days after them stand in.
 */
function lostDays(
  line: Timeline,
  base: number,
  end: number,
  moved: number,
  after: Instant,
  interruptions: readonly Interruption[],
): ReadonlyMap<number, Interruption> {
  const lost = new Map<number, Interruption>();
  for (const interruption of interruptions) {
    const from = line.nearestDay(Math.max(interruption.from, after));
    const [first, last] =
      interruption.effect === 'exclude'
        ? [from, line.nearestDay(interruption.to - 1)]
        : [from + 1, line.nearestDay(interruption.to)];
    for (let day = Math.max(first, base + 1); day <= Math.min(last, end) && lost.size < moved; day++)
      lost.set(day, interruption);
  }
  const latest = interruptions[interruptions.length - 1];
  if (latest === undefined) return lost;
  const from = Math.min(end, line.nearestDay(Math.max(latest.from, after)));
  for (let day = Math.max(from, base + 1); day <= end && lost.size < moved; day++)
    if (!lost.has(day)) lost.set(day, latest);
  for (let day = end; day > base && lost.size < moved; day--) if (!lost.has(day)) lost.set(day, latest);
  return lost;
}
