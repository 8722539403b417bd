import { sendToCase, tellParent } from '../../kernel/index.js';
import { by } from '../deed.js';
import { visitKey } from './preparation.js';
import type { RoundContext, RoundStatus } from './schemas.js';
import { always, on, told } from './setup.js';

/** Tells the plan how far the round is. */
const reports = (status: RoundStatus) =>
  always((_, { meta }) => ({ say: [tellParent({ event: { type: 'round.report', status, at: meta.at } })] }));

const openVisits = ({ visits }: RoundContext): readonly string[] =>
  Object.entries(visits).flatMap(([unit, { status }]) => (status === 'open' ? [unit] : []));

export const endActions = {
  reportOnSite: reports('on-site'),
  reportConcluding: reports('concluding'),
  reportFollowing: reports('following'),
  reportClosed: reports('closed'),
  takeBackLateness: on('term.overruled', ({ lateTerms, selfReport }, { deadline, ends }) => ({
    set: {
      lateTerms: lateTerms.filter((name) => name !== deadline),
      ...(deadline === 'selfReport' && selfReport !== undefined && { selfReport: { ...selfReport, late: false } }),
    },
    say: [told('lateness.withdrawn', { deadline, ends })],
  })),
  close: on('round.close', ({ offices }, event) => ({
    say: [told('round.closed', { summary: event.summary, ...by(event, offices.homeAffairs) })],
  })),
  archive: on('round.archive', ({ offices }, event) => ({
    set: { ended: { status: 'closed', at: event.meta.at } },
    say: [told('round.archived', by(event, offices.homeAffairs))],
  })),
  cancel: on('round.cancel', (context, event) => {
    const { reason, legalBasis, meta } = event;
    return {
      set: { ended: { status: 'cancelled', at: meta.at } },
      say: [
        told('round.cancelled', { reason, legalBasis, ...by(event, context.offices.authority) }),
        ...openVisits(context).map((unit) =>
          sendToCase({ key: visitKey(unit), event: { type: 'visit.withdraw', reason } }),
        ),
      ],
    };
  }),
};
