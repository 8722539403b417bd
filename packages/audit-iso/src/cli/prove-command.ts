import { writeFile } from 'node:fs/promises';
import { writeCaseEvidence } from '../evidence/case-evidence.js';
import { writeNote } from '../note/note.js';
import { writeTlogProof } from '../proof/tlog-proof.js';
import { createTileReader } from '../tiles/tile-reader.js';
import type { CliProcess, ExitCode } from './command.js';
import { numberOf, type OpenedLog, type Options, openLog, readOptions, usageError } from './options.js';

/** `prove`: the evidence of a record, or of a case. */
export async function proveCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['key', 'witness', 'quorum', 'index', 'tenant', 'case', 'out']);
  const log = await openLog(options);
  if ('problem' in log) {
    await process.error(`${log.problem[options.language]}\n`);
    return 1;
  }
  const index = numberOf(options, 'index');
  const written =
    index === undefined ? await proveCase(log, options) : await proveRecord(log, index, options.needed('out'));
  await process.out(`${written.join('\n')}\n`);
  return 0;
}

async function proveRecord({ storage, checkpoint, note }: OpenedLog, index: number, file: string): Promise<string[]> {
  if (index >= checkpoint.size) throw usageError(`the log has ${checkpoint.size} records, the first has index 0`);
  const reader = createTileReader(storage, checkpoint.size);
  const proof = writeTlogProof({ index, hashes: await reader.inclusion(index), checkpoint: writeNote(note) });
  await writeFile(file, await reader.leaf(index));
  await writeFile(`${file}.tlog-proof`, proof);
  return [file, `${file}.tlog-proof`];
}

async function proveCase({ storage, checkpoint }: OpenedLog, options: Options): Promise<string[]> {
  const [tenant, caseId] = [options.needed('tenant'), options.needed('case')];
  const file = options.needed('out');
  await writeFile(file, await writeCaseEvidence({ storage, checkpoint, tenant, caseId }));
  return [file];
}
