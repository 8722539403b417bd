import { type Clock, MAX_INSTANT } from '../contract/time.js';
import { describeError, MotcuaError } from '../error/index.js';

/** The clock as the engine uses it: what it says is an instant, or nothing is done. */
export function guardClock(clock: Clock): Clock {
  return {
    now() {
      const at = clock.now();
      if (Number.isSafeInteger(at) && Math.abs(at) <= MAX_INSTANT) return at;
      throw new MotcuaError('MC_TIME_INVALID', {
        happened: `The engine's clock says ${describeError(at)}`,
        expected: 'a whole number of milliseconds since 1970-01-01T00:00:00Z',
        remedy: 'correct the clock that createEngine was given, or leave it out to use the clock of the machine',
        details: { at },
      });
    },
    sleepUntil: (instant, signal) => clock.sleepUntil(instant, signal),
  };
}
