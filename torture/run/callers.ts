import type { PlannedCommand } from '../worker/protocol.ts';
import type { Acknowledgement, AppendOnlyFile } from './evidence.ts';
import { type PlannedStep, planOf } from './plan.ts';
import type { Random } from './random.ts';
import type { WorkerHandle } from './worker-pool.ts';
import type { World } from './world.ts';

export interface CallerTally {
  readonly answers: Map<string, number>;
  /** Times a worker died before it answered. */
  silences: number;
  /** Errors no caller has earned. */
  readonly errors: string[];
}

export interface CallersRun {
  readonly world: World;
  readonly log: AppendOnlyFile<Acknowledgement>;
  readonly isOver: () => boolean;
  /** After each answer. */
  readonly answered: (worker: WorkerHandle) => void;
}

const MINUTE_MS = 60_000;
/** Thrown for what the caller did: the case is not there, or not yet. */
const earned = new Set(['MC_CASE_NOT_FOUND']);
/** Thrown for what passes by: the same command is sent again. */
const passing = new Set(['MC_COMMAND_CONTENDED', 'MC_STORE_FAILED']);

/** Callers who send their plans to whichever engine is alive, until the run is over and they have their answer. */
export async function runCallers(names: readonly string[], random: Random, run: CallersRun): Promise<CallerTally> {
  const tally: CallerTally = { answers: new Map(), silences: 0, errors: [] };
  await Promise.all(names.map((name) => runCaller(name, random.fork(name), run, tally)));
  return tally;
}

async function runCaller(name: string, random: Random, run: CallersRun, tally: CallerTally): Promise<void> {
  const choices = random.fork('choices');
  const again: PlannedCommand[] = [];
  for (const step of planOf(name, random.fork('plan'))) {
    if (run.isOver()) return;
    await send(step, choices, run, tally);
    if (step.repeats === 'again-later') again.push(step.command);
    if (again.length > 3) {
      const command = again.shift() as PlannedCommand;
      await send({ command, repeats: 'once', onSilence: 'give-up' }, choices, run, tally);
    }
  }
}

async function send(step: PlannedStep, choices: Random, run: CallersRun, tally: CallerTally): Promise<void> {
  for (;;) {
    const worker = choices.pick(await run.world.someAlive());
    const outcome = await worker.ask(step.command);
    if (outcome.status === 'silence') {
      tally.silences += 1;
      if (step.onSilence === 'give-up') return;
      continue;
    }
    run.world.advance(choices.between(1, 40) * MINUTE_MS);
    run.answered(worker);
    if (outcome.status === 'answered') {
      const { id, caseId } = step.command;
      run.log.append({ commandId: id, caseId, reply: outcome.reply });
      count(tally.answers, outcome.reply.status);
      return;
    }
    count(tally.answers, outcome.code);
    if (earned.has(outcome.code)) return;
    if (passing.has(outcome.code)) continue;
    tally.errors.push(`${step.command.id}: ${outcome.message}`);
    return;
  }
}

export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
