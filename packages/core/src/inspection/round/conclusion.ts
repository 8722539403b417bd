import { by } from '../deed.js';
import { given } from '../fields.js';
import { type Finding, type Findings, findingOf, isDisputed, isNonconformity } from '../findings.js';
import { withLate } from '../lateness.js';
import { visitKey } from './preparation.js';
import { annulRemedy, requestRemedies } from './remedies.js';
import type { RoundContext, RoundEvent } from './schemas.js';
import { letter, on, told, unitsOf, when } from './setup.js';

type Answer = Extract<RoundEvent, { type: 'visit.answer' }>;
const unitOf = ({ key }: Answer): string => key.slice(visitKey('').length);

const othersAreOpen = ({ visits }: RoundContext, unit: string): boolean =>
  Object.entries(visits).some(([other, { status }]) => other !== unit && status === 'open');

/** Findings of a visit get the unit into their key: every unit may have an `f1`. */
const prefixed = (unit: string, findings: Findings): Findings =>
  Object.fromEntries(Object.entries(findings).map(([key, finding]) => [`${unit}.${key}`, finding]));

/** The unit that answers for a finding may dispute it, and the subject of the round; once. */
const isOpenTo = ({ findings, subject }: RoundContext, key: string, unit: string | undefined): boolean => {
  const finding = findings[key];
  if (finding === undefined || finding.withdrawn === true || finding.dispute !== undefined) return false;
  return unit === finding.unit || unit === subject;
};
const hasDispute = ({ findings }: RoundContext): boolean => Object.values(findings).some(isDisputed);

type Draft = Extract<RoundEvent, { type: 'conclusion.draft' }>;
const fitsDraft = ({ findings }: RoundContext, { recommendations }: Draft): boolean => {
  const keys = recommendations.map(({ key }) => key);
  return (
    new Set(keys).size === keys.length &&
    recommendations.every(({ finding }) => finding === undefined || findings[finding] !== undefined)
  );
};

/** A disputed finding is decided before the conclusion is signed, and by somebody else than who wrote it down. */
const mayDecide = ({ findings }: RoundContext, { finding, meta }: Extract<RoundEvent, { type: 'finding.decide' }>) => {
  const disputed = findings[finding];
  return disputed !== undefined && isDisputed(disputed) && disputed.by !== meta.actor.id;
};

export const conclusionGuards = {
  endsLastVisit: when('visit.answer', (context, event) => !othersAreOpen(context, unitOf(event))),
  mayFind: when(
    'finding.record',
    () => true,
    (context, { key, content, unit }) =>
      context.findings[key] === undefined &&
      context.contents.some(({ id }) => id === content) &&
      (unit === undefined || unitsOf(context).includes(unit)),
  ),
  mayDispute: when(
    'finding.dispute',
    ({ findings }) => Object.keys(findings).length > 0,
    (context, { finding, meta }) => isOpenTo(context, finding, meta.actor.unit),
  ),
  mayDecideDispute: when('finding.decide', hasDispute, mayDecide),
  mayDraft: when('conclusion.draft', () => true, fitsDraft),
  maySign: when('conclusion.sign', (context) => context.conclusion !== undefined && !hasDispute(context)),
};

const items = (findings: Findings) =>
  Object.entries(findings)
    .filter(([, { withdrawn }]) => withdrawn !== true)
    .map(([key, { statement, kind, unit }]) => ({ key, text: statement, kind, unit }));

