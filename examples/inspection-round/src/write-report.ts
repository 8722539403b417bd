import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, type Instant, type Language, printInstant } from '@motcua/core';
import { collectDossierTallies, collectYear, type SynthesisReport, synthesiseYear } from '@motcua/core/inspection';
import { renderHtml, renderMarkdown } from '@motcua/report';
import { criterionText } from './assessment.ts';
import { TENANT } from './office.ts';
import { instantOf, ZONE } from './time.ts';
import { dossierUnits, INSPECTED, unitText } from './units.ts';

// #region synthesis
/** A year's report as data, against the year before, read through the engine a page at a time. */
export async function yearReport({ find, get }: Engine, year: number, at: Instant): Promise<SynthesisReport> {
  const reading = { find, get, tenant: TENANT };
  const dossiers = await collectDossierTallies({
    ...reading,
    units: Object.fromEntries(INSPECTED.map((unit) => [unit, dossierUnits(unit)])),
    from: instantOf(`${year}-01-01 00:00`),
    to: instantOf(`${year + 1}-01-01 00:00`),
    at,
  });
  const before = await collectYear({ ...reading, year: year - 1 });
  return synthesiseYear(await collectYear({ ...reading, year }), { year, at, before, dossiers });
}
// #endregion

function nameOf(id: string, language: Language): string | undefined {
  const criterion = criterionText(id)?.[language];
  if (criterion !== undefined) return criterion;
  return unitText(id)[language];
}

/** Writes the report as of an instant: two formats, two languages. */
export async function writeReport(engine: Engine, folder: string, year: number, at: Instant) {
  const report = await yearReport(engine, year, at);
  const date = printInstant(at, ZONE).slice(0, 10);
  const files: string[] = [];
  for (const language of ['vi', 'en'] as const) {
    const options = { language, nameOf };
    for (const [ending, text] of [
      ['md', renderMarkdown(report, options)],
      ['html', renderHtml(report, options)],
    ] as const) {
      const file = `report-${year}-as-of-${date}.${language}.${ending}`;
      writeFileSync(join(folder, file), text);
      files.push(file);
    }
  }
  return { report, files };
}
