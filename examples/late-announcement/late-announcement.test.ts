import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { vietnamCalendar, vietnamDefinition } from '@motcua/calendar-vn';
import { type Calendar, createCalendar, type Engine, withRows } from '@motcua/core';
import type { Letter } from '@motcua/core/dossier';
import { createMemoryStore } from '@motcua/core/memory';
import { virtualClock } from '@motcua/testkit';
import { describe, expect, test } from 'vitest';
import { announced, before, caseIdOf, openOffice, type Receipt, supervisor } from './office.js';
import { APPLIED_AT, passTo, receipts, takeIn } from './scenario.js';

const grounds = { actor: supervisor, reason: 'Lịch làm việc thay đổi', legalBasis: 'văn bản nêu trong lịch' };

/** An office in memory that has taken in dossiers by the first calendars, up to a time. `next` is given as well. */
async function office(all: readonly Receipt[], calendars: readonly Calendar[], next: Calendar, until: string) {
  const clock = virtualClock(`${all[0]?.received}T08:00+07:00`);
  const letters: Letter[] = [];
  // The last version of an id counts new terms: the new one comes first until it is applied.
  const engine = await openOffice({ store: createMemoryStore(), clock, calendars: [next, ...calendars], letters });
  await takeIn(engine, clock, all);
  await passTo(engine, clock, until);
  return { engine, clock, letters };
}

/** Date of return of each dossier: `2026-01-06`. */
const promises = (engine: Engine, all: readonly Receipt[]) =>
  Promise.all(
    all.map(async (receipt) => {
      const ref = { tenant: receipt.tenant, caseId: caseIdOf(receipt) };
      const terms = await engine.deadlines(ref);
      return terms.find(({ name }) => name === 'resolution')?.due.slice(0, 10);
    }),
  );
const inYear = (year: number, month: string, days: readonly number[]) =>
  days.map((day) => `${year}-${month}-${String(day).padStart(2, '0')}`);
const received = (date: string, terms: readonly number[]): Receipt[] =>
  terms.map((days) => ({ tenant: 'tinh-h02', received: date, days }));

describe('the announcement of 25 December 2025: Friday 2 January 2026 off, Saturday 10 January worked', () => {
  const was = inYear(2026, '01', [2, 6, 8, 13, 20, 6, 8, 12, 15, 8, 12, 14, 19]);
  const counts = inYear(2026, '01', [5, 7, 9, 13, 20, 7, 9, 12, 15, 8, 10, 13, 16]);
  const kept = inYear(2026, '01', [5, 7, 9, 13, 20, 7, 9, 12, 15, 8, 12, 14, 19]);

  test('moves the whole table, and leaves a promise that would come earlier as it was', async () => {
    const { engine } = await office(receipts, [before], announced, APPLIED_AT);
    expect(await promises(engine, receipts)).toEqual(was);
    const plan = engine.planCalendar(announced);
    expect(await plan.totals()).toMatchObject({ cases: 13 });
    expect(await engine.applyCalendar(plan, grounds)).toMatchObject({ reprojected: 13, status: 'complete' });
    expect(await promises(engine, receipts)).toEqual(kept);
    await engine.stop();
  });

  test('moves the promises earlier too, when the plan says so', async () => {
    const { engine } = await office(receipts, [before], announced, APPLIED_AT);
    await engine.applyCalendar(engine.planCalendar(announced, { earlierEnd: 'move' }), grounds);
    expect(await promises(engine, receipts)).toEqual(counts);
    await engine.stop();
  });

  test('makes the dossier in time again that was called late on the day off, and tells its applicant', async () => {
    const all = received('2025-12-29', [3]);
    const { engine, letters } = await office(all, [before], announced, APPLIED_AT);
    const term = { tenant: 'tinh-h02', caseId: '2025-12-29/03', deadline: 'resolution' };
    expect(await engine.lateness(term)).toMatchObject({ late: true });
    await engine.applyCalendar(engine.planCalendar(announced), grounds);
    await engine.settle();
    expect(await engine.lateness(term)).toMatchObject({
      late: false,
      breaches: [{ overruled: { kind: 'reprojected', actor: supervisor.id } }],
    });
    expect(letters.map(({ kind }) => kind)).toEqual(['receipt', 'appointment-change']);
    await engine.stop();
  });
});

