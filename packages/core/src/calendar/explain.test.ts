import { describe, expect, it } from 'vitest';
import { at, days, office, row, wd, wh } from './test/office.js';

const calendar = office({
  rows: [
    row('2026-03-03', 'holiday', { name: { vi: 'Tết (mùng 1)', en: 'Tết (day 1)' } }),
    row('2026-03-04', 'swap-off', { swappedWith: '2026-03-07', name: { vi: 'dịp Tết', en: 'Tết break' } }),
    row('2026-03-07', 'swap-work', { swappedWith: '2026-03-04', name: { vi: 'dịp Tết', en: 'Tết break' } }),
    row('2026-03-12', 'holiday', { status: 'provisional' }),
  ],
});
const told = (explanation: ReturnType<typeof calendar.explain.due>): string[] =>
  explanation.steps.map(({ rule, used, text }) => `${rule} ${used} ${text.vi}`);

describe('an explanation', () => {
  it('tells every day with the rule that decided it, in Vietnamese', () => {
    const explanation = calendar.explain.due({
      from: at('2026-03-02T15:30'),
      budget: wd(2.5),
      counting: { cutOff: { at: '15:00' } },
      interruptions: [{ from: at('2026-03-06T10:00'), to: at('2026-03-06T18:00') }],
    });
    expect(told(explanation)).toEqual([
      'received-after-cut-off 0 Thứ Hai 02/03/2026: tiếp nhận lúc 15:30, sau giờ chốt tiếp nhận 15:00; coi như tiếp nhận vào Thứ Năm 05/03/2026',
      'holiday 0 Thứ Ba 03/03/2026: nghỉ Tết (mùng 1)',
      'swap-off 0 Thứ Tư 04/03/2026: nghỉ hoán đổi, dịp Tết, làm bù vào 07/03/2026',
      'received 0 Thứ Năm 05/03/2026: coi là ngày tiếp nhận; ngày này không tính (Điều 147 Bộ luật Dân sự 2015)',
      'interrupted 0 Thứ Sáu 06/03/2026: không tính, tạm dừng từ 10:00 Thứ Sáu 06/03/2026 đến 18:00 Thứ Sáu 06/03/2026',
      'counted 1 Thứ Bảy 07/03/2026: tính một ngày, đủ 1 ngày làm việc (ngày làm việc bù cho 04/03/2026, dịp Tết)',
      'weekly-day-off 1 Chủ Nhật 08/03/2026: nghỉ hằng tuần',
      'counted 2 Thứ Hai 09/03/2026: tính một ngày, đủ 2 ngày làm việc',
      'counted-half 2.5 Thứ Ba 10/03/2026: tính nửa ngày, đủ 2,5 ngày làm việc',
      'due 2.5 Thứ Ba 10/03/2026: hết hạn lúc 11:30',
    ]);
    expect(explanation.text.vi).toBe(
      'Thời hạn 2,5 ngày làm việc, tiếp nhận lúc 15:30 Thứ Hai 02/03/2026: hết hạn lúc 11:30 Thứ Ba 10/03/2026 (lịch office 1).',
    );
    expect(explanation.provisional).toBe(false);
    expect(explanation.calendar).toEqual({ id: 'office', version: '1', zone: 'Asia/Ho_Chi_Minh' });
  });

  it('names the row behind a day with its status and source', () => {
    const { steps } = calendar.explain.add(at('2026-03-02T09:00'), wd(2));
    expect(steps.find(({ date }) => date === '2026-03-03')).toMatchObject({
      kind: 'holiday',
      status: 'enacted',
      source: 'Decree 1',
    });
    expect(steps.find(({ date }) => date === '2026-03-05')).not.toHaveProperty('source');
  });

  it('tells how the end of calendar days rolls, and warns of days not yet announced', () => {
    const explanation = calendar.explain.add(at('2026-03-09T09:00'), days(3));
    expect(explanation.steps.slice(-3).map(({ text }) => text.en)).toEqual([
      'Thursday 12 March 2026: day 3 (public holiday, feast) (provisional, not yet announced)',
      'Thursday 12 March 2026: the last day is a day off (public holiday, feast); it moves to the next working day (Civil Code 2015, art. 148) (provisional, not yet announced)',
      'Friday 13 March 2026: due at 17:00',
    ]);
    expect(explanation.provisional).toBe(true);
    expect(explanation.text.en).toContain('It rests on days off not yet announced');
  });

  it('tells phases, and midnight as the end of a day', () => {
    const explanation = calendar.explain.due({
      from: at('2026-03-09T09:00'),
      budget: wd(1),
      then: [days(1), wh(2)],
      counting: { end: 'midnight' },
    });
    expect(told(explanation)).toEqual([
      'received 0 Thứ Hai 09/03/2026: tiếp nhận lúc 09:00; ngày này không tính (Điều 147 Bộ luật Dân sự 2015)',
      'counted 1 Thứ Ba 10/03/2026: tính một ngày, đủ 1 ngày làm việc',
      'phase 0 Thứ Ba 10/03/2026: từ 24:00 tính tiếp 1 ngày',
      'counted 1 Thứ Tư 11/03/2026: ngày thứ 1',
      'phase 0 Thứ Tư 11/03/2026: từ 24:00 tính tiếp 2 giờ làm việc',
      'holiday 0 Thứ Năm 12/03/2026: nghỉ ngày lễ (dự kiến, chưa được công bố)',
      'counted 2 Thứ Sáu 13/03/2026: tính 2 giờ làm việc, đủ 2 giờ làm việc',
      'due 2 Thứ Sáu 13/03/2026: hết hạn lúc 09:30',
    ]);
  });

  it('tells a fixed end, a same-day term, and a receipt outside hours', () => {
    const fixed = calendar.explain.due({
      from: at('2026-03-09T09:00'),
      budget: { until: at('2026-03-10T10:00') },
      interruptions: [{ from: at('2026-03-09T10:00'), to: at('2026-03-11T10:00') }],
    });
    expect(told(fixed)).toEqual([
      'received 0 Thứ Hai 09/03/2026: tính từ ngày này, thời hạn ấn định đến 10:00 Thứ Ba 10/03/2026',
      'interrupted 0 Thứ Hai 09/03/2026: tạm dừng từ 10:00 Thứ Hai 09/03/2026 đến 10:00 Thứ Tư 11/03/2026; lùi hạn 2 ngày',
      'rolled 0 Thứ Năm 12/03/2026: ngày cuối rơi vào ngày nghỉ (nghỉ ngày lễ); chuyển sang ngày làm việc tiếp theo (Điều 148 Bộ luật Dân sự 2015) (dự kiến, chưa được công bố)',
      'due 0 Thứ Sáu 13/03/2026: hết hạn lúc 17:00',
    ]);
    const ahead = calendar.explain.due({
      from: at('2026-03-02T09:00'),
      budget: { until: at('2026-03-10T10:00'), before: wd(2) },
    });
    expect(told(ahead)).toEqual([
      'received 0 Thứ Hai 02/03/2026: tính từ ngày này, thời hạn ấn định đến 17:00 Thứ Bảy 07/03/2026 (2 ngày làm việc trước 10:00 Thứ Ba 10/03/2026)',
      'due 0 Thứ Bảy 07/03/2026: hết hạn lúc 17:00',
    ]);
    expect(ahead.text.en).toContain('A term until 2 working days before 10:00 on Tuesday 10 March 2026, received at');
    const sameDay = calendar.explain.due({ from: at('2026-03-10T09:00'), budget: wd(0) });
    expect([sameDay.text.vi, sameDay.text.en].map((line) => line.slice(0, 24))).toEqual([
      'Thời hạn trong ngày, tiế',
      'A term of the same day, ',
    ]);
    expect(told(calendar.explain.add(at('2026-03-10T18:00'), wd(0)))).toEqual([
      'received 0 Thứ Ba 10/03/2026: tiếp nhận lúc 18:00; đã hết giờ làm việc; giải quyết trong ngày làm việc tiếp theo',
      'due 0 Thứ Tư 11/03/2026: hết hạn lúc 17:00',
    ]);
    expect(told(calendar.explain.add(at('2026-03-09T18:00'), wh(1)))[0]).toBe(
      'received 0 Thứ Hai 09/03/2026: tiếp nhận lúc 18:00, ngoài giờ làm việc; coi như tiếp nhận vào Thứ Ba 10/03/2026',
    );
  });

  it('of other questions ends with their answers', () => {
    const [from, to] = [at('2026-03-05T09:00'), at('2026-03-10T17:00')];
    expect(calendar.explain.isWorking(from).amount).toBe(1);
    expect(calendar.explain.isWorking(at('2026-03-05T12:00')).steps[0]).toMatchObject({ rule: 'closed' });
    expect(calendar.explain.next(at('2026-03-02T17:00')).to).toBe(calendar.next(at('2026-03-02T17:00')));
    expect(told(calendar.explain.next(at('2026-03-02T17:00'))).map((line) => line.split(' ')[0])).toEqual([
      'closed',
      'holiday',
      'swap-off',
      'open',
    ]);
    for (const unit of ['workingDay', 'workingHour', 'calendarDay', 'month'] as const) {
      const between = calendar.explain.between(from, to, unit);
      expect(between.amount).toBe(calendar.between(from, to, unit));
      expect(between.steps[between.steps.length - 1]?.used ?? 0).toBe(between.amount);
      const back = calendar.explain.subtract(to, { amount: 1, unit });
      expect(back.to).toBe(calendar.subtract(to, { amount: 1, unit }));
      expect(back.text.vi).toContain('lịch office 1');
    }
  });
});
