import type { Instant } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import type { Timeline } from './timeline.js';
import { notAnInstant } from './timeline.js';
import type { Interruption } from './types.js';

/** A stretch in which a term does not run: from its first instant, up to but not at its last. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

export const noInterruptions: readonly Interruption[] = [];

/** The interruptions of a term in order of their beginning. @throws MC_TERM_INVALID on one that is empty or inverted */
export function sortedInterruptions(interruptions: readonly Interruption[] | undefined): readonly Interruption[] {
  if (interruptions === undefined || interruptions.length === 0) return noInterruptions;
  let sorted = true;
  for (let index = 0; index < interruptions.length; index++) {
    const { from, to, effect } = interruptions[index] as Interruption;
    if (!Number.isInteger(from)) throw notAnInstant(from);
    if (!Number.isInteger(to)) throw notAnInstant(to);
    if (to <= from || (effect !== undefined && effect !== 'pause' && effect !== 'exclude')) {
      throw new MotcuaError('MC_TERM_INVALID', {
        happened: `Interruption ${index} of the term runs from ${from} to ${to} with effect ${effect ?? 'pause'}`,
        expected: 'an end after the beginning, and the effect pause or exclude',
        remedy: 'drop interruptions of no length, and put the two instants in order',
        details: { index, from, to, effect },
      });
    }
    if (index > 0 && from < (interruptions[index - 1] as Interruption).from) sorted = false;
  }
  return sorted ? interruptions : [...interruptions].sort((a, b) => a.from - b.from);
}

/** The stretches in which open time does not count, merged and in order. For working hours `exclude` is a pause. */
export function pausedSpans(interruptions: readonly Interruption[]): readonly Span[] {
  return interruptions.length < 2 ? interruptions : merged(interruptions);
}

/** The stretches whose closes of business do not count, merged and in order: `exclude` takes whole dates. */
export function closingSpans(line: Timeline, interruptions: readonly Interruption[]): readonly Span[] {
  if (!interruptions.some(({ effect }) => effect === 'exclude')) return pausedSpans(interruptions);
  return merged(
    interruptions
      .map((interruption) => (interruption.effect === 'exclude' ? wholeDates(line, interruption) : interruption))
      .sort((a, b) => a.from - b.from),
  );
}

/** The closes of a date lie after its 00:00 and no later than its 24:00, so the stretch begins and ends just after. */
function wholeDates(line: Timeline, { from, to }: Interruption): Span {
  if (to <= (line.midnight[0] as number)) return { from, to };
  const first = line.nearestDay(from);
  const last = line.nearestDay(to - 1);
  return {
    from: first >= line.days ? from : (line.midnight[first] as number) + 1,
    to: last >= line.days ? to : Math.max(to, (line.midnight[last + 1] as number) + 1),
  };
}

function merged(spans: readonly Span[]): Span[] {
  const result: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of spans) {
    const last = result[result.length - 1];
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}
