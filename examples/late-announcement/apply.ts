// Applies the new calendar to the dossiers of a file. With a number, it kills itself like a crash after so many dossiers.
import type { AppliedCase } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import { virtualClock } from '@motcua/testkit';
import { announced, before, openOffice, supervisor } from './office.js';
import { APPLIED_AT } from './scenario.js';

const [file = '', killedAfter = ''] = process.argv.slice(2);
const engine = await openOffice({
  store: createSqliteStore({ file }),
  clock: virtualClock(`${APPLIED_AT}+07:00`),
  calendars: [before, announced],
  batch: 4,
});
let done = 0;
const countAndMaybeDie = ({ caseId, reply }: AppliedCase) => {
  if (reply.status === 'accepted') done += 1;
  process.send?.(caseId);
  if (done === Number(killedAfter)) process.kill(process.pid, 'SIGKILL');
};
// #region apply
const plan = engine.planCalendar(announced);
const result = await engine.applyCalendar(plan, {
  actor: supervisor,
  reason: 'Hoán đổi ngày làm việc dịp Tết Dương lịch 2026',
  legalBasis: 'Văn bản 12729/VPCP-KGVX ngày 25/12/2025',
  onCase: countAndMaybeDie, // hears of each case and its reply: show how far it is
});
// #endregion
await engine.stop();
process.send?.(result);
process.disconnect?.();
