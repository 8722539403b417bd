import { openCase, sendToCase } from '../../kernel/index.js';
import type { ConsultationInput } from '../consultation/schemas.js';
import type { Rules } from '../rules.js';
import type { DossierContext } from '../schemas.js';
import { by, type Deed, type DossierEvent, given, on, told, when } from './deed.js';
import { resumed } from './shared.js';

/** Id of the workflow a consultation is opened in. */
const CONSULTATION = 'consultation';

type Rule = Rules['consultations'][number];
type Requests = Extract<DossierEvent, { type: 'consultation.request' }>['requests'];
type Consultations = DossierContext['consultations'];

/** Does this consultation take place under the limit and the extensions of this dossier? */
export const isUnder = ({ limit, extensions }: DossierContext, { under }: Rule): boolean =>
  under === undefined || under.some((name) => name === limit || extensions.includes(name));

/** What a consultation is opened with. A confirmation of the applicant's side goes to the applicant. */
function consultationInput(context: DossierContext, rule: Rule, question: string): ConsultationInput {
  return {
    dossier: context.code ?? '',
    procedure: context.procedure.code,
    applicant: { id: context.applicant.id },
    lead: context.unit,
    agency: rule.party === 'citizen' ? context.applicant.id : rule.agency,
    party: rule.party,
    question,
    silence: rule.silence,
    budget: rule.budget,
    ...given({ counting: rule.counting, calendar: context.calendar }),
  };
}

/** The procedure's rule, or one made for this dossier: it counts, and its silence says nothing. */
function ruleOf(context: DossierContext, { key, agency, budget }: Requests[number]): Rule | undefined {
  const known = context.procedure.consultations.find(({ id }) => id === key);
  if (known !== undefined) return known;
  if (agency === undefined || budget === undefined) return undefined;
  return { id: key, agency, party: 'agency', budget, silence: 'chase', countsTowardLimit: true };
}

const isOpen = (consultations: Consultations, key: string) => consultations[key]?.status === 'open';

function mayAsk(context: DossierContext, requests: Requests): boolean {
  return requests.every((request) => {
    const rule = ruleOf(context, request);
    if (rule === undefined || isOpen(context.consultations, request.key) || !isUnder(context, rule)) return false;
    return (rule.after ?? []).every((key) => context.consultations[key]?.status === 'answered');
  });
}

const excludes = (context: DossierContext, requests: Requests) =>
  requests.some((request) => ruleOf(context, request)?.countsTowardLimit === false);

const othersKeepWaiting = ({ consultations }: DossierContext, key: string) =>
  Object.entries(consultations).some(
    ([other, { status, countsTowardLimit }]) => other !== key && status === 'open' && !countsTowardLimit,
  );

const endsTheWait = (context: DossierContext, key: string) =>
  context.interruption === 'consultation' && !othersKeepWaiting(context, key);

const asksSomebody = ({ consultations }: DossierContext) =>
  Object.values(consultations).some(({ status }) => status === 'open');

export const consultationGuards = {
  mayConsult: when('consultation.request', (context, { requests }) => mayAsk(context, requests)),
  consultsApart: when(
    'consultation.request',
    (context, { requests }) => mayAsk(context, requests) && excludes(context, requests),
  ),
  isAsked: when('consultation.answer', ({ consultations }, { key }) => isOpen(consultations, key)),
  isLastAsked: when(
    'consultation.answer',
    (context, { key }) => isOpen(context.consultations, key) && !othersKeepWaiting(context, key),
  ),
  mayCancel: when('consultation.cancel', asksSomebody, ({ consultations }, { key }) => isOpen(consultations, key)),
  cancelsLast: when(
    'consultation.cancel',
    asksSomebody,
    (context, { key }) => isOpen(context.consultations, key) && !othersKeepWaiting(context, key),
  ),
  wasAsked: when(
    'consultation.late',
    ({ consultations, result }) => result === undefined && Object.keys(consultations).length > 0,
    ({ consultations }, { key }) => consultations[key] !== undefined,
  ),
};

