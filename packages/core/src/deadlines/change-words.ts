import type { CalendarChange, DayKind } from '../contract/calendar-change.js';
import type { Text } from '../contract/text.js';

const kindWords: Readonly<Record<DayKind, Text>> = {
  holiday: { vi: 'nghỉ lễ', en: 'public holiday' },
  substitute: { vi: 'nghỉ bù', en: 'day off in lieu' },
  'swap-off': { vi: 'nghỉ hoán đổi', en: 'day off by swap' },
  'swap-work': { vi: 'làm bù', en: 'worked in exchange' },
  'office-off': { vi: 'cơ quan nghỉ', en: 'office closed' },
  'office-open': { vi: 'cơ quan làm việc', en: 'office open' },
};

/** A changed date for people, with the instrument that says so: `02/01/2026 nghỉ hoán đổi, dịp Tết (Văn bản 12729)`. */
export function changeText({ date, before, after }: CalendarChange): Text {
  const vi = date.split('-').reverse().join('/');
  if (after !== undefined) {
    const { kind, name, source } = after;
    return {
      vi: `${vi} ${kindWords[kind].vi}, ${name.vi} (${source})`,
      en: `${date} ${kindWords[kind].en}, ${name.en} (${source})`,
    };
  }
  if (before !== undefined) {
    const { kind, name, source } = before;
    return {
      vi: `${vi} không còn là ngày ${kindWords[kind].vi}, ${name.vi} (${source})`,
      en: `${date} is no longer ${kindWords[kind].en}, ${name.en} (${source})`,
    };
  }
  return { vi: `${vi} giờ làm việc khác trước`, en: `${date} other office hours` };
}
