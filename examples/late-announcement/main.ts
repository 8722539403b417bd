import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CalendarApplication } from '@motcua/core';
import { printExplanation } from '@motcua/core';
import { type Letter, renderLetter } from '@motcua/core/dossier';
import { createSqliteStore } from '@motcua/store-sqlite';
import { virtualClock } from '@motcua/testkit';
import { announced, before, openOffice } from './office.js';
import { APPLIED_AT, passTo, receipts, takeIn } from './scenario.js';
import { planTable, unmovedText } from './table.js';

/** Runs apply.ts; undefined when it was killed on the way. */
function apply(file: string, ...args: readonly string[]): Promise<CalendarApplication | undefined> {
  return new Promise((resolve, reject) => {
    let result: CalendarApplication | undefined;
    const child = fork(join(import.meta.dirname, 'apply.ts'), [file, ...args]);
    // The dossiers one by one, then what became of all.
    child.on('message', (message) => {
      if (typeof message === 'object') result = message as CalendarApplication;
    });
    child.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(result);
      else reject(new Error(`apply.ts ended with ${String(code ?? signal)}`));
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'motcua-late-announcement-'));
try {
  const file = join(folder, 'dossiers.db');
  const clock = virtualClock('2025-12-29T08:00+07:00');
  let letters: Letter[] = [];

  // The office works by the year as it was known. On 5 January the announcement of 25 December is on its desk.
  const office = await openOffice({ store: createSqliteStore({ file }), clock, calendars: [before], letters });
  await takeIn(office, clock, receipts);
  await passTo(office, clock, APPLIED_AT);
  const plan = office.planCalendar(announced);
  for (const language of ['vi', 'en'] as const) {
    const table = await planTable(plan, language);
    console.log(`${table.join('\n')}\n${unmovedText(table.length - 1)[language]}\n`);
  }
  await office.stop();

  // Applied by a process that is killed on the way, and again by one that is not.
  const killed = await apply(file, '4');
  console.log(`*** ${killed === undefined ? 'SIGKILL sau 4 hồ sơ / SIGKILL after 4 dossiers' : 'not killed'} ***`);
  const resumed = await apply(file);
  console.log(`${resumed?.reprojected} hồ sơ còn lại đã tính lại / the ${resumed?.reprojected} others counted again\n`);

  letters = [];
  const after = await openOffice({
    store: createSqliteStore({ file }),
    clock,
    calendars: [before, announced],
    letters,
  });
  await after.settle();
  const notices = letters.filter(({ kind }) => kind === 'appointment-change');
  console.log(`${notices.length} thông báo điều chỉnh ngày hẹn / notices of a new date. One of them:\n`);
  const [notice] = notices;
  if (notice !== undefined) console.log(`${renderLetter(notice, 'vi')}\n`);
  const kept = { tenant: 'tinh-h02', caseId: '2026-01-05/05', deadline: 'resolution' };
  console.log(printExplanation(await after.explain(kept), 'en'));
  await after.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
