import { type Engine, type Instant, parseInstant, printInstant } from '@motcua/core';
import type { VirtualClock } from '@motcua/testkit';
import type { Inspected } from './units.ts';

/** Of the office's wall. */
export const ZONE = 'Asia/Ho_Chi_Minh';

/** `2021-09-23 08:00` on the wall at UTC+7. */
export const instantOf = (wall: string): Instant => parseInstant(`${wall.replace(' ', 'T')}:00+07:00`);

/** `23/09/2021 08:00`. */
export const shortTime = (at: Instant): string => {
  const [date = '', time = ''] = printInstant(at, ZONE).split('T');
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`;
};

/** When the team is with each unit, on both days of inspection. */
export const HOURS: Readonly<Record<Inspected, readonly [string, string]>> = {
  'hiep-hoa': ['07:30', '09:00'],
  'dong-lo': ['09:15', '10:15'],
  'doan-bai': ['10:30', '11:30'],
  'danh-thang': ['13:00', '14:15'],
  thang: ['14:30', '16:00'],
};

/** The same acts, one after another: four minutes each. */
export const inSteps = <Act extends { readonly at: string }>(acts: readonly Act[]): readonly Act[] =>
  acts.map((act, index) => {
    const wall = printInstant(instantOf(act.at) + index * 240_000, ZONE);
    return { ...act, at: `${wall.slice(0, 10)} ${wall.slice(11, 16)}` };
  });

/** Lets time go on to an instant; whatever falls due on the way happens at its own time. */
export async function passTime(engine: Engine, clock: VirtualClock, to: Instant): Promise<void> {
  await engine.settle();
  for (let next = await engine.nextAt(); next !== undefined && next <= to; next = await engine.nextAt()) {
    if (next > clock.now()) clock.jumpTo(next);
    await engine.settle();
  }
  if (to > clock.now()) clock.jumpTo(to);
}
