import { actorOf, examplesOf, type Model } from './example.js';
import { allTransitions } from './record-transitions.js';
import { openRun } from './run-path.js';

/** A small generator of numbers (mulberry32), so that a walk can be repeated by its seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const HOUR = 3_600_000;

/**
 * Walks a case at random, as people, time and sub-cases would drive it, and checks at the end that its journal and its
 * ledgers explain it. Returns the states it was in.
 */
export async function walk(model: Model, seed: number, steps: number): Promise<readonly string[]> {
  const roll = dice(seed);
  const types = [...new Set([...allTransitions(model.workflow.spec.machine).keys()].map(({ eventType }) => eventType))];
  const engineOnly = types.filter((type) => (model.workflow.spec.access[type] ?? []).length === 0);
  const run = await openRun(model, model.workflow, roll(model.openings.length), {
    committed: () => {},
    refused: () => {},
  });
  const states: string[] = [];
  for (let step = 0; step < steps; step += 1) {
    const { status, state, machine } = await run.get();
    states.push(state);
    if (status !== 'active') break;
    // What ends a case comes rarely, or no walk would get anywhere.
    const allowed = (await run.allowed(actorOf(model, {}))).filter((type) => !ENDS.test(type) || roll(12) === 0);
    const pool = roll(4) === 0 || allowed.length === 0 ? engineOnly : allowed;
    const type = pool[roll(pool.length)] ?? '';
    const examples = examplesOf(model, type);
    const example = roll(examples.length);
    if (examples[example]?.when?.(machine.context as never) === false) continue;
    await run.perform({ type, meta: { example } }, roll(5) === 0 ? roll(400) * HOUR : roll(6) * HOUR);
  }
  await run.end();
  return states;
}

const ENDS = /cancel|withdraw|annul|archive|close|drop|stop|refuse/u;
