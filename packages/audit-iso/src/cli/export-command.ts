import { open, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { EXPORT_FORMATS, type ExportFormat, exportLog } from '../export/export-log.js';
import { type ExportSummary, manifestText, writeExport } from '../export/manifest.js';
import type { RecordFilter } from '../export/records.js';
import { writeNote } from '../note/note.js';
import type { CliProcess, ExitCode } from './command.js';
import { keyTexts, type Options, openLog, readOptions, timeOf, usageError } from './options.js';

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
  const { storage, checkpoint, note } = log;
  const filter = filterOf(options);
  const request = { storage, checkpoint, format, filter };
  const file = options.one('out');
  if (file === undefined) {
    for await (const text of exportLog(request)) await process.out(text);
    return 0;
  }
  const handle = await open(file, 'w');
  let summary: ExportSummary;
  try {
    summary = await writeExport(request, (text) => handle.write(text));
  } finally {
    await handle.close();
  }
  const manifest = manifestText({
    exportedAt: process.clock.now(),
    checkpoint: writeNote(note),
    keys: await keyTexts(options.all('key')),
    format,
    filter,
    name: basename(file),
    summary,
  });
  await writeFile(`${file}${MANIFEST}`, manifest);
  return 0;
}

/** Ends the name of an export's manifest, after that of its file. */
const MANIFEST = '.manifest.json';

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
