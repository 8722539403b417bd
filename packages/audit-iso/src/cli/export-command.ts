import { open } from 'node:fs/promises';
import { EXPORT_FORMATS, type ExportFormat, exportLog } from '../export/export-log.js';
import type { RecordFilter } from '../export/records.js';
import type { CliProcess, ExitCode } from './command.js';
import { type Options, openLog, readOptions, timeOf, usageError } from './options.js';

/** `export`: the records in a format of others. */
export async function exportCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, [
    'key',
    'witness',
    'quorum',
    'format',
    'out',
    'tenant',
    'case',
    'type',
    'from',
    'to',
  ]);
  const format = formatOf(options.needed('format'));
  const log = await openLog(options);
  if ('problem' in log) {
    await process.error(`${log.problem[options.language]}\n`);
    return 1;
  }
  const records = exportLog({ storage: log.storage, checkpoint: log.checkpoint, format, filter: filterOf(options) });
  const file = options.one('out');
  if (file === undefined) {
    for await (const text of records) await process.out(text);
    return 0;
  }
  const handle = await open(file, 'w');
  try {
    for await (const text of records) await handle.write(text);
  } finally {
    await handle.close();
  }
  return 0;
}

function formatOf(text: string): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === text);
  if (format === undefined) throw usageError(`--format is one of ${EXPORT_FORMATS.join(', ')}`);
  return format;
}

function filterOf(options: Options): RecordFilter {
  const [tenant, caseId, type] = [options.one('tenant'), options.one('case'), options.one('type')];
  const [recordedFrom, recordedTo] = [timeOf(options, 'from'), timeOf(options, 'to')];
  return {
    ...(tenant !== undefined && { tenant }),
    ...(caseId !== undefined && { caseId }),
    ...(type !== undefined && { type }),
    ...(recordedFrom !== undefined && { recordedFrom }),
    ...(recordedTo !== undefined && { recordedTo }),
  };
}
