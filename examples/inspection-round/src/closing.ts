import { join } from 'node:path';
import { AGAIN, PLAN, ROUND } from './act.ts';
import type { Speaker } from './language.ts';
import { type Office, openOffice, TENANT } from './office.ts';
import { END } from './run-scenario.ts';
import { instantOf } from './time.ts';
import { INSPECTED, unitText } from './units.ts';
import { writeReport } from './write-report.ts';

/** The journals of the inspection: the plan, the round, and all that they opened. */
async function journals({ engine }: Office) {
  const ids = [PLAN, ROUND, AGAIN];
  for (let index = 1; index < ids.length; index += 1) {
    const parent = ids[index] ?? '';
    const { items } = await engine.find({ tenant: TENANT, parent, order: 'openedAt', limit: 1000 });
    ids.push(...items.map(({ caseId }) => caseId));
  }
  return (await Promise.all(ids.map((caseId) => engine.history({ tenant: TENANT, caseId })))).flat();
}

const signed = (change: number | null): string => (change === null ? '–' : `${change > 0 ? '+' : ''}${change}`);

/** Checks that nothing was lost or done twice, writes the last report, and says what it says. */
export async function closeScenario(folder: string, acknowledged: readonly string[], say: Speaker): Promise<void> {
  const office = await openOffice(folder);
  try {
    const entries = await journals(office);
    const times = new Map<string, number>();
    for (const { command } of entries) times.set(command.id, (times.get(command.id) ?? 0) + 1);
    const lost = acknowledged.filter((id) => !times.has(id)).length;
    const twice = [...times.values()].filter((count) => count > 1).length;
    // By remedy, level and term: more of them than there are different ones would be one told twice.
    const raised = entries.flatMap(({ caseId, facts }) =>
      facts.flatMap(({ type, level, dueAt }) => (type === 'remedy.escalated' ? [`${caseId} ${level} ${dueAt}`] : [])),
    );
    const repeated = raised.length - new Set(raised).size;
    say.line();
    say.line({
      vi: `Đối chiếu: ${acknowledged.length} thao tác đã xác nhận, mất ${lost}, ghi trùng ${twice}; ${raised.length} lần báo cáo quá hạn, lặp ${repeated}.`,
      en: `Check: ${acknowledged.length} acts acknowledged, ${lost} lost, ${twice} written twice; ${raised.length} escalations, ${repeated} repeated.`,
    });
    if (lost > 0 || twice > 0 || repeated > 0) process.exitCode = 1;
    const { report, files } = await writeReport(office.engine, folder, 2021, instantOf(END));
    const next = await writeReport(office.engine, folder, 2022, instantOf(END));
    say.line();
    say.line({
      vi: 'Xếp hạng 2022; trong ngoặc: số bậc, số điểm phần trăm so với 2021:',
      en: 'Ranking of 2022; in brackets: places and percentage points against 2021:',
    });
    for (const { unit, rank, rankChange, total } of next.report.units) {
      const { vi, en } = unitText(unit);
      const place = `  ${rank ?? '–'}. (${signed(rankChange)})`;
      const share = `${total.percent?.toFixed(2) ?? '–'}% (${signed(total.change)})`;
      const shown = say.language === 'vi' ? share.replaceAll('.', ',') : share;
      say.line({ vi, en }, `${place}  ${shown}  `);
    }
    const { counts, extended, reopened, late } = report.remedies;
    const received = INSPECTED.reduce((sum, unit) => sum + (report.dossiers[unit]?.received ?? 0), 0);
    say.line({
      vi: `${report.findings.total} phát hiện trên ${received} hồ sơ; khắc phục: ${counts.done} đúng hạn, ${counts['done-late']} quá hạn, ${counts['carried-forward']} chưa đánh giá; ${extended} gia hạn, ${reopened} mở lại, ${late} từng quá hạn.`,
      en: `${report.findings.total} findings over ${received} dossiers; remedies: ${counts.done} in time, ${counts['done-late']} late, ${counts['carried-forward']} still carried forward; ${extended} extended, ${reopened} reopened, ${late} late at some time.`,
    });
    say.line();
    say.line({ vi: 'Báo cáo:', en: 'Reports:' });
    for (const file of [...files, ...next.files]) console.log(`  ${join(folder, file)}`);
  } finally {
    await office.close();
  }
}
