import type { Text } from '../../contract/text.js';
import type { Instant, TermUnit } from '../../contract/time.js';
import { amountBetween, instantBefore } from '../between.js';
import { isOpen, nextOpen, openBefore } from '../open-time.js';
import { isWorkingDay, receiptDay } from '../receipt.js';
import type { Timeline } from '../timeline.js';
import type { Calendar, Explanation } from '../types.js';
import { explainDue } from './explain-term.js';
import { createNarration, type Narration, namedDay, tell, tellDayOff } from './narration.js';
import { isProvisional, provisionalText } from './provisional.js';
import { tellWorkingHours } from './tell-working-hours.js';
import { amountText, momentText, text } from './words.js';

/** The derivations of a calendar's answers. They walk the days, so their cost grows with the span. */
export function createExplain(line: () => Timeline): Calendar['explain'] {
  return {
    due: (term) => explainDue(line(), term),
    add: (from, length, counting) =>
      explainDue(line(), { from, budget: length, ...(counting === undefined ? {} : { counting }) }),
    isWorking: (at) => explainIsWorking(line(), at),
    next: (at) => explainNext(line(), at),
    subtract: (to, length) => {
      const from = instantBefore(line(), to, length);
      const narration = createNarration(line());
      tellBetween(narration, from, to, length.unit);
      const amount = amountText(length.amount, length.unit);
      const [start, end] = [momentText(line(), from), momentText(line(), to)];
      return explanation(narration, to, from, length.amount, length.unit, {
        vi: `Trước ${end.vi} ${amount.vi}: ${start.vi}`,
        en: `${amount.en} before ${end.en}: ${start.en}`,
      });
    },
    between: (from, to, unit) => {
      const amount = amountBetween(line(), from, to, unit);
      const narration = createNarration(line());
      tellBetween(narration, Math.min(from, to), Math.max(from, to), unit);
      const [start, end, much] = [momentText(line(), from), momentText(line(), to), amountText(amount, unit)];
      return explanation(narration, from, to, amount, unit, {
        vi: `Từ ${start.vi} đến ${end.vi}: ${much.vi}`,
        en: `From ${start.en} to ${end.en}: ${much.en}`,
      });
    },
  };
}

function explainIsWorking(line: Timeline, at: Instant): Explanation {
  const open = isOpen(line, at);
  const narration = createNarration(line);
  tellOpen(narration, at, open);
  const moment = momentText(line, at);
  return explanation(narration, at, at, open ? 1 : 0, 'workingHour', {
    vi: `${moment.vi}: ${open ? 'trong' : 'ngoài'} giờ làm việc`,
    en: `${moment.en}: ${open ? 'open' : 'closed'}`,
  });
}

function explainNext(line: Timeline, at: Instant): Explanation {
  const opening = nextOpen(line, at);
  const narration = createNarration(line);
  tellOpen(narration, at, opening === at);
  for (let day = line.dayOf(at) + 1; day < line.dayOf(opening); day++) tellDayOff(narration, day);
  if (opening !== at) tellOpen(narration, opening, true);
  const [moment, found] = [momentText(line, at), momentText(line, opening)];
  return explanation(narration, at, opening, 0, 'workingHour', {
    vi: `Từ ${moment.vi}, giờ làm việc gần nhất: ${found.vi}`,
    en: `From ${moment.en}, the next working time: ${found.en}`,
  });
}

function tellOpen(narration: Narration, at: Instant, open: boolean): void {
  const { line } = narration;
  const day = line.dayOf(at);
  if (Number.isNaN(line.close[day])) {
    tellDayOff(narration, day);
    return;
  }
  const moment = momentText(line, at);
  const because = namedDay(line, day);
  tell(
    narration,
    day,
    open ? 'open' : 'closed',
    text(
      `${moment.vi.slice(0, 5)} ${open ? 'trong' : 'ngoài'} giờ làm việc${because.vi}`,
      `${moment.en.slice(0, 5)} is ${open ? 'within' : 'outside'} office hours${because.en}`,
    ),
  );
}

/** Day by day what lies between two instants, by the rules of `between`. */
function tellBetween(narration: Narration, from: Instant, to: Instant, unit: TermUnit): void {
  const { line } = narration;
  if (unit === 'workingHour') {
    const ms = openBefore(line, to) - openBefore(line, from);
    tellWorkingHours(narration, ms, from, to, []);
    return;
  }
  const first = unit === 'workingDay' ? receiptDay(line, from, line.dayOf(from), undefined) : line.dayOf(from);
  for (let day = line.dayOf(from); day <= line.dayOf(to); day++) {
    if (unit === 'workingDay' && !isWorkingDay(line, day)) {
      tellDayOff(narration, day);
      continue;
    }
    if (day <= first) {
      tell(narration, day, 'received', text('ngày bắt đầu, không tính', 'the first day, not counted'));
      continue;
    }
    const end = Math.min(to, (line.midnight[day + 1] as number) - 1);
    const used = amountBetween(line, from, end, unit);
    const rule = unit === 'workingDay' && used - narration.used === 0.5 ? 'counted-half' : 'counted';
    if (unit === 'workingDay' && used === narration.used) continue;
    narration.used = used;
    const makes = amountText(used, unit);
    const because = namedDay(line, day);
    tell(narration, day, rule, text(`đủ ${makes.vi}${because.vi}`, `makes ${makes.en}${because.en}`));
  }
}

function explanation(
  narration: Narration,
  from: Instant,
  to: Instant,
  amount: number,
  unit: Explanation['unit'],
  summary: Text,
): Explanation {
  const { line, steps } = narration;
  const { id, version, zone } = line.definition;
  const provisional = isProvisional(line, from, to);
  const note = provisionalText(provisional);
  return {
    calendar: { id, version, zone },
    from,
    to,
    amount,
    unit,
    steps,
    provisional,
    text: text(
      `${summary.vi} (lịch ${id} ${version}).${note.vi}`,
      `${summary.en} (calendar ${id} ${version}).${note.en}`,
    ),
  };
}
