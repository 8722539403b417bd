import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Instant, Language } from '@motcua/core';
import { collectDossierTallies, collectYear, type SynthesisReport, synthesiseYear } from '@motcua/core/inspection';
import { renderHtml, renderMarkdown } from '@motcua/report';
import { criterionText } from './assessment.ts';
import { DOSSIERS_FROM, DOSSIERS_TO } from './dossiers.ts';
import { TENANT } from './office.ts';
import { instantOf } from './time.ts';
import { dossierUnits, INSPECTED, unitText } from './units.ts';

const YEAR = 2021;

// #region synthesis
/** The year's report as data, read through the engine a page at a time. */
export async function yearReport({ find, get }: Engine, at: Instant): Promise<SynthesisReport> {
  const reading = { find, get, tenant: TENANT };
  const dossiers = await collectDossierTallies({
    ...reading,
    units: Object.fromEntries(INSPECTED.map((unit) => [unit, dossierUnits(unit)])),
    from: instantOf(`${DOSSIERS_FROM} 00:00`),
    to: instantOf(`${DOSSIERS_TO} 00:00`),
    at,
  });
  return synthesiseYear(await collectYear({ ...reading, year: YEAR }), { year: YEAR, at, dossiers });
}
// #endregion

function nameOf(id: string, language: Language): string | undefined {
  const criterion = criterionText(id)?.[language];
  if (criterion !== undefined) return criterion;
  return unitText(id)[language];
}

/** Writes the report as of an instant: two formats, two languages. */
export async function writeReport(engine: Engine, folder: string, at: Instant) {
  const report = await yearReport(engine, at);
  const date = new Date(at + 7 * 3_600_000).toISOString().slice(0, 10);
  const files: string[] = [];
  for (const language of ['vi', 'en'] as const) {
    const options = { language, nameOf };
    for (const [ending, text] of [
      ['md', renderMarkdown(report, options)],
      ['html', renderHtml(report, options)],
    ] as const) {
      const file = `report-${date}.${language}.${ending}`;
      writeFileSync(join(folder, file), text);
      files.push(file);
    }
  }
  return { report, files };
}
