import type { CliProcess, ExitCode } from './command.js';
import { groundOptions, groundsOf, type OfficeHold, withEngine } from './office.js';
import { type Options, readOptions, usageError } from './options.js';

/** `hold place`, `hold release`, `hold list`: legal holds of a case, through the engine of the office. */
export async function holdCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, [...groundOptions, 'case', 'hold']);
  const holds = await change(options);
  const lines = holds.map(
    ({ hold, placedAt, placedBy }) => `${hold} ${new Date(placedAt).toISOString()} ${placedBy}\n`,
  );
  await process.out(lines.join(''));
  return 0;
}

function change(options: Options): Promise<readonly OfficeHold[]> {
  const [what, ...more] = options.positionals;
  const caseId = options.needed('case');
  if (what === 'list') {
    const ref = { tenant: options.needed('tenant'), caseId };
    return withEngine(options, (engine) => engine.holds(ref));
  }
  if ((what !== 'place' && what !== 'release') || more.length > 0)
    throw usageError('hold place, hold release or hold list');
  const order = { ...groundsOf(options), caseId, hold: options.needed('hold') };
  return withEngine(options, (engine) => (what === 'place' ? engine.hold(order) : engine.release(order)));
}
