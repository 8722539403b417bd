// Applies the plan on the office's SQLite file. Killed at any point and started again, it goes on where the database stands.
import { DEPLOYED, openOffice, supervisor } from './src/office.ts';
import { decree61, decree118, toDecree118 } from './src/two-decrees.ts';

const [folder, haltAfter] = process.argv.slice(2);
if (folder === undefined || process.send === undefined)
  throw new Error('the worker is started by main.ts, with a folder');
let moved = 0;
await using office = await openOffice(folder, [decree61, decree118], DEPLOYED);
const { engine } = office;
// #region apply
const outcome = await engine.applyMigration(engine.planMigration(toDecree118), {
  actor: supervisor,
  reason: 'Chuyển tiếp sang mô hình chính quyền địa phương hai cấp',
  legalBasis: 'Nghị định 118/2025/NĐ-CP',
  accept: { 'deadline-moved': 'Nghị định 118/2025/NĐ-CP: thông báo bổ sung trong 2 ngày làm việc' },
  onCase: countAndMaybeHalt, // hears of each case and its reply: show how far it is
});
// #endregion
process.send({ outcome });
process.disconnect();

function countAndMaybeHalt(): void {
  moved += 1;
  if (moved === Number(haltAfter)) waitToBeKilled();
}

/** Stands still in the midst of its work, so that the supervisor kills it there and nowhere else. */
function waitToBeKilled(): void {
  process.send?.({ moved });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
