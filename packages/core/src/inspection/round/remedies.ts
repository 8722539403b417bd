import { type KernelEffect, openCase, sendToCase } from '../../kernel/index.js';
import { by, type Deed } from '../deed.js';
import { given } from '../fields.js';
import { type Finding, isNonconformity, severitySchema } from '../findings.js';
import type { RemediationInput } from '../remediation/schemas.js';
import { REMEDIATION } from '../remediation/workflow.js';
import { ladderOf, remediationRulesOf, remedyRuleOf } from '../remedy-rules.js';
import { INSPECTION_ROLES } from '../roles.js';
import type { RoundContext, RoundEvent, RoundFact } from './schemas.js';
import { on, told, when } from './setup.js';

/** Key of the sub-case of a remedy. */
const remedyKey = (finding: string): string => `remedy.${finding}`;
const findingOfKey = (key: string): string => key.slice(remedyKey('').length);

/** From where the terms of a remedy are counted: the conclusion, or for ISO contents the end of the visit. */
function countedFrom(context: RoundContext, finding: Finding, at: number): number {
  const severity = severitySchema.parse(finding.kind);
  const { countedFrom: from } = remedyRuleOf(context.rules, finding.content, severity);
  return from === 'minutes' ? (context.visits[finding.unit]?.endedAt ?? at) : at;
}

function remediationInput(
  context: RoundContext,
  caseId: string,
  key: string,
  finding: Finding,
  at: number,
): RemediationInput {
  const { code, offices, rules, targets, calendar } = context;
  const { content, criterion, clause, legalBasis, statement, english, repeats, unit } = finding;
  const severity = severitySchema.parse(finding.kind);
  const above = targets.find((target) => target.unit === unit)?.above ?? offices.homeAffairs;
  return {
    code: `${code}/${key}`,
    nonconformity: { severity, content, statement, ...given({ english, criterion, clause, legalBasis, repeats }) },
    origin: { kind: 'finding', round: caseId, finding: key },
    unit,
    authority: offices.authority,
    countedFrom: countedFrom(context, finding, at),
    rules: remediationRulesOf(rules, content, severity),
    ladder: ladderOf(rules, { unit, above, homeAffairs: offices.homeAffairs, province: offices.province }),
    ...given({ calendar }),
  };
}

/** Opens a case for each of these findings. */
export function requestRemedies(
  context: RoundContext,
  event: RoundEvent,
  keys: readonly string[],
  at: number,
): Deed<RoundContext, RoundFact> {
  const wanted = keys.flatMap((key) => {
    const finding = context.findings[key];
    return finding === undefined ? [] : [{ key, finding, severity: severitySchema.parse(finding.kind) }];
  });
  return {
    set: {
      remedies: {
        ...context.remedies,
        ...Object.fromEntries(
          wanted.map(({ key, finding, severity }) => [
            key,
            { status: 'open' as const, unit: finding.unit, severity, late: false, at },
          ]),
        ),
      },
    },
    say: wanted.flatMap(({ key, finding, severity }) => [
      openCase({
        key: remedyKey(key),
        workflow: REMEDIATION,
        input: remediationInput(context, event.meta.caseId, key, finding, at),
        replyEvent: 'remedy.answer',
      }),
      told('remedy.requested', {
        finding: key,
        severity,
        responsible: finding.unit,
        ...by(event, context.offices.authority),
      }),
    ]),
  };
}

/** A remedy that was asked for at once has no object when its finding turns out to be no nonconformity. */
export const annulRemedy = (
  { remedies }: RoundContext,
  key: string,
  decided: Finding,
  reason: string,
): readonly KernelEffect[] =>
  remedies[key] === undefined || isNonconformity(decided)
    ? []
    : [sendToCase({ key: remedyKey(key), event: { type: 'annul', reason } })];

const isOpen = ({ remedies }: RoundContext): boolean => Object.values(remedies).some(({ status }) => status === 'open');

type Report = Extract<RoundEvent, { type: 'remedy.report' }>;
const reopens = ({ remedies }: RoundContext, { key, status }: Report): boolean =>
  status === 'open' && remedies[findingOfKey(key)]?.status !== 'open';

const noted = (
  { remedies }: RoundContext,
  { key, caseId }: { readonly key: string; readonly caseId: string },
  news: Pick<RoundContext['remedies'][string], 'status' | 'late' | 'at'>,
): Deed<RoundContext, RoundFact> => {
  const finding = findingOfKey(key);
  const before = remedies[finding];
  if (before === undefined) return {};
  const { status, late } = news;
  return {
    set: { remedies: { ...remedies, [finding]: { ...before, ...news } } },
    say: [told('remedy.changed', { finding, remediation: caseId, status, late, responsible: before.unit })],
  };
};

export const remedyGuards = {
  needsRemedy: when(
    'remedy.request',
    ({ findings, remedies }) =>
      Object.entries(findings).some(([key, finding]) => isNonconformity(finding) && remedies[key] === undefined),
    ({ findings, remedies }, { finding: key }) => {
      const finding = findings[key];
      return finding !== undefined && isNonconformity(finding) && remedies[key] === undefined;
    },
  ),
  isRecommended: when(
    'recommendation.answer',
    ({ recommendations }) => Object.keys(recommendations).length > 0,
    ({ recommendations }, { key, meta }) => {
      const asked = recommendations[key];
      if (asked === undefined) return false;
      return meta.actor.unit === asked.to || meta.actor.roles.includes(INSPECTION_ROLES.homeAffairs);
    },
  ),
  reopensRound: when('remedy.report', reopens),
  mayClose: when('round.close', (context) => !isOpen(context)),
};

export const remedyActions = {
  requestRemedy: on('remedy.request', (context, event) =>
    requestRemedies(context, event, [event.finding], event.meta.at),
  ),
  noteRemedy: on('remedy.report', (context, event) => {
    const { status, late, at } = event;
    return noted(context, event, { status, late, at });
  }),
  noteRemedyEnd: on('remedy.answer', (context, event) => noted(context, event, event.output)),
  answerRecommendation: on('recommendation.answer', (context, event) => {
    const { key, outcome, text, document, meta } = event;
    const asked = context.recommendations[key];
    if (asked === undefined) return {};
    return {
      set: {
        recommendations: {
          ...context.recommendations,
          [key]: { ...asked, answer: { outcome, text, by: meta.actor.id, at: meta.at } },
        },
      },
      say: [told('recommendation.answered', { key, outcome, text, ...given({ document }), ...by(event, asked.to) })],
    };
  }),
  reopenRound: on('remedy.report', (_, { key }) => ({
    say: [told('round.reopened', { finding: findingOfKey(key) })],
  })),
  /** What is closed is put away; a deviation and what was carried forward live on. */
  archiveRemedies: on('round.archive', ({ remedies }) => ({
    say: Object.entries(remedies).flatMap(([key, { status }]) =>
      status === 'closed' ? [sendToCase({ key: remedyKey(key), event: { type: 'archive' } })] : [],
    ),
  })),
};
