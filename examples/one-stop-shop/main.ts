// The supervisor: starts the worker that runs the office, kills it half-way, starts another, and prints the report.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languageOf, speaker } from './src/language.ts';
import { printReport } from './src/report.ts';
import { checkNothingLost, superviseWorker } from './src/supervise.ts';

const say = speaker(languageOf(process.argv.slice(2)));
const folder = mkdtempSync(join(tmpdir(), 'motcua-one-stop-'));
try {
  const acknowledged = await superviseWorker(folder, say);
  await checkNothingLost(folder, acknowledged, say);
  await printReport(folder, say);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
