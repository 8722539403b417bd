import type { Instant } from '../../contract/time.js';
import { HOUR_MS } from '../civil-date.js';
import { timeAt } from '../format-instant.js';
import { pausedSpans, type Span } from '../spans.js';
import type { Timeline } from '../timeline.js';
import type { Interruption } from '../types.js';
import { interruptionText, type Narration, namedDay, tell, tellDayOff } from './narration.js';
import { amountText, text } from './words.js';

/** Walks a term in working hours, shift by shift, from the moment it runs to its end. */
export function tellWorkingHours(
  narration: Narration,
  ms: number,
  start: Instant,
  end: Instant,
  interruptions: readonly Interruption[],
): void {
  const { line } = narration;
  const pauses = pausedSpans(interruptions);
  let left = ms;
  for (let day = line.dayOf(start); left > 0 && day < line.days && (line.midnight[day] as number) < end; day++) {
    if (Number.isNaN(line.close[day])) {
      tellDayOff(narration, day);
      continue;
    }
    const ran = Math.min(left, ranOn(line, day, start, end, pauses));
    const [dayFrom, dayTo] = [Math.max(start, line.midnight[day] as number), line.midnight[day + 1] as number];
    const interruption = interruptions.find(({ from, to }) => from < Math.min(dayTo, end) && to > dayFrom);
    const why = interruption === undefined ? undefined : interruptionText(line, interruption);
    if (ran === 0) {
      if (why !== undefined)
        tell(narration, day, 'interrupted', text(`không tính, ${why.vi}`, `not counted, ${why.en}`));
      continue;
    }
    left -= ran;
    narration.used = (ms - left) / HOUR_MS;
    const because = namedDay(line, day);
    const [today, used] = [amountText(ran / HOUR_MS, 'workingHour'), amountText(narration.used, 'workingHour')];
    tell(
      narration,
      day,
      'counted',
      text(
        `tính ${today.vi}, đủ ${used.vi}${because.vi}${why === undefined ? '' : `; ${why.vi}`}`,
        `${today.en} counted, makes ${used.en}${because.en}${why === undefined ? '' : `; ${why.en}`}`,
      ),
    );
  }
}

/** The moment from which working hours count, when it is not the moment of receipt. */
export function openingText(line: Timeline, start: Instant): { readonly vi: string; readonly en: string } {
  const time = timeAt(line.zone, start);
  return text(`giờ làm việc tính từ ${time}`, `working hours count from ${time}`);
}

function ranOn(line: Timeline, day: number, start: Instant, end: Instant, pauses: readonly Span[]): number {
  let ran = 0;
  for (let shift = line.shiftOf[day] as number; shift < (line.shiftOf[day + 1] as number); shift++) {
    const from = Math.max(start, line.shiftFrom[shift] as number);
    const to = Math.min(end, line.shiftTo[shift] as number);
    if (to <= from) continue;
    ran += to - from;
    for (const pause of pauses) ran -= Math.max(0, Math.min(to, pause.to) - Math.max(from, pause.from));
  }
  return ran;
}
