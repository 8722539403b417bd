import type { CliProcess, ExitCode } from './command.js';
import { actorOf, actorOptions, withEngine } from './office.js';
import { readOptions, usageError } from './options.js';

/**
 * `dispose list`: closed cases past their retention period, and what keeps some of them. `dispose case`: one case of an
 * approved list, through the engine of the office.
 */
export async function disposeCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, [...actorOptions, 'case', 'reason']);
  const [what, ...more] = options.positionals;
  const tenant = options.needed('tenant');
  if (more.length > 0) throw usageError('dispose list or dispose case');
  if (what === 'list') {
    await withEngine(options, async (engine) => {
      for await (const { caseId, retentionClass, keptUntil, holds } of engine.disposable({ tenant })) {
        const kept = holds.map(({ hold }) => ` held: ${hold}`).join('');
        await process.out(`${caseId} ${retentionClass} ${new Date(keptUntil).toISOString()}${kept}\n`);
      }
    });
    return 0;
  }
  if (what !== 'case') throw usageError('dispose list or dispose case');
  const order = {
    tenant,
    caseId: options.needed('case'),
    actor: actorOf(options),
    reason: options.needed('reason'),
  };
  const disposal = await withEngine(options, (engine) => engine.dispose(order));
  await process.out(`${JSON.stringify(disposal)}\n`);
  return 0;
}