/** Opens a sub-case for each, side by side. */
export function openConsultations(
  context: DossierContext,
  event: DossierEvent,
  asked: readonly { readonly rule: Rule; readonly question: string }[],
): Deed {
  const opened = asked.map(({ rule: { id, agency, party, countsTowardLimit } }): [string, Consultations[string]] => [
    id,
    { agency, party, countsTowardLimit, status: 'open' },
  ]);
  return {
    set: { consultations: { ...context.consultations, ...Object.fromEntries(opened) } },
    say: asked.flatMap(({ rule, question }) => {
      const { id: key, agency, countsTowardLimit } = rule;
      const input = consultationInput(context, rule, question);
      return [
        openCase({ key, workflow: CONSULTATION, input, replyEvent: 'consultation.answer' }),
        told('consultation.requested', { key, agency, question, countsTowardLimit, ...by(context, event) }),
      ];
    }),
  };
}

export const consultationActions = {
  consult: on('consultation.request', (context, event) => {
    const rules = event.requests.flatMap((request) => {
      const rule = ruleOf(context, request);
      return rule === undefined ? [] : [{ rule, question: request.question }];
    });
    const deed = openConsultations(context, event, rules);
    const apart = rules.some(({ rule }) => !rule.countsTowardLimit);
    return apart ? { ...deed, set: { ...deed.set, interruption: 'consultation' } } : deed;
  }),
  noteAnswer: on('consultation.answer', (context, { key, output }) => {
    const { consultations, acknowledged } = context;
    const asked = consultations[key];
    if (asked === undefined) return {};
    const { ending, opinion, late } = output;
    return {
      set: {
        consultations: {
          ...consultations,
          [key]: { ...asked, status: 'answered', late, ...given({ opinion: opinion ?? ending }) },
        },
        // Who answers has the dossier, whether he said so before or not.
        acknowledged: [...new Set([...acknowledged, asked.agency])],
        ...(endsTheWait(context, key) && resumed(context)),
      },
      say: [told('consultation.answered', { key, agency: asked.agency, ending, late, ...given({ opinion }) })],
    };
  }),
  cancelConsultation: on('consultation.cancel', (context, { key, reason }) => {
    const { consultations } = context;
    const asked = consultations[key];
    if (asked === undefined) return {};
    return {
      set: {
        consultations: { ...consultations, [key]: { ...asked, status: 'cancelled' } },
        ...(endsTheWait(context, key) && resumed(context)),
      },
      say: [
        sendToCase({ key, event: { type: 'consultation.cancel', reason } }),
        told('consultation.cancelled', { key, agency: asked.agency, reason }),
      ],
    };
  }),
  noteReceived: on('consultation.receive', ({ consultations, acknowledged }, { key }) => {
    const agency = consultations[key]?.agency ?? key;
    return {
      set: { acknowledged: [...new Set([...acknowledged, agency])] },
      say: [told('consultation.received', { key, agency })],
    };
  }),
  /** The head of the one-stop is told of a late consultee. */
  noteOverdueConsultee: on('consultation.overdue', ({ consultations, oneStop }, { key }) => {
    const asked = consultations[key];
    if (asked === undefined) return {};
    return {
      set: { consultations: { ...consultations, [key]: { ...asked, late: true } } },
      say: [told('consultation.overdue', { key, agency: asked.agency, oneStop })],
    };
  }),
  noteLateOpinion: on('consultation.late', ({ consultations }, { key, opinion, document }) => {
    const asked = consultations[key];
    return {
      ...(asked !== undefined && { set: { consultations: { ...consultations, [key]: { ...asked, late: true } } } }),
      say: [told('consultation.late-opinion', { key, opinion, ...given({ document }) })],
    };
  }),
};
