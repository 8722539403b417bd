import { describe, expect, test } from 'vitest';
import { createCalendar } from '../../calendar/index.js';
import type { Fact } from '../../contract/index.js';
import { letterSchema, renderLetter } from '../index.js';
import { at, CODE, calendar2026, examined, people, procedure, type Scenario, UNIT } from './scenario.js';

const swapped = new Set(['2026-01-02', '2026-01-10']);
/** The year as it was known before 25 December 2025, and after. */
const before = createCalendar({
  ...calendar2026,
  version: '2025.1',
  covers: { from: '2025-12-01', to: '2026-12-31' },
  rows: calendar2026.rows.filter(({ date }) => !swapped.has(date)),
});
const after = createCalendar({ ...calendar2026, covers: before.definition.covers });
const announced = { calendar: before, otherVersions: [after] };

const letter = (s: Scenario) => {
  const { type: _, ...content } = s.said('letter.issued').at(-1) as Fact;
  return letterSchema.parse(content);
};
const letters = (s: Scenario) => s.said('letter.issued').map(({ kind }) => kind);

describe('a dossier whose date a new calendar moves', () => {
  const moved = (opening: Parameters<typeof examined>[0] = {}) => {
    const s = examined({ ...announced, at: '2025-12-29 09:00', ...opening });
    expect(s.due('resolution')).toBe('2026-01-06 17:00');
    expect(s.reproject(people.supervisor, '2025-12-30 09:00', after).status).toBe('accepted');
    return s;
  };

  test('sends the applicant a notice with the new date, the reason and the days that changed', () => {
    const s = moved();
    expect(s.due('resolution')).toBe('2026-01-07 17:00');
    expect(letter(s)).toMatchObject({
      kind: 'appointment-change',
      form: null,
      code: CODE,
      at: at('2025-12-30 09:00'),
      by: people.supervisor.id,
      dueAt: at('2026-01-06 17:00'),
      until: at('2026-01-07 17:00'),
    });
    const text = renderLetter(letter(s));
    expect(text).toContain('THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ');
    expect(text).toContain('Thời hạn đã hẹn: 17 giờ 00, ngày 06/01/2026');
    expect(text).toContain('Hẹn trả kết quả lại vào: 17 giờ 00, ngày 07/01/2026');
    expect(text).toContain('Ngày làm việc thay đổi: 02/01/2026 nghỉ hoán đổi, Hoán đổi ngày làm việc (12729/VPCP-KGVX');
    expect(text).toContain('Căn cứ: Văn bản 12729/VPCP-KGVX');
    expect(renderLetter(letter(s), 'en')).toContain('Changed working days: 2026-01-02 day off by swap');
    expect(s.said('deadline.reprojected')).toMatchObject([
      { deadline: 'resolution', dueBefore: at('2026-01-06 17:00'), dueAfter: at('2026-01-07 17:00') },
      { deadline: 'notice', dueBefore: at('2026-01-02 17:00'), dueAfter: at('2026-01-05 17:00') },
    ]);
  });

  test('sends none when no slip had been given out', () => {
    const rules = procedure({ limits: [{ id: 'standard', budget: { amount: 5, unit: 'workingDay' } }] });
    const s = examined({ ...announced, at: '2025-12-29 09:00', procedure: rules, slip: false });
    s.reproject(people.supervisor, '2025-12-30 09:00', after);
    expect(s.due('resolution')).toBe('2026-01-07 17:00');
    expect(letters(s)).toEqual([]);
  });

  test('sends none when the date on the slip stands, though the count would bring it forward', () => {
    const s = examined({ ...announced, at: '2026-01-05 09:00' });
    s.reproject(people.supervisor, '2026-01-06 09:00', after);
    expect(s.due('resolution')).toBe('2026-01-12 17:00');
    expect(letters(s)).toEqual(['receipt']);
    expect(s.said('deadline.reprojected')).toMatchObject([{ counted: at('2026-01-10 17:00') }]);
  });

  test('owes the apology for the new date, not for the old one', () => {
    const s = examined({ ...announced, at: '2025-12-29 09:00' }).fireUntil('2026-01-05 18:00');
    expect(s.said('apology.owed')).toHaveLength(1);
    s.reproject(people.supervisor, '2026-01-06 09:00', after);
    expect(s.context.apology).toEqual({ used: 0 });
    s.fireUntil('2026-01-06 17:00');
    expect(s.said('apology.owed').at(-1)).toMatchObject({ dueAt: at('2026-01-07 17:00') });
  });

  test('takes back what was said of the old end when that had passed', () => {
    const s = examined({ ...announced, at: '2025-12-29 09:00' }).fireUntil('2026-01-07 08:00');
    expect(s.said('violation.recorded')).toMatchObject([{ kind: 'late-without-apology', unit: UNIT }]);
    s.reproject(people.supervisor, '2026-01-07 09:00', after);
    expect(s.said('violation.withdrawn')).toMatchObject([
      { kind: 'late-without-apology', reason: expect.stringContaining('lịch làm việc mới') },
    ]);
    expect([s.context.overdue, letters(s)]).toEqual([undefined, ['receipt', 'appointment-change']]);
    s.fireUntil('2026-01-07 18:00');
    expect(s.said('violation.recorded').at(-1)).toMatchObject({ dueAt: at('2026-01-07 17:00') });
  });

  test('is moved by nobody but the supervisor', () => {
    const s = examined({ ...announced, at: '2025-12-29 09:00' });
    expect(s.reproject(people.leader, '2025-12-30 09:00', after)).toMatchObject({ code: 'MC_ACCESS_DENIED' });
  });
});
