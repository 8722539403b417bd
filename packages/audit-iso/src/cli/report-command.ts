import { readRecords } from '../export/records.js';
import { auditTrailEditions, type StandardEdition } from '../iso/clauses.js';
import { coverageOf } from '../iso/coverage.js';
import { renderCoverage } from '../iso/render-coverage.js';
import type { CliProcess, ExitCode } from './command.js';
import { type Options, openLog, readOptions, timeOf, usageError } from './options.js';

/** `report`: which records of a period support evidence for which clause. */
export async function reportCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['key', 'witness', 'quorum', 'edition', 'from', 'to'], ['json']);
  const editions = editionsOf(options);
  const log = await openLog(options);
  if ('problem' in log) {
    await process.error(`${log.problem[options.language]}\n`);
    return 1;
  }
  const { storage, checkpoint } = log;
  const [from, to] = [timeOf(options, 'from'), timeOf(options, 'to')];
  const filter = { ...(from !== undefined && { recordedFrom: from }), ...(to !== undefined && { recordedTo: to }) };
  const report = await coverageOf({
    checkpoint,
    records: readRecords(storage, checkpoint.size, filter),
    editions,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  });
  await process.out(options.has('json') ? `${JSON.stringify(report)}\n` : renderCoverage(report, options.language));
  return 0;
}

function editionsOf(options: Options): readonly StandardEdition[] {
  const asked = options.all('edition');
  if (asked.length === 0) return auditTrailEditions;
  return asked.map((id) => {
    const edition = auditTrailEditions.find((known) => known.id === id);
    if (edition === undefined)
      throw usageError(`--edition is one of ${auditTrailEditions.map((known) => known.id).join(', ')}`);
    return edition;
  });
}
