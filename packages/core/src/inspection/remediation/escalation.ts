import type { Deed } from '../deed.js';
import type { RemediationContext, RemediationEvent, RemediationFact } from './schemas.js';
import { on, told } from './setup.js';
import { letter } from './shared.js';

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
  tellNext: on('remedy.escalate', (context, event) => {
    const level = context.ladder[LADDER_RUNGS.indexOf(event.rung as (typeof LADDER_RUNGS)[number])];
    return level === undefined ? {} : tellLevels(context, event, [level]);
  }),
};
