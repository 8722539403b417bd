import { MotcuaError } from '../error/index.js';

/** Lets so many tasks in at a time, and refuses one more at once: a queue without end would only answer too late. */
export function admission(limit: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let inside = 0;
  return async (task) => {
    if (inside >= limit) {
      throw new MotcuaError('MC_ENGINE_BUSY', {
        happened: `${inside} commands are under way in this engine; one more was refused, and nothing was changed`,
        expected: `at most ${limit} at a time (limits.commands)`,
        remedy: 'send the command again with the same id a little later; look for what makes the store slow',
        details: { commands: inside, limit },
      });
    }
    inside += 1;
    try {
      return await task();
    } finally {
      inside -= 1;
    }
  };
}
