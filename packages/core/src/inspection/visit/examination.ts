import { extendDeadline } from '../../kernel/index.js';
import { by } from '../deed.js';
import { given } from '../fields.js';
import { type Findings, findingOf } from '../findings.js';
import { withLate } from '../lateness.js';
import { tallyChecks } from '../sample/schemas.js';
import { fitsCriterion, openCriteria, scoreChecklist } from '../score.js';
import { mayInspect } from '../team.js';
import type { VisitContext, VisitEvent } from './schemas.js';
import { always, on, told, when } from './setup.js';

/** Only a member of the team without a conflict of interest inspects. */
const inspects = ({ team, target }: VisitContext, { meta }: VisitEvent): boolean =>
  mayInspect(team, meta.actor.id, target.unit);

/** What is still to be done before the visit can be finished, in words. */
export function openTasks({ contents, answers, sample, checks, carried, judged }: VisitContext): readonly string[] {
  const unanswered = contents.flatMap(({ id, checklist }) =>
    openCriteria(checklist, answers[id] ?? {}).map((criterion) => `criterion ${id}/${criterion}`),
  );
  const unchecked = (sample?.dossiers ?? []).filter((caseId) => checks[caseId] === undefined);
  const unjudged = carried.filter(({ remediation }) => judged[remediation] === undefined);
  return [
    ...unanswered,
    ...unchecked.map((caseId) => `sampled dossier ${caseId}`),
    ...unjudged.map(({ remediation }) => `carried remediation ${remediation}`),
  ];
}

const isComplete = (context: VisitContext): boolean => openTasks(context).length === 0;

const scoresOf = ({ contents, answers }: VisitContext) =>
  contents.map(({ id, checklist }) => scoreChecklist(id, checklist, answers[id] ?? {}));

export const tallyOf = ({ checks }: VisitContext) => {
  const all = Object.values(checks);
  return all.length === 0 ? undefined : tallyChecks(all);
};

type Recorded = Extract<VisitEvent, { type: 'answers.record' }>;
const fitsChecklist = ({ contents }: VisitContext, { content, answers }: Recorded): boolean => {
  const checklist = contents.find(({ id }) => id === content)?.checklist;
  return checklist !== undefined && answers.every(({ criterion, given }) => fitsCriterion(checklist, criterion, given));
};

const isNew = (findings: Findings, key: string) => findings[key] === undefined;

export const examinationGuards = {
  mayStart: when('visit.start', (context, event) => inspects(context, event)),
  mayPostpone: when(
    'visit.postpone',
    () => true,
    (_, { from, to, meta }) => meta.at <= from && from <= to,
  ),
  mayAnswer: when('answers.record', inspects, fitsChecklist),
  mayDraw: when('sample.record', inspects),
  mayCheck: when(
    'sample.check',
    (context, event) => context.sample !== undefined && inspects(context, event),
    ({ sample }, { checks }) => checks.every(({ caseId }) => sample?.dossiers.includes(caseId) === true),
  ),
  mayFind: when(
    'finding.record',
    inspects,
    ({ findings, contents }, { key, content }) => isNew(findings, key) && contents.some(({ id }) => id === content),
  ),
  mayWithdrawFinding: when(
    'finding.withdraw',
    inspects,
    ({ findings }, { key }) => findings[key] !== undefined && findings[key].withdrawn !== true,
  ),
  mayJudge: when(
    'carried.judge',
    (context, event) => context.carried.length > 0 && inspects(context, event),
    ({ carried }, { remediation }) => carried.some((one) => one.remediation === remediation),
  ),
  finishesFile: when(
    'visit.finish',
    (context, event) => context.target.form === 'by-file' && isComplete(context) && inspects(context, event),
  ),
  mayFinish: when('visit.finish', (context, event) => isComplete(context) && inspects(context, event)),
};

export const examinationActions = {
  schedule: always(({ round, target }) => ({
    say: [told('visit.scheduled', { round, unit: target.unit, form: target.form, from: target.from, to: target.to })],
  })),
  remind: on('visit.remind', ({ round, target }, { dueAt }) => ({
    say: [told('visit.reminded', { round, unit: target.unit, from: target.from, dueAt })],
  })),
  noteOverdue: on('visit.overdue', ({ target, lateTerms }, { dueAt }) => ({
    set: { lateTerms: withLate(lateTerms, 'visit') },
    say: [told('visit.overdue', { unit: target.unit, dueAt })],
  })),
  start: on('visit.start', (context, event) => ({
    say: [
      told('visit.started', {
        round: context.round,
        participants: event.participants,
        ...given({ programme: event.programme }),
        ...by(event, context.authority),
      }),
    ],
  })),
  postpone: on('visit.postpone', (context, event) => {
    const { from, to, reason } = event;
    return {
      set: { target: { ...context.target, from, to } },
      say: [
        extendDeadline({ deadline: 'visit', budget: { until: to }, reason }),
        told('visit.postponed', { from, to, reason, ...by(event, context.authority) }),
      ],
    };
  }),
  takeBackLateness: on('term.overruled', ({ lateTerms }, { deadline, ends }) => ({
    set: { lateTerms: lateTerms.filter((name) => name !== deadline) },
    say: [told('lateness.withdrawn', { deadline, ends })],
  })),
  updateTeam: on('team.update', (_, { team }) => ({ set: { team }, say: [told('team.updated', { team })] })),
  answer: on('answers.record', (context, event) => {
    const { content, answers } = event;
    const added = Object.fromEntries(answers.map(({ criterion, given: one }) => [criterion, one]));
    return {
      set: { answers: { ...context.answers, [content]: { ...context.answers[content], ...added } } },
      say: [told('answers.recorded', { content, answers, ...by(event, context.authority) })],
    };
  }),
  recordSample: on('sample.record', (context, event) => ({
    set: { sample: event.sample, checks: {} },
    say: [told('sample.recorded', { sample: event.sample, ...by(event, context.authority) })],
  })),
  checkSample: on('sample.check', (context, event) => ({
    set: { checks: { ...context.checks, ...Object.fromEntries(event.checks.map((check) => [check.caseId, check])) } },
    say: [told('sample.checked', { checks: event.checks, ...by(event, context.authority) })],
  })),
  find: on('finding.record', (context, event) => {
    const { type: _, meta, ...draft } = event;
    const finding = findingOf(draft, { unit: context.target.unit, by: meta.actor.id, at: meta.at });
    return {
      set: { findings: { ...context.findings, [draft.key]: finding } },
      say: [told('finding.recorded', { ...draft, unit: finding.unit, by: finding.by })],
    };
  }),
  withdrawFinding: on('finding.withdraw', ({ findings }, { key, reason, meta }) => {
    const found = findings[key];
    if (found === undefined) return {};
    return {
      set: { findings: { ...findings, [key]: { ...found, withdrawn: true } } },
      say: [told('finding.withdrawn', { key, reason, by: meta.actor.id })],
    };
  }),
  judge: on('carried.judge', (context, event) => {
    const { type: _, meta: __, ...judgement } = event;
    return {
      set: { judged: { ...context.judged, [judgement.remediation]: judgement.outcome } },
      say: [told('carried.judged', { ...judgement, ...by(event, context.authority) })],
    };
  }),
  finish: on('visit.finish', (context, event) => {
    const scores = scoresOf(context);
    return {
      set: { scores },
      say: [
        told('visit.finished', { scores, ...given({ sample: tallyOf(context) }), ...by(event, context.authority) }),
      ],
    };
  }),
};

/** Answers may have been corrected since the visit was finished. */
export const rescored = (context: VisitContext): Partial<VisitContext> => ({ scores: scoresOf(context) });
