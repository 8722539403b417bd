import { readFile } from 'node:fs/promises';
import type { CliProcess, ExitCode } from './command.js';
import { groundOptions, groundsOf, withEngine } from './office.js';
import { readOptions } from './options.js';

/**
 * `erase`: a person, through the engine of the office. The person's id is read from a file, so that it stays out of the
 * shell's history; a refusal is on record too.
 */
export async function eraseCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, [...groundOptions, 'subject-file']);
  const grounds = groundsOf(options);
  const subject = (await readFile(options.needed('subject-file'), 'utf8')).trim();
  const result = await withEngine(options, (engine) => engine.erase({ ...grounds, subject }));
  await process.out(`${JSON.stringify(result)}\n`);
  return result.status === 'refused' ? 1 : 0;
}
