import { setup } from 'xstate';
import { machineTypes, openCase } from '../../kernel/index.js';
import { by, deeds } from '../deed.js';
import { given } from '../fields.js';
import { withLate } from '../lateness.js';
import { INSPECTION_FORMS, type InspectionLetterKind } from '../letters.js';
import type { RoundInput } from '../round/schemas.js';
import { INSPECTION } from '../round/workflow.js';
import { teamOffences } from '../team.js';
import { type PlanContext, type PlanEvent, type PlanFact, type PlanItem, planSchemas } from './schemas.js';

const base = setup({ types: machineTypes(planSchemas) });
export interface PlanAction extends ReturnType<typeof base.enqueueActions> {}

const { on, always, when, told } = deeds<PlanContext, PlanEvent, PlanFact, PlanAction>((deed) =>
  base.enqueueActions(({ context, event, enqueue }) => {
    const { set, say = [] } = deed(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  }),
);

const roundKey = (key: string): string => `round.${key}`;
const itemOfKey = (key: string): string => key.slice(roundKey('').length);

type Items = PlanContext['items'];
const planned = (item: PlanItem): Items[string] => {
  const { key: _, ...rest } = item;
  return { ...rest, status: 'planned' };
};

/** What is wrong with an item, in words: a unit twice, a visit that ends before it begins, a biased team. */
export function itemOffences({ key, subject, targets, team }: PlanItem): readonly string[] {
  const units = targets.map(({ unit }) => unit);
  return [
    ...new Set(units.filter((unit, index) => units.indexOf(unit) !== index).map((unit) => `${key}: ${unit} twice`)),
    ...targets
      .filter(({ from, to }) => to < from)
      .map(({ unit }) => `${key}: the visit to ${unit} ends before it begins`),
    ...(team === undefined ? [] : teamOffences(team, [subject, ...units]).map((offence) => `${key}: ${offence}`)),
  ];
}

type Amend = Extract<PlanEvent, { type: 'plan.amend' }>;
/** What has begun is changed in its round, with a reason there. */
const fitsPlan = ({ items }: PlanContext, { changes }: Amend): boolean => {
  const keys = changes.map((change) => (change.kind === 'drop' ? change.key : change.item.key));
  return (
    new Set(keys).size === keys.length &&
    changes.every((change) => {
      if (change.kind === 'drop') return items[change.key]?.status === 'planned';
      if (itemOffences(change.item).length > 0) return false;
      const known = items[change.item.key];
      return change.kind === 'add' ? known === undefined : known?.status === 'planned';
    })
  );
};

function amended(items: Items, { changes }: Amend): Items {
  const entries = changes.map((change): [string, Items[string]] => {
    if (change.kind !== 'drop') return [change.item.key, planned(change.item)];
    return [change.key, { ...(items[change.key] as Items[string]), status: 'dropped' }];
  });
  return { ...items, ...Object.fromEntries(entries) };
}

const hasItems = ({ items }: PlanContext) => Object.values(items).some(({ status }) => status !== 'dropped');
/** Rounds that are neither over nor dropped. */
export const openRounds = ({ items }: PlanContext): readonly string[] =>
  Object.entries(items).flatMap(([key, { status }]) =>
    status === 'closed' || status === 'cancelled' || status === 'dropped' ? [] : [key],
  );

const letter = (
  kind: InspectionLetterKind,
  { code, offices, items }: PlanContext,
  event: PlanEvent,
  particulars: { readonly number?: string; readonly legalBasis?: string; readonly statement?: string },
): PlanFact =>
  told('letter.issued', {
    kind,
    form: INSPECTION_FORMS[kind] ?? null,
    code,
    from: kind === 'synthesis' ? offices.homeAffairs : offices.authority,
    to: kind === 'synthesis' ? offices.province : offices.homeAffairs,
    subject: offices.homeAffairs,
    by: event.meta.actor.id,
    at: event.meta.at,
    items: Object.entries(items)
      .filter(([, { status }]) => status !== 'dropped')
      .map(([key, { subject, contents }]) => ({ key, text: contents.join(', '), unit: subject })),
    ...particulars,
  });

const noted = (items: Items, key: string, status: Items[string]['status']): Items => {
  const item = items[key];
  return item === undefined ? items : { ...items, [key]: { ...item, status } };
};

const plan = base.extend({
  guards: {
    mayAmend: when('plan.amend', () => true, fitsPlan),
    hasItems: when('plan.submit', hasItems),
    isPlanned: when(
      'round.open',
      ({ items }) => Object.values(items).some(({ status }) => status === 'planned'),
      ({ items }, { key, contents }) => {
        const item = items[key];
        return (
          item?.status === 'planned' && item.contents.every((content) => contents.some(({ id }) => id === content))
        );
      },
    ),
    isOurs: when('round.report', ({ items }, { key }) => items[itemOfKey(key)] !== undefined),
    allOver: when('plan.close', (context) => openRounds(context).length === 0),
  },
  actions: {
    draft: always(({ code, year, items }) => ({
      say: [told('plan.drafted', { code, year, items: Object.keys(items) })],
    })),
    amend: on('plan.amend', (context, event) => {
      const change = context.changes + 1;
      return {
        set: { items: amended(context.items, event), changes: change },
        say: [
          told('plan.amended', {
            change,
            changes: event.changes,
            approved: context.decision !== undefined,
            reason: event.reason,
            ...by(event, context.offices.homeAffairs),
          }),
        ],
      };
    }),
    submit: on('plan.submit', ({ offices }, event) => ({
      say: [told('plan.submitted', { document: event.document, ...by(event, offices.homeAffairs) })],
    })),
    giveBack: on('plan.return', ({ offices }, event) => ({
      say: [told('plan.returned', { reason: event.reason, ...by(event, offices.authority) })],
    })),
    approve: on('plan.approve', (context, event) => {
      const { number, legalBasis } = event.decision;
      return {
        set: { decision: { number, legalBasis, at: event.meta.at } },
        say: [
          told('plan.approved', {
            number,
            legalBasis,
            items: Object.keys(context.items),
            ...by(event, context.offices.authority),
          }),
          letter('plan-decision', context, event, { number, legalBasis }),
        ],
      };
    }),
    openRound: on('round.open', (context, event) => {
      const { key, code, contents, rules, carried } = event;
      const item = context.items[key];
      if (item === undefined) return {};
      const input: RoundInput = {
        code,
        year: context.year,
        subject: item.subject,
        targets: item.targets,
        contents: contents.filter(({ id }) => item.contents.includes(id)),
        offices: context.offices,
        rules,
        ...given({ carried, calendar: context.calendar }),
      };
      return {
        set: { items: noted(context.items, key, 'preparing') },
        say: [
          openCase({ key: roundKey(key), workflow: INSPECTION, input, replyEvent: 'round.answer' }),
          told('round.opened', { key, code, subject: item.subject, ...by(event, context.offices.homeAffairs) }),
        ],
      };
    }),
    noteRound: on('round.report', ({ items }, { key, caseId, status }) => ({
      set: { items: noted(items, itemOfKey(key), status) },
      say: [told('round.changed', { key: itemOfKey(key), round: caseId, status })],
    })),
    noteRoundEnd: on('round.answer', ({ items }, { key, caseId, output }) => ({
      set: { items: noted(items, itemOfKey(key), output.status) },
      say: [told('round.changed', { key: itemOfKey(key), round: caseId, status: output.status })],
    })),
    synthesise: on('synthesis.submit', (context, event) => {
      const { document, summary, meta } = event;
      const late = context.lateTerms.includes('synthesis');
      return {
        set: { synthesis: { document, at: meta.at, late } },
        say: [
          told('synthesis.submitted', {
            document,
            summary,
            late,
            ...by(event, context.offices.homeAffairs),
          }),
          letter('synthesis', context, event, { statement: summary }),
        ],
      };
    }),
    review: on('review.record', ({ offices }, event) => ({
      set: { review: { at: event.meta.at, by: event.meta.actor.id } },
      say: [
        told('review.recorded', {
          document: event.document,
          decisions: event.decisions,
          ...by(event, offices.authority),
        }),
      ],
    })),
    sendReport: on('report.send', ({ offices }, event) => ({
      say: [told('report.sent', { to: event.to, document: event.document, ...by(event, offices.homeAffairs) })],
    })),
    close: on('plan.close', ({ offices }, event) => ({
      say: [told('plan.closed', by(event, offices.homeAffairs))],
    })),
    noteApprovalOverdue: on('approval.overdue', ({ lateTerms }, { dueAt }) => ({
      set: { lateTerms: withLate(lateTerms, 'approval') },
      say: [told('approval.overdue', { dueAt })],
    })),
    noteSynthesisOverdue: on('synthesis.overdue', ({ lateTerms }, { dueAt }) => ({
      set: { lateTerms: withLate(lateTerms, 'synthesis') },
      say: [told('synthesis.overdue', { dueAt })],
    })),
    takeBackLateness: on('term.overruled', ({ lateTerms, synthesis }, { deadline, ends }) => ({
      set: {
        lateTerms: lateTerms.filter((name) => name !== deadline),
        ...(deadline === 'synthesis' && synthesis !== undefined && { synthesis: { ...synthesis, late: false } }),
      },
      say: [told('lateness.withdrawn', { deadline, ends })],
    })),
    noteReportOverdue: on('report.overdue', ({ lateTerms }, { dueAt }) => ({
      set: { lateTerms: withLate(lateTerms, 'report') },
      say: [told('report.overdue', { dueAt })],
    })),
  },
});

const rounds = {
  'round.report': { guard: 'isOurs', actions: 'noteRound' },
  'round.answer': { actions: 'noteRoundEnd' },
  'term.overruled': { actions: 'takeBackLateness' },
} as const;

/** A year's inspections: planned, decided, carried out round by round, synthesised, reviewed, reported. */
export const planMachine = plan.createMachine({
  id: 'inspection-plan',
  context: ({ input: { meta: _, items, ...input } }) => ({
    ...input,
    items: Object.fromEntries(items.map((item) => [item.key, planned(item)])),
    changes: 0,
    lateTerms: [],
  }),
  initial: 'drafting',
  entry: 'draft',
  on: rounds,
  states: {
    drafting: {
      tags: 'unapproved',
      on: {
        'plan.amend': { guard: 'mayAmend', actions: 'amend' },
        'plan.submit': { guard: 'hasItems', target: 'deciding', actions: 'submit' },
        'approval.overdue': { actions: 'noteApprovalOverdue' },
      },
    },
    deciding: {
      tags: 'unapproved',
      on: {
        'plan.return': { target: 'drafting', actions: 'giveBack' },
        'plan.approve': { target: 'underway', actions: 'approve' },
        'approval.overdue': { actions: 'noteApprovalOverdue' },
      },
    },
    underway: {
      tags: ['underway', 'unsynthesised', 'unreported'],
      on: {
        'plan.amend': { guard: 'mayAmend', actions: 'amend' },
        'round.open': { guard: 'isPlanned', actions: 'openRound' },
        'synthesis.submit': { target: 'synthesised', actions: 'synthesise' },
        'synthesis.overdue': { actions: 'noteSynthesisOverdue' },
        'report.overdue': { actions: 'noteReportOverdue' },
      },
    },
    synthesised: {
      tags: 'unreported',
      on: {
        'review.record': { target: 'reviewed', actions: 'review' },
        'report.overdue': { actions: 'noteReportOverdue' },
      },
    },
    reviewed: {
      tags: 'unreported',
      on: {
        'report.send': { target: 'reported', actions: 'sendReport' },
        'report.overdue': { actions: 'noteReportOverdue' },
      },
    },
    reported: { on: { 'plan.close': { guard: 'allOver', target: 'closed', actions: 'close' } } },
    closed: { type: 'final' },
  },
});
