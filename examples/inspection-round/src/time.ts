import { type Engine, type Instant, parseInstant } from '@motcua/core';
import type { VirtualClock } from '@motcua/testkit';

/** `2021-09-23 08:00` on the wall at UTC+7. */
export const instantOf = (wall: string): Instant => parseInstant(`${wall.replace(' ', 'T')}:00+07:00`);

/** `23/09/2021 08:00`. */
export const shortTime = (at: Instant): string => {
  const [date = '', time = ''] = new Date(at + 7 * 3_600_000).toISOString().split('T');
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`;
};

/** Lets time go on to an instant; whatever falls due on the way happens at its own time. */
export async function passTime(engine: Engine, clock: VirtualClock, to: Instant): Promise<void> {
  await engine.settle();
  for (let next = await engine.nextAt(); next !== undefined && next <= to; next = await engine.nextAt()) {
    if (next > clock.now()) clock.jumpTo(next);
    await engine.settle();
  }
  if (to > clock.now()) clock.jumpTo(to);
}
