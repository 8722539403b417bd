import { openCase, sendToCase } from '../../kernel/index.js';
import { by } from '../deed.js';
import { given } from '../fields.js';
import { withLate } from '../lateness.js';
import { INSPECTION_FORMS } from '../letters.js';
import { everybody, isBiased, teamLines, teamOffences, withConflict } from '../team.js';
import type { VisitInput } from '../visit/schemas.js';
import type { RoundContext, RoundEvent } from './schemas.js';
import { always, letter, on, told, unitsOf, when } from './setup.js';

/** Id of the workflow of a visit. */
const VISIT = 'inspection-visit';

/** Key of the sub-case of a visit. */
export const visitKey = (unit: string): string => `visit.${unit}`;

export const firstVisitAt = ({ targets }: Pick<RoundContext, 'targets'>): number =>
  Math.min(...targets.map(({ from }) => from));
const lastVisitAt = ({ targets }: Pick<RoundContext, 'targets'>): number => Math.max(...targets.map(({ to }) => to));

type Decide = Extract<RoundEvent, { type: 'team.decide' | 'team.change' }>;
const fitsTeam = (context: RoundContext, { team }: Decide): boolean =>
  teamOffences(team, unitsOf(context)).length === 0;

const isMember = ({ team }: RoundContext, person: string): boolean =>
  team !== undefined && everybody(team).some(({ id }) => id === person);

type Declare = Extract<RoundEvent, { type: 'conflict.declare' }>;
/** What a member says of himself, or a superior of him. */
const mayDeclare = (context: RoundContext, { member, unit, reason }: Declare): boolean =>
  isMember(context, member) && unitsOf(context).includes(unit) && reason !== '';
const concernsTeam = (context: RoundContext, { member, unit, reason }: Declare): boolean => {
  const { team } = context;
  return team !== undefined && teamOffences(withConflict(team, member, { unit, reason }), unitsOf(context)).length > 0;
};

type Change = Extract<RoundEvent, { type: 'round.change' }>;
const fitsChange = (context: RoundContext, { targets, contents, meta }: Change): boolean => {
  if (targets === undefined && contents === undefined) return false;
  const units = targets?.map(({ unit }) => unit) ?? [];
  const { team } = context;
  return (
    new Set(units).size === units.length &&
    (targets ?? []).every(({ from, to }) => meta.at <= from && from <= to) &&
    (team === undefined || targets === undefined || !units.some((unit) => isBiased(team.leader, unit)))
  );
};

const isSurprise = ({ targets }: RoundContext) => targets.every(({ form }) => form === 'surprise');

function visitInput(context: RoundContext, unit: string): VisitInput | undefined {
  const { code, offices, targets, contents, team, rules, carried, calendar } = context;
  const target = targets.find((one) => one.unit === unit);
  if (target === undefined || team === undefined) return undefined;
  return {
    round: code,
    authority: offices.authority,
    target,
    contents,
    team,
    rules: { postponement: rules.postponement, minutes: rules.minutes, signature: rules.signature },
    carried: carried.filter((one) => one.unit === unit),
    ...given({ calendar }),
  };
}

export const preparationGuards = {
  decidesTeam: when('team.decide', () => true, fitsTeam),
  changesTeam: when('team.change', ({ team }) => team !== undefined, fitsTeam),
  needsNewTeam: when(
    'conflict.declare',
    () => true,
    (context, event) => mayDeclare(context, event) && concernsTeam(context, event),
  ),
  mayDeclare: when('conflict.declare', ({ team }) => team !== undefined, mayDeclare),
  mayChange: when('round.change', () => true, fitsChange),
  isSurprise: when('visits.open', isSurprise),
};