describe('the announcement of 12 April 2024: Monday 29 April off, Saturday 4 May worked', () => {
  const eve = vietnamCalendar({ asKnownOn: '2024-04-11' });
  const day = vietnamCalendar({ asKnownOn: '2024-04-12' });
  // 30 April and 1 May are holidays.
  const all = [...received('2024-04-23', [4, 5, 6, 7]), ...received('2024-05-02', [1, 2])];

  test('moves later what spans the 29th only, and keeps what would end on the Saturday', async () => {
    const { engine } = await office(all, [eve], day, '2024-05-02T10:00');
    expect(await promises(engine, all)).toEqual([
      ...inYear(2024, '04', [29]),
      ...inYear(2024, '05', [2, 3, 6]),
      ...inYear(2024, '05', [3, 6]),
    ]);
    const plan = engine.planCalendar(day);
    const moves: string[] = [];
    for await (const { caseId, terms } of plan) {
      const { effect = '', because = [] } = terms.find(({ deadline }) => deadline === 'resolution') ?? {};
      moves.push(`${caseId} ${effect} ${because.map(({ date }) => date).join(' ')}`);
    }
    expect(moves.filter((line) => !line.includes('unmoved'))).toEqual([
      '2024-04-23/04 later 2024-04-29',
      '2024-04-23/05 later 2024-04-29',
      '2024-04-23/06 later 2024-04-29 2024-05-04',
      '2024-05-02/02 kept 2024-05-04',
    ]);
    await engine.applyCalendar(plan, grounds);
    expect(await promises(engine, all)).toEqual(inYear(2024, '05', [2, 3, 4, 6, 3, 6]));
    await engine.stop();
  });
});

describe('a storm that closes the offices of one province for two days', () => {
  const hue = vietnamCalendar({ id: 'vn-hue' });
  const danang = vietnamCalendar({ id: 'vn-danang' });
  const off = (date: string) => ({
    date,
    kind: 'office-off' as const,
    name: { vi: 'bão số 5', en: 'storm no. 5' },
    status: 'enacted' as const,
    source: 'Công điện 12/CĐ-UBND ngày 16/9/2026',
  });
  const stormy = createCalendar(
    withRows(vietnamDefinition({ id: 'vn-danang' }), [off('2026-09-16'), off('2026-09-17')], {
      version: '2026.2+storm-5',
    }),
  );
  const dossier = (tenant: string, calendar: string) => ({ tenant, received: '2026-09-14', days: 3, calendar });
  const all = [dossier('danang', 'vn-danang'), dossier('hue', 'vn-hue')];

  test('moves the dossiers counted on its calendar, and touches no other', async () => {
    const { engine } = await office(all, [hue, danang], stormy, '2026-09-18T08:00');
    expect(await promises(engine, all)).toEqual(['2026-09-17', '2026-09-17']);
    const elsewhere = { tenant: 'hue', caseId: '2026-09-14/03' };
    const { revision } = await engine.get(elsewhere);
    const result = await engine.applyCalendar(engine.planCalendar(stormy), grounds);
    expect(result).toMatchObject({ reprojected: 1, passedOver: 0, problems: [] });
    expect(await promises(engine, all)).toEqual(['2026-09-21', '2026-09-17']);
    expect((await engine.get(elsewhere)).revision).toBe(revision);
    // Both were called late on the 17th; by now only one was.
    const late = await Promise.all(
      all.map(({ tenant }) => engine.lateness({ ...elsewhere, tenant, deadline: 'resolution' })),
    );
    expect(late.map((each) => each.late)).toEqual([false, true]);
    await engine.stop();
  });
});

test('the example prints the plan, is killed, goes on, and loses nothing', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const line = (start: string, word: string) =>
    stdout.split('\n').find((candidate) => candidate.startsWith(start) && candidate.includes(word));
  expect(line('2025-12-29/05', 'muộn hơn')).toMatch(/T3 06\/01 +T4 07\/01 +T4 07\/01 +muộn hơn: 02\/01\/2026 nghỉ/);
  expect(line('2026-01-05/05', 'promise kept')).toMatch(/Mon 12\/01 +Sat 10\/01 +Mon 12\/01 +promise kept: 2026-01-10/);
  expect(stdout).toContain('5 other dossiers keep their date.');
  expect(stdout).toContain('*** SIGKILL sau 4 hồ sơ / SIGKILL after 4 dossiers ***');
  expect(stdout).toContain('the 9 others counted again');
  expect(stdout).toContain('5 thông báo điều chỉnh ngày hẹn');
  expect(stdout).toContain('THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ');
  expect(stdout).toContain('stands and is not brought forward');
});
