import type { Instant } from '../../contract/time.js';
import { isWorkingDay } from '../receipt.js';
import type { Timeline } from '../timeline.js';
import type { Interruption } from '../types.js';
import { isWhole, middleOf } from '../working-days.js';
import { interruptionText, type Narration, namedDay, tell, tellDayOff } from './narration.js';
import { amountText, text } from './words.js';

/**
 * Walks a term in working days from `first` to the day it ends, by the rules themselves rather than by the tables
 * that find the end at once: so each checks the other.
 */
export function tellWorkingDays(
  narration: Narration,
  halves: number,
  first: number,
  after: Instant,
  last: number,
  interruptions: readonly Interruption[],
): void {
  const { line } = narration;
  let left = halves;
  for (let day = first; day <= last; day++) {
    // A term of no days ends at the first close at which it runs: only the days before that are told.
    if (left === 0 && (halves > 0 || day === last)) break;
    if (!isWorkingDay(line, day)) {
      tellDayOff(narration, day);
      continue;
    }
    const close = line.close[day] as number;
    const middle = middleOf(line, day);
    const whole = isWhole(line, day);
    const midway =
      left === 1 && whole && middle > after && interruptionAt(line, interruptions, day, middle) === undefined;
    const interruption = midway ? undefined : interruptionAt(line, interruptions, day, close);
    if (interruption !== undefined) {
      const why = interruptionText(line, interruption);
      tell(narration, day, 'interrupted', text(`không tính, ${why.vi}`, `not counted, ${why.en}`));
      continue;
    }
    const taken = Math.min(left, whole ? 2 : 1);
    left -= taken;
    narration.used += taken / 2;
    const because = namedDay(line, day);
    const used = amountText(narration.used, 'workingDay');
    tell(
      narration,
      day,
      taken === 1 ? 'counted-half' : 'counted',
      taken === 1
        ? text(`tính nửa ngày, đủ ${used.vi}${because.vi}`, `half a day counted, makes ${used.en}${because.en}`)
        : text(`tính một ngày, đủ ${used.vi}${because.vi}`, `one day counted, makes ${used.en}${because.en}`),
    );
  }
}

/** The interruption in which a closing of a date falls. */
function interruptionAt(
  line: Timeline,
  interruptions: readonly Interruption[],
  day: number,
  closing: Instant,
): Interruption | undefined {
  const [begin, end] = [line.midnight[day] as number, line.midnight[day + 1] as number];
  return interruptions.find(({ from, to, effect }) =>
    effect === 'exclude' ? from < end && to > begin : from <= closing && closing < to,
  );
}