export const preparationActions = {
  plan: always((context) => {
    const { code, year, subject, contents } = context;
    return {
      say: [
        told('round.planned', {
          code,
          year,
          subject,
          units: context.targets.map(({ unit }) => unit),
          contents: contents.map(({ id }) => id),
        }),
      ],
    };
  }),
  decideTeam: on('team.decide', (context, event) => {
    const { team, decision } = event;
    const { number, legalBasis } = decision;
    return {
      set: { team, decision: { number, legalBasis } },
      say: [
        told('team.decided', { team, number, legalBasis, ...by(event, context.offices.authority) }),
        letter('team-decision', context, event, {
          form: INSPECTION_FORMS['team-decision'] ?? null,
          number,
          legalBasis,
          team: teamLines(team),
          visitFrom: firstVisitAt(context),
          visitTo: lastVisitAt(context),
        }),
      ],
    };
  }),
  changeTeam: on('team.change', (context, event) => {
    const { team, decision, reason } = event;
    const { number, legalBasis } = decision;
    return {
      set: { team, decision: { number, legalBasis }, changes: context.changes + 1 },
      say: [
        told('team.changed', { team, number, legalBasis, reason, ...by(event, context.offices.authority) }),
        letter('team-decision', context, event, {
          form: INSPECTION_FORMS['team-decision'] ?? null,
          number,
          legalBasis,
          reason,
          team: teamLines(team),
        }),
        ...Object.keys(context.visits).map((unit) =>
          sendToCase({ key: visitKey(unit), event: { type: 'team.update', team } }),
        ),
      ],
    };
  }),
  declareConflict: on('conflict.declare', (context, event) => {
    const { member, unit, reason } = event;
    const { team } = context;
    if (team === undefined) return {};
    const next = withConflict(team, member, { unit, reason });
    return {
      set: { team: next },
      say: [
        told('conflict.declared', {
          member,
          with: unit,
          leader: member === team.leader.id,
          reason,
          ...by(event, context.offices.authority),
        }),
        ...Object.keys(context.visits).map((visited) =>
          sendToCase({ key: visitKey(visited), event: { type: 'team.update', team: next } }),
        ),
      ],
    };
  }),
  change: on('round.change', (context, event) => {
    const { targets, contents, reason } = event;
    const change = context.changes + 1;
    return {
      set: { ...given({ targets, contents }), changes: change },
      say: [
        told('round.changed', {
          change,
          reason,
          ...given({ targets, contents: contents?.map(({ id }) => id) }),
          ...by(event, context.offices.authority),
        }),
      ],
    };
  }),
  sendNotice: on('notice.send', (context, event) => {
    const { outline, number } = event;
    return {
      set: { noticedAt: event.meta.at },
      say: [
        told('notice.sent', {
          subject: context.subject,
          outline,
          timely: !context.lateTerms.includes('notice'),
          ...by(event, context.offices.authority),
        }),
        letter('notice', context, event, {
          ...given({ number }),
          visitFrom: firstVisitAt(context),
          visitTo: lastVisitAt(context),
          ...(context.team !== undefined && { team: teamLines(context.team) }),
        }),
        letter('report-request', context, event, {
          items: outline.map((text, index) => ({ key: `outline-${index + 1}`, text })),
        }),
      ],
    };
  }),
  noteNoticeOverdue: on('notice.overdue', ({ subject, lateTerms }, { dueAt }) => ({
    set: { lateTerms: withLate(lateTerms, 'notice') },
    say: [told('notice.overdue', { subject, dueAt })],
  })),
  remindReport: on('report.remind', (context, event) => ({
    say: [
      told('report.reminded', { subject: context.subject, dueAt: event.dueAt }),
      letter('report-reminder', context, event, { dueAt: event.dueAt }),
    ],
  })),
  noteReportOverdue: on('report.overdue', ({ subject, lateTerms }, { dueAt }) => ({
    set: { lateTerms: withLate(lateTerms, 'selfReport') },
    say: [told('report.overdue', { subject, dueAt })],
  })),
  submitReport: on('report.submit', ({ subject, lateTerms }, event) => {
    const { document, summary, meta } = event;
    const late = lateTerms.includes('selfReport');
    return {
      set: { selfReport: { document, at: meta.at, late } },
      say: [told('report.submitted', { document, summary, late, ...by(event, subject) })],
    };
  }),
  waiveReport: on('report.waive', ({ offices }, event) => ({
    say: [told('report.waived', { reason: event.reason, ...by(event, offices.authority) })],
  })),
  openVisits: on('visits.open', (context, event) => {
    const units = context.targets.map(({ unit }) => unit);
    return {
      set: { visits: Object.fromEntries(units.map((unit) => [unit, { status: 'open' as const, scores: [] }])) },
      say: [
        ...units.flatMap((unit) => {
          const input = visitInput(context, unit);
          return input === undefined
            ? []
            : [openCase({ key: visitKey(unit), workflow: VISIT, input, replyEvent: 'visit.answer' })];
        }),
        told('visits.opened', { units, ...by(event, context.offices.authority) }),
      ],
    };
  }),
};
