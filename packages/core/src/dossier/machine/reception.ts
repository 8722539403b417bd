import type { DossierContext } from '../schemas.js';
import { isUnder, openConsultations } from './consultations.js';
import { always, by, type DossierEvent, given, letter, on, told, when } from './deed.js';
import { endDossier, handedOver, mergePapers } from './shared.js';

type Accept = Extract<DossierEvent, { type: 'accept' }>;

/** A dossier is accepted complete or not at all (61/2018 art. 17.1): papers, fee, and a limit the procedure has. */
function accepts(context: DossierContext, { papers, feeReceipt, limit, receivedAt, meta }: Accept): boolean {
  const { procedure } = context;
  const there = new Set(mergePapers(context.papers, papers).map(({ id }) => id));
  const complete = procedure.papers.required.every((id) => there.has(id));
  const paid = procedure.feePayable !== 'submission' || (feeReceipt ?? context.feeReceipt) !== undefined;
  const known = limit === undefined || procedure.limits.some(({ id }) => id === limit);
  const inOrder = receivedAt === undefined || (context.submittedAt <= receivedAt && receivedAt <= meta.at);
  return complete && paid && known && inOrder;
}

const startOf = ({ procedure }: DossierContext, { limit }: Accept) =>
  (procedure.limits.find(({ id }) => id === limit) ?? procedure.limits[0])?.startsFrom ?? 'acceptance';

const acknowledgedBy = (context: DossierContext, agency: string) => [...new Set([...context.acknowledged, agency])];

/** The agencies that get a linked dossier at once: those nobody comes before. */
const linkedAgencies = (context: DossierContext) =>
  context.procedure.consultations.filter(
    (rule) => rule.party === 'agency' && rule.after === undefined && isUnder(context, rule),
  );

const anyway = () => true;

export const receptionGuards = {
  accepts: when('accept', anyway, accepts),
  /** Something comes before the limit begins. */
  acceptsAhead: when(
    'accept',
    anyway,
    (context, event) => accepts(context, event) && startOf(context, event) !== 'acceptance',
  ),
  limitAwaitsAgencies: when(
    'transfer',
    ({ procedure, limit }) => procedure.limits.find(({ id }) => id === limit)?.startsFrom === 'agencies',
  ),
  namesOfficer: when('transfer', (_, { assignee }) => assignee !== undefined),
  allReceived: when('consultation.receive', (context, { key }) => {
    const known = acknowledgedBy(context, context.consultations[key]?.agency ?? key);
    return linkedAgencies(context).every((rule) => known.includes(rule.agency));
  }),
  answersLast: when('consultation.answer', (context, { key }) => {
    const known = acknowledgedBy(context, context.consultations[key]?.agency ?? key);
    const isOpen = context.consultations[key]?.status === 'open';
    return isOpen && linkedAgencies(context).every((rule) => known.includes(rule.agency));
  }),
  isLinked: when('agency.acknowledge', anyway, (context, { agency }) =>
    linkedAgencies(context).some((rule) => rule.agency === agency),
  ),
  allLinked: when('agency.acknowledge', (context, { agency }) => {
    const known = acknowledgedBy(context, agency);
    return linkedAgencies(context).every((rule) => known.includes(rule.agency));
  }),
};

export const receptionActions = {
  register: always(({ procedure, channel, oneStop }) => ({
    say: [
      told('dossier.registered', { procedure: procedure.code, version: procedure.version, channel, unit: oneStop }),
    ],
  })),
  accept: on('accept', (context, event) => {
    const {
      code,
      limit = context.procedure.limits[0]?.id ?? '',
      slip = true,
      feeReceipt = context.feeReceipt,
      meta,
    } = event;
    const receivedAt = event.receivedAt ?? meta.at;
    const papers = mergePapers(context.papers, event.papers);
    return {
      set: {
        code,
        limit,
        receivedAt,
        papers,
        slip,
        feeReceipt,
        stageLate: false,
        ...(startOf(context, event) === 'acceptance' && { limitFrom: receivedAt }),
      },
      say: [
        told('dossier.accepted', { code, procedure: context.procedure.code, limit, receivedAt, ...by(context, event) }),
        ...(slip
          ? [letter('receipt', { ...context, code }, event, { receivedAt, papers, delivery: context.delivery.method })]
          : []),
      ],
    };
  }),
  refuse: on('refuse', (context, event) => {
    const ended = endDossier(context, event, 'refused', event.reason, event.legalBasis);
    return {
      ...ended,
      say: [told('dossier.refused', { reason: event.reason, ...by(context, event) }), ...(ended.say ?? [])],
    };
  }),
  payFee: on('fee.pay', (_, { receipt, amount, method }) => ({
    set: { feeReceipt: receipt },
    say: [told('fee.paid', { receipt, amount, ...given({ method }) })],
  })),
  transfer: on('transfer', (context, event) => {
    const { unit, assignee, note } = event;
    return {
      set: { unit, competent: unit, stageLate: false, ...(assignee !== undefined && { assignee }) },
      say: [
        handedOver(context, event, { stage: 'transfer', unit, officer: assignee, remark: note }),
        ...(assignee === undefined
          ? []
          : [told('dossier.assigned', { assignee, how: 'transferred', ...by(context, event) })]),
      ],
    };
  }),
  link: always((context, event) =>
    openConsultations(
      context,
      event,
      linkedAgencies(context).map((rule) => ({ rule, question: context.procedure.name.vi })),
    ),
  ),
  acknowledge: on('agency.acknowledge', (context, { agency, reference }) => ({
    set: { acknowledged: acknowledgedBy(context, agency) },
    say: [told('agency.acknowledged', { agency, ...given({ reference }) })],
  })),
  /** The limit is counted from this act, not from the acceptance. */
  countFromHere: always((_, { meta }) => ({ set: { limitFrom: meta.at } })),
};