export const conclusionActions = {
  closeVisit: on('visit.answer', (context, event) => {
    const unit = unitOf(event);
    const { ending, at, scores, findings, sample } = event.output;
    const found = prefixed(unit, findings);
    return {
      set: {
        visits: {
          ...context.visits,
          [unit]: { status: 'ended', ending, endedAt: at, scores, ...given({ sample }) },
        },
        findings: { ...context.findings, ...found },
      },
      say: [told('visit.closed', { unit, visit: event.caseId, ending, scores, findings: Object.keys(found) })],
    };
  }),
  find: on('finding.record', (context, event) => {
    const { type: _, meta, ...draft } = event;
    const finding = findingOf(draft, { unit: context.subject, by: meta.actor.id, at: meta.at });
    return {
      set: { findings: { ...context.findings, [draft.key]: finding } },
      say: [told('finding.recorded', { ...draft, unit: finding.unit, by: finding.by })],
    };
  }),
  dispute: on('finding.dispute', (context, event) => {
    const { finding: key, reason, meta } = event;
    const finding = context.findings[key];
    if (finding === undefined) return {};
    const dispute = { reason, by: meta.actor.id, at: meta.at };
    return {
      set: { findings: { ...context.findings, [key]: { ...finding, dispute } } },
      say: [told('finding.disputed', { finding: key, reason, ...by(event, context.subject) })],
    };
  }),
  decideDispute: on('finding.decide', (context, event) => {
    const { finding: key, outcome, reason, meta } = event;
    const finding = context.findings[key];
    if (finding?.dispute === undefined) return {};
    const amended = outcome === 'amended';
    const kind = (amended ? event.kind : undefined) ?? finding.kind;
    const { english: was, ...before } = finding;
    const rewritten = amended ? event.statement : undefined;
    const statement = rewritten ?? finding.statement;
    const english = rewritten === undefined ? was : event.english;
    const decided: Finding = {
      ...before,
      kind,
      statement,
      ...given({ english }),
      dispute: { ...finding.dispute, decision: { outcome, reason, by: meta.actor.id, at: meta.at } },
      ...(outcome === 'withdrawn' && { withdrawn: true }),
    };
    return {
      set: { findings: { ...context.findings, [key]: decided } },
      say: [
        ...annulRemedy(context, key, decided, reason),
        told('finding.decided', {
          finding: key,
          outcome,
          kind,
          statement,
          ...given({ english }),
          reason,
          ...by(event, context.offices.authority),
        }),
      ],
    };
  }),
  draft: on('conclusion.draft', (context, event) => {
    const { document, causes, recommendations, meta } = event;
    const drafts = (context.conclusion?.drafts ?? 0) + 1;
    return {
      set: {
        conclusion: { draftedAt: meta.at, document, drafts, commented: 'pending' },
        recommendations: Object.fromEntries(recommendations.map(({ key, ...one }) => [key, one])),
      },
      say: [
        told('conclusion.drafted', {
          document,
          draft: drafts,
          causes,
          recommendations,
          ...by(event, context.offices.authority),
        }),
      ],
    };
  }),
  comment: on('comments.submit', ({ conclusion, subject }, event) => ({
    set: conclusion === undefined ? {} : { conclusion: { ...conclusion, commented: 'commented' } },
    say: [
      told('comments.submitted', {
        content: event.content,
        ...given({ document: event.document }),
        ...by(event, subject),
      }),
    ],
  })),
  lapseComments: on('comments.lapse', ({ conclusion, subject }, { dueAt }) => ({
    set: conclusion === undefined ? {} : { conclusion: { ...conclusion, commented: 'silent' } },
    say: [told('comments.lapsed', { subject, dueAt })],
  })),
  noteConclusionOverdue: on('conclusion.overdue', ({ subject, lateTerms }, { dueAt }) => ({
    set: { lateTerms: withLate(lateTerms, 'conclusion') },
    say: [told('conclusion.overdue', { subject, dueAt })],
  })),
  /** The conclusion is law for the unit from here on: each nonconformity without a remedy yet gets one. */
  sign: on('conclusion.sign', (context, event) => {
    const { conclusion, findings, recommendations } = context;
    if (conclusion === undefined) return {};
    const { number, document, meta } = event;
    const wanting = Object.entries(findings)
      .filter(([key, finding]) => isNonconformity(finding) && context.remedies[key] === undefined)
      .map(([key]) => key);
    const requested = requestRemedies(context, event, wanting, meta.at);
    return {
      set: {
        ...requested.set,
        conclusion: { ...conclusion, number, document, signedAt: meta.at, signedBy: meta.actor.id },
      },
      say: [
        told('conclusion.signed', {
          number,
          document,
          findings: items(findings).map(({ key }) => key),
          undated: Object.entries(recommendations).flatMap(([key, { dueAt }]) => (dueAt === undefined ? [key] : [])),
          ...by(event, context.offices.authority),
        }),
        letter('conclusion', context, event, {
          number,
          statement: document,
          items: [
            ...items(findings),
            ...Object.entries(recommendations).map(([key, { text, to }]) => ({
              key,
              text,
              kind: 'recommendation',
              unit: to,
            })),
          ],
        }),
        ...(requested.say ?? []),
      ],
    };
  }),
  publish: on('conclusion.publish', ({ conclusion, offices }, event) => ({
    set: conclusion === undefined ? {} : { conclusion: { ...conclusion, publishedAt: event.meta.at } },
    say: [told('conclusion.published', { place: event.place, ...by(event, offices.authority) })],
  })),
  notePublicationOverdue: on('publication.overdue', ({ subject, lateTerms }, { dueAt }) => ({
    set: { lateTerms: withLate(lateTerms, 'publication') },
    say: [told('publication.overdue', { subject, dueAt })],
  })),
};
