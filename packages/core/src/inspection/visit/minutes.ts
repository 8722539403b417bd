import { by } from '../deed.js';
import { given } from '../fields.js';
import type { Finding } from '../findings.js';
import { withLate } from '../lateness.js';
import { INSPECTION_FORMS } from '../letters.js';
import { INSPECTION_ROLES } from '../roles.js';
import { mayInspect, teamLines } from '../team.js';
import { rescored, tallyOf } from './examination.js';
import type { VisitContext, VisitEvent, VisitOutput } from './schemas.js';
import { always, on, told, when } from './setup.js';

type Sign = Extract<VisitEvent, { type: 'minutes.sign' }>;

/** The leader signs for the team, the head for the unit; each once a draft. */
const maySign = ({ team, target, signed }: VisitContext, { side, meta }: Sign): boolean => {
  if (signed.includes(side)) return false;
  const { id, roles } = meta.actor;
  if (side === 'unit') return roles.includes(INSPECTION_ROLES.unitHead);
  return id === team.leader.id && mayInspect(team, id, target.unit);
};

const bothSides = ['team', 'unit'] as const;
const signsLast = ({ signed }: VisitContext, { side }: Sign): boolean =>
  bothSides.every((one) => one === side || signed.includes(one));

export const minutesGuards = {
  maySign: when('minutes.sign', () => true, maySign),
  signsLast: when(
    'minutes.sign',
    ({ signed }) => signed.length > 0,
    (context, event) => maySign(context, event) && signsLast(context, event),
  ),
};

/** The end of a visit, for the record and for the round. */
const ends = (ending: VisitOutput['ending']) =>
  always((context, event) => {
    const { target, scores, findings } = context;
    const reason = 'reason' in event ? event.reason : undefined;
    const output: VisitOutput = {
      unit: target.unit,
      ending,
      at: event.meta.at,
      scores,
      findings,
      ...given({ sample: tallyOf(context), reason }),
    };
    return { set: { output }, say: [told('visit.ended', output)] };
  });

const lines = (findings: Readonly<Record<string, Finding>>) =>
  Object.entries(findings)
    .filter(([, { withdrawn }]) => withdrawn !== true)
    .map(([key, { statement, kind, unit }]) => ({ key, text: statement, kind, unit }));

export const minutesActions = {
  draftMinutes: on('minutes.draft', (context, event) => {
    const { document, statement, requests, copies, meta } = event;
    const { round, authority, target, contents, team, findings } = context;
    const draft = context.drafts + 1;
    return {
      set: { ...rescored(context), drafts: draft, signed: [] },
      say: [
        told('minutes.drafted', { document, statement, requests, copies, draft, ...by(event, authority) }),
        told('letter.issued', {
          kind: 'minutes',
          form: INSPECTION_FORMS.minutes ?? null,
          code: round,
          from: authority,
          to: target.unit,
          subject: target.unit,
          by: meta.actor.id,
          at: meta.at,
          contents: contents.map(({ name }) => name.vi),
          team: teamLines(team),
          visitFrom: target.from,
          items: lines(findings),
          statement,
        }),
      ],
    };
  }),
  noteMinutesOverdue: on('minutes.overdue', ({ target, lateTerms }, { dueAt }) => ({
    set: { lateTerms: withLate(lateTerms, 'minutes') },
    say: [told('minutes.overdue', { unit: target.unit, dueAt })],
  })),
  returnMinutes: on('minutes.return', ({ target }, event) => ({
    set: { signed: [] },
    say: [told('minutes.returned', { reason: event.reason, ...by(event, target.unit) })],
  })),
  sign: on('minutes.sign', (context, event) => ({
    set: { signed: [...context.signed, event.side] },
    say: [
      told('minutes.signed', {
        side: event.side,
        ...given({ remark: event.remark }),
        ...by(event, event.side === 'team' ? context.authority : context.target.unit),
      }),
    ],
  })),
  refuse: on('minutes.refuse', ({ target }, event) => ({
    say: [told('minutes.refused', { reason: event.reason, witnesses: event.witnesses, ...by(event, target.unit) })],
  })),
  endSigned: ends('signed'),
  endRefused: ends('refused'),
  endUnsigned: ends('unsigned'),
  endReviewed: ends('reviewed'),
  endCancelled: ends('cancelled'),
};
