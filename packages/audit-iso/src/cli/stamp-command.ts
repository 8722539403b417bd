import { readFile } from 'node:fs/promises';
import { dayOf } from '../tiles/daily.js';
import { createFolderStorage } from '../tiles/folder-storage.js';
import { stampDay } from '../timestamp/stamp-day.js';
import { createRemoteAuthority } from '../timestamp/time-stamp.js';
import type { CliProcess, ExitCode } from './command.js';
import { readOptions, subjectOf, usageError } from './options.js';
import { timeText } from './verify-command.js';

const DAY_MS = 86_400_000;

/** `stamp`: has the checkpoint of a day that is over stamped by a time stamp authority. */
export async function stampCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['url', 'authority', 'day']);
  const today = dayOf(process.clock.now());
  const day = options.one('day') ?? dayOf(process.clock.now() - DAY_MS);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day) || day >= today) throw usageError(`--day is a day before ${today}, in UTC`);
  const check = await stampDay({
    storage: createFolderStorage(subjectOf(options)),
    authority: createRemoteAuthority({ url: options.needed('url') }),
    certificates: await Promise.all(options.all('authority').map((file) => readFile(file, 'utf8'))),
    day,
    nonce: process.random(8),
  });
  if (check.status === 'verified') await process.out(`${day} ${timeText(check.at)}\n`);
  else await process.error(`${check.problem[options.language]}\n`);
  return check.status === 'verified' ? 0 : 1;
}
