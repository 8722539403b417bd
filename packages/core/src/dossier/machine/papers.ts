import type { DossierContext } from '../schemas.js';
import { by, type DossierEvent, given, letter, on, told, when } from './deed.js';
import { actsForApplicant, endDossier, extendAgain, mergePapers, REASONS, resumed, violator } from './shared.js';

type Request = Extract<DossierEvent, { type: 'supplement.request' }>;
type Provide = Extract<DossierEvent, { type: 'supplement.provide' }>;

const isAccepted = ({ code }: DossierContext) => code !== undefined;
const roundsOf = ({ supplement, ...context }: DossierContext) =>
  isAccepted(context as DossierContext) ? supplement.after : supplement.before;

/** Once, with everything in it (61/2018 art. 15.3); again only on a recorded basis; nothing off the published list (art. 5). */
function mayAsk(context: DossierContext, { items, legalBasis }: Request): boolean {
  const { required, optional } = context.procedure.papers;
  const published = items.every(
    ({ paper }) => paper === undefined || required.includes(paper) || optional.includes(paper),
  );
  return published && (legalBasis !== undefined || roundsOf(context) < context.procedure.supplement.maxTimes);
}

/** What the limit needs when it starts from zero; nothing before acceptance, or when it only goes on. */
const afresh = (context: DossierContext) =>
  isAccepted(context) && context.procedure.supplement.interruption === 'restart' ? extendAgain(context) : [];

const providedBy = ({ supplement }: DossierContext, { items }: Provide) => [
  ...new Set([...supplement.provided, ...items]),
];

export const paperGuards = {
  mayAskPapers: when('supplement.request', mayAsk),
  mayProvide: when('supplement.provide', actsForApplicant),
  providesAll: when('supplement.provide', (context, event) => {
    const provided = providedBy(context, event);
    return actsForApplicant(context, event) && context.supplement.open.every(({ id }) => provided.includes(id));
  }),
  lapseCloses: ({ context }: { context: DossierContext }) => context.procedure.supplement.onExpiry === 'close',
};

export const paperActions = {
  requestSupplement: on('supplement.request', (context, event) => {
    const { items, reason, legalBasis, term } = event;
    const { supplement } = context;
    const round = roundsOf(context) + 1;
    const late =
      isAccepted(context) && supplement.windowClosedAt !== undefined && event.meta.at > supplement.windowClosedAt;
    const counted = isAccepted(context) ? { after: round } : { before: round };
    return {
      set: {
        supplement: { ...supplement, ...counted, open: items, provided: [], term },
        interruption: 'supplement',
        ...(!isAccepted(context) && { stageLate: false }),
      },
      say: [
        told('supplement.requested', { items, round, reason, ...given({ legalBasis }), ...by(context, event) }),
        letter('supplement', context, event, { items, reason, ...given({ legalBasis }) }),
        ...(late ? [told('violation.recorded', { kind: 'notice-late', ...violator(context) })] : []),
      ],
    };
  }),
  provideSupplement: on('supplement.provide', (context, event) => {
    const { supplement } = context;
    const provided = providedBy(context, event);
    const complete = supplement.open.every(({ id }) => provided.includes(id));
    const papers = mergePapers(context.papers, event.papers);
    return {
      set: {
        papers,
        supplement: complete
          ? { ...supplement, open: [], provided, windowClosedAt: undefined }
          : { ...supplement, provided },
        ...(complete && resumed(context)),
      },
      say: [
        told('supplement.provided', { items: event.items, complete, by: event.meta.actor.id }),
        ...(complete ? afresh(context) : []),
      ],
    };
  }),
  lapseSupplement: on('supplement.lapse', (context, event) => {
    const effect = context.procedure.supplement.onExpiry;
    const lapsed = told('supplement.lapsed', { dueAt: event.dueAt, effect });
    if (effect === 'continue') return { set: resumed(context), say: [lapsed, ...afresh(context)] };
    const ended = endDossier(context, event, 'stopped', REASONS.notCompleted);
    return { ...ended, say: [lapsed, ...(ended.say ?? [])] };
  }),
  closeWindow: on('supplement.window-close', ({ supplement }, { meta }) => ({
    set: { supplement: { ...supplement, windowClosedAt: meta.at } },
  })),
};
