import type { Text } from '../../contract/text.js';
import type { Instant } from '../../contract/time.js';
import type { Timeline } from '../timeline.js';
import { text } from './words.js';

/** True when a date from one instant to another, both included, rests on a row not yet announced. */
export function isProvisional(line: Timeline, from: Instant, to: Instant): boolean {
  const [first, last] = [line.nearestDay(Math.min(from, to)), line.nearestDay(Math.max(from, to))];
  for (let day = first; day <= last; day++) if (line.rowOf.get(day)?.status === 'provisional') return true;
  return false;
}

/** The warning that closes an explanation. */
export function provisionalText(provisional: boolean): Text {
  return provisional
    ? text(
        ' Có ngày nghỉ dự kiến, chưa được công bố: kết quả có thể thay đổi.',
        ' It rests on days off not yet announced: the answer may change.',
      )
    : text('', '');
}
