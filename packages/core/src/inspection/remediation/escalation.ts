import { tellParent } from '../../kernel/index.js';
import type { Deed } from '../deed.js';
import type { RemediationContext, RemediationEvent, RemediationFact } from './schemas.js';
import { on, told } from './setup.js';
import { isLate, letter, standing } from './shared.js';

type Rung = Extract<RemediationEvent, { type: 'remedy.overdue' | 'remedy.escalate' }>;

/** Rungs of the ladder, by their place in it. */
export const LADDER_RUNGS = ['level-1', 'level-2', 'level-3', 'level-4'] as const;

/** Where a level stands on the term; those of the very end are told by the rung at `due`. */
export const ladderPosition =
  (index: number) =>
  ({ ladder }: RemediationContext) => {
    const after = ladder[index]?.after;
    return after === undefined || after.amount === 0 ? undefined : { after };
  };

/** Tells the offices of these levels, each with a letter that names what is overdue since when. */
function tellLevels(
  context: RemediationContext,
  event: Rung,
  levels: RemediationContext['ladder'],
): Deed<RemediationContext, RemediationFact> {
  const { authority, unit } = context;
  return {
    set: { escalated: [...context.escalated, ...levels.map(({ level }) => level)] },
    say: levels.flatMap(({ level, unit: to }) => [
      told('remedy.escalated', { level, to, responsible: unit, dueAt: event.dueAt }),
      letter('escalation', context, event, { from: authority, to, level, dueAt: event.dueAt }),
    ]),
  };
}

export const escalationActions = {
  tellFirst: on('remedy.overdue', (context, event) =>
    tellLevels(
      context,
      event,
      context.ladder.filter(({ after }) => after.amount === 0),
    ),
  ),
  /** The remedy was in time and only recorded late: everybody who was told of a delay is told that there was none. */
  takeBackLateness: on('remedy.overruled', (context, event) => {
    const { deadline, ends, meta } = event;
    const missed = context.missed.filter((end) => !ends.includes(end));
    const informed = context.ladder.filter(({ level }) => context.escalated.includes(level));
    return {
      set: { missed, escalated: [] },
      say: [
        told('lateness.withdrawn', { deadline, ends }),
        tellParent({
          event: { type: 'remedy.report', status: standing(context), late: isLate({ missed }), at: meta.at },
        }),
        ...informed.map(({ level, unit: to }) =>
          letter('escalation-withdrawal', context, event, { from: context.authority, to, level }),
        ),
      ],
    };
  }),
  tellNext: on('remedy.escalate', (context, event) => {
    const level = context.ladder[LADDER_RUNGS.indexOf(event.rung as (typeof LADDER_RUNGS)[number])];
    return level === undefined ? {} : tellLevels(context, event, [level]);
  }),
};
