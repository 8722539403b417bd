import { describe, expect, test } from 'vitest';
import { cover } from '../../../test/model/cover.js';
import type { Example, Model, Scene } from '../../../test/model/example.js';
import { walk } from '../../../test/model/walk.js';
import {
  correctiveActionWorkflow,
  INSPECTION_ROLES,
  type PlanContext,
  planWorkflow,
  type RemediationContext,
  type RoundContext,
  remediationRulesOf,
  remediationWorkflow,
  roundWorkflow,
  standardInspectionRules,
  type Team,
  type VisitContext,
  visitWorkflow,
} from '../index.js';
import { content, offices, planInput, roundInput, team } from './round.js';
import { at } from './world.js';

const DAY = 86_400_000;
const roles = Object.values(INSPECTION_ROLES);
const why = { reason: 'x' };
const law = { legalBasis: 'x' };
const text = (fields: object): Example => ({ payload: () => fields });
const evidence = [{ kind: 'record', reference: 'x' }];
const decision = { number: '1', legalBasis: 'x' };
const later =
  (days: number) =>
  ({ now }: Scene) => ({ until: now + days * DAY });
const statuses = (record: Readonly<Record<string, { readonly status: string }>>) =>
  Object.entries(record).map(([key, { status }]) => [key, status]);
const START = at('2026-03-02 08:00');

const minor = remediationRulesOf(standardInspectionRules, 'reform', 'minor');
const action: Model = {
  workflow: correctiveActionWorkflow(),
  isSubCase: true,
  roles,
  openings: [
    {
      at: START,
      input: {
        remediation: 'r',
        title: 'x',
        owner: 'p1',
        unit: 'u',
        severity: 'minor',
        expected: 'x',
        rules: { action: minor.action, extension: minor.extension },
      },
    },
  ],
  examples: {
    'action.assign': text({ owner: 'p2', ...why }),
    'progress.record': text({ percent: 50, note: 'x' }),
    'evidence.add': text({ evidence }),
    'action.complete': text({ summary: 'x' }),
    'action.extend': { payload: (scene) => ({ ...later(60)(scene), ...why }) },
    'action.return': text(why),
    'action.drop': text(why),
    'action.overruled': { act: { type: 'action.complete', payload: () => ({ summary: 'x' }) } },
  },
  shape: ({ evidence: shown, overdue }: { evidence: number; overdue: boolean }) => [Math.min(shown, 1), overdue],
};
const remediationInput = (content_: string) => ({
  code: 'KT/f1',
  nonconformity: { severity: 'major', content: content_, statement: 'x' },
  origin: { kind: 'other', source: 'x' },
  unit: 'u',
  authority: 'province',
  countedFrom: START,
  rules: remediationRulesOf(standardInspectionRules, content_, 'major'),
  ladder: [
    { level: 'unit-head', unit: 'u', after: { amount: 0, unit: 'workingDay' } },
    { level: 'level-above', unit: 'd', after: { amount: 5, unit: 'workingDay' } },
  ],
});
const isUnderWay = ({ actions }: RemediationContext) => ['open', 'done'].includes(actions['a1']?.status ?? '');
const news = (status: string): Example => ({
  when: isUnderWay,
  payload: () => ({ key: 'action.a1', occurrence: 1, caseId: 'x', status, overdue: false, doers: ['p3'] }),
});
const proposal = (key: string): Example =>
  text({ actions: [{ key, title: 'x', owner: 'p3', unit: 'u', expected: 'x' }] });

const remediation: Model = {
  workflow: remediationWorkflow(),
  isSubCase: true,
  children: ['corrective-action'],
  roles,
  openings: [
    { at: START, input: remediationInput('reform') },
    { at: START, input: remediationInput('iso') },
  ],
  examples: {
    'containment.record': text({ measures: 'x' }),
    'cause.analyse': text({ method: 'categories', whys: [], categories: ['people'], statement: 'x' }),
    'actions.propose': [proposal('a1'), proposal('a2')],
    'action.drop': text({ key: 'a1', ...why }),
    'plan.return': text(why),
    'plan.approve': { by: 'approver' },
    'action.report': [news('open'), news('done')],
    'action.answer': {
      when: isUnderWay,
      payload: () => ({
        key: 'action.a1',
        occurrence: 1,
        caseId: 'x',
        output: { status: 'dropped', overdue: false, doers: [] },
      }),
    },
    'extension.request': { payload: (scene) => ({ ...later(50)(scene), ...why }) },
    'extension.grant': { payload: (scene) => ({ ...later(50)(scene), ...why }) },
    'extension.refuse': text(why),
    'completion.report': text({ summary: 'x' }),
    'verification.accept': { by: 'verifier', payload: () => ({ conclusion: 'x', evidence }) },
    'verification.reject': [
      { by: 'verifier', payload: () => ({ ...why, actions: ['a1'] }) },
      { by: 'verifier', payload: () => ({ ...why, actions: [] }) },
    ],
    'effectiveness.confirm': { by: 'verifier', payload: () => ({ measure: 'x', evidence }) },
    'effectiveness.fail': { by: 'verifier', payload: () => ({ measure: 'x', evidence, ...why }) },
    'deviation.request': { payload: (scene) => ({ ...later(100)(scene), ...why }) },
    'deviation.accept': text(why),
    'deviation.refuse': text(why),
    'deviation.revoke': text(why),
    'carry-forward': text({ to: 'KT-2027', ...why }),
    'reinspection.record': ['remedied', 'not-remedied'].map((outcome) => ({
      by: 'verifier',
      payload: () => ({ round: 'KT-2027', outcome, evidence }),
    })),
    reopen: text(why),
    'unit.transfer': text({ unit: 'u2', ...why, ...law }),
    annul: text(why),
    'remedy.overruled': {
      when: ({ actions }: RemediationContext) => actions['a1']?.status === 'done',
      act: { type: 'completion.report', payload: () => ({ summary: 'x' }) },
    },
  },
  shape: (context: RemediationContext) => [
    context.containment !== undefined,
    context.cause !== undefined,
    statuses(context.actions),
    context.extension !== undefined,
    context.deviation === undefined ? 'none' : (context.deviation.acceptedBy ?? 'asked'),
    context.rules.effectiveness.after !== undefined,
  ],
};

const visitTarget = (form: string) => ({
  unit: 'commune-1',
  above: 'district',
  form,
  from: at('2026-03-23 08:00'),
  to: at('2026-03-23 17:00'),
});
const carriedOne = {
  round: 'KT-2025',
  finding: 'f',
  remediation: 'old',
  unit: 'commune-1',
  severity: 'minor',
  content: 'reform',
  statement: 'x',
};
const theirTeam: Team = {
  number: '4',
  leader: { id: 'p1', unit: 'science' },
  members: [{ id: 'p2', unit: 'home-affairs' }],
};
const visitInput = (form: string) => ({
  round: 'KT',
  authority: 'province',
  target: visitTarget(form),
  contents: [content('reform')],
  team: theirTeam,
  rules: {
    postponement: standardInspectionRules.postponement,
    minutes: standardInspectionRules.minutes,
    signature: standardInspectionRules.signature,
  },
  carried: [carriedOne],
});
const check = { caseId: 'd1', onTime: 'pass', papers: 'pass', slip: 'pass', apology: 'pass', remarks: [] };

const visit: Model = {
  workflow: visitWorkflow(),
  isSubCase: true,
  roles,
  openings: ['on-site', 'by-file'].map((form) => ({ at: START, input: visitInput(form) })),
  examples: {
    'visit.start': text({ participants: ['x'] }),
    'visit.postpone': { payload: ({ now }) => ({ from: now + DAY, to: now + 60 * DAY, ...why }) },
    'visit.cancel': text(why),
    'visit.withdraw': text(why),
    'team.update': text({ team: theirTeam }),
    'answers.record': text({
      content: 'reform',
      answers: ['c1', 'c2'].map((criterion) => ({ criterion, given: { answer: 'met' } })),
    }),
    'sample.record': text({
      sample: {
        algorithm: 'a',
        seed: 's',
        population: { workflow: 'dossier', size: 1, fingerprint: 'f' },
        dossiers: ['d1'],
      },
    }),
    'sample.check': text({ checks: [check] }),
    'finding.record': text({ key: 'f1', kind: 'minor', content: 'reform', statement: 'x', evidence }),
    'finding.withdraw': text({ key: 'f1', ...why }),
    'carried.judge': text({ remediation: 'old', outcome: 'remedied', evidence }),
    'minutes.draft': text({ document: 'x', statement: 'x', requests: [], copies: 2 }),
    'minutes.return': text(why),
    'minutes.sign': ['team', 'unit'].map((side) => text({ side })),
    'minutes.refuse': text({ ...why, witnesses: [] }),
    'term.overruled': { act: { type: 'visit.finish' } },
  },
  shape: (context: VisitContext) => [
    context.target.form,
    Object.keys(context.answers).length,
    Object.values(context.findings).map(({ withdrawn }) => withdrawn === true),
    context.sample !== undefined,
    Object.keys(context.checks).length,
    Object.keys(context.judged).length,
    context.signed,
    context.target.to === visitTarget('').to,
  ],
};

const roundWith = (form: 'on-site' | 'surprise') =>
  roundInput({
    targets: roundInput()
      .targets.slice(0, 1)
      .map((target) => ({ ...target, form })),
    contents: [content('reform')],
    offices,
  });
const isAsked = ({ remedies }: RoundContext) => ['open', 'closed'].includes(remedies['commune-1.f1']?.status ?? '');
const remedyNews = (status: string): Example => ({
  when: isAsked,
  payload: () => ({ key: 'remedy.commune-1.f1', occurrence: 1, caseId: 'x', status, late: false, at: START }),
});
const visitEnds = (unit: string, findings: object): Example => ({
  when: ({ visits }: RoundContext) => visits[unit]?.status === 'open',
  payload: () => ({
    key: `visit.${unit}`,
    occurrence: 1,
    caseId: 'x',
    output: { unit, ending: 'signed', at: START, scores: [], findings },
  }),
});
const f1 = { kind: 'major', content: 'reform', statement: 'x', unit: 'commune-1', evidence: 1, by: 'p2', at: START };
const twoUnits = roundInput().targets;
const inspection: Model = {
  workflow: roundWorkflow(),
  isSubCase: true,
  children: ['inspection-visit', 'remediation'],
  roles,
  openings: [
    { at: START, input: roundWith('on-site') },
    { at: START, input: roundWith('surprise') },
    { at: START, input: { ...roundWith('on-site'), targets: twoUnits } },
  ],
  examples: {
    'team.decide': text({ team, decision }),
    'team.change': text({ team, decision, ...why }),
    'conflict.declare': [
      text({ member: 'leader', unit: 'district', ...why }),
      text({ member: 'verifier', unit: 'district', ...why }),
    ],
    'round.change': text({ contents: [content('reform')], ...why }),
    'notice.send': text({ outline: ['x'] }),
    'report.submit': text({ document: 'x', summary: 'x' }),
    'report.waive': text(why),
    'visit.answer': [visitEnds('commune-1', { f1 }), visitEnds('commune-2', {})],
    'finding.record': text({ key: 'g1', kind: 'observation', content: 'reform', statement: 'x', evidence }),
    'finding.dispute': { unit: 'commune-1', payload: () => ({ finding: 'commune-1.f1', ...why }) },
    'finding.decide': text({ finding: 'commune-1.f1', outcome: 'upheld', ...why }),
    'remedy.request': text({ finding: 'commune-1.f1', ...why }),
    'conclusion.draft': text({ document: 'x', causes: [], recommendations: [{ key: 'r1', to: 'u', text: 'x' }] }),
    'comments.submit': text({ content: 'x' }),
    'conclusion.sign': text({ number: '1', document: 'x' }),
    'conclusion.publish': text({ place: 'x' }),
    'recommendation.answer': text({ key: 'r1', outcome: 'done', text: 'x' }),
    'remedy.report': [remedyNews('closed'), remedyNews('open')],
    'remedy.answer': {
      when: isAsked,
      payload: () => ({
        key: 'remedy.commune-1.f1',
        occurrence: 1,
        caseId: 'x',
        output: { status: 'annulled', late: false, at: START },
      }),
    },
    'round.close': text({ summary: 'x' }),
    'round.cancel': text({ ...why, ...law }),
    'term.overruled': { act: { type: 'report.submit', payload: () => ({ document: 'x', summary: 'x' }) } },
  },
  shape: (context: RoundContext) => [
    context.targets.map(({ form }) => form),
    context.team === undefined ? 'none' : context.team.leader.conflicts === undefined,
    statuses(context.visits),
    Object.values(context.findings).map(({ dispute, kind }) => [
      kind,
      dispute === undefined,
      dispute?.decision === undefined,
    ]),
    statuses(context.remedies),
    context.conclusion?.drafts !== undefined,
    Object.keys(context.recommendations),
  ],
};

const isOpened = ({ items }: PlanContext) => ['preparing', 'closed'].includes(items['district']?.status ?? '');
const onlyItem = planInput().items.slice(0, 1);
const plan: Model = {
  workflow: planWorkflow(),
  children: ['inspection'],
  roles,
  openings: [
    {
      at: START,
      input: planInput({
        terms: {
          ...planInput().terms,
          report: { until: at('2026-12-31 17:00'), source: 'x', confidence: 'likely' },
        },
      }),
    },
  ],
  examples: {
    'plan.amend': text({ changes: [{ kind: 'add', item: { ...onlyItem[0], key: 'more' } }], ...why }),
    'plan.submit': text({ document: 'x' }),
    'plan.return': text(why),
    'plan.approve': text({ decision }),
    'round.open': text({
      key: 'district',
      code: 'KT',
      contents: [content('reform'), content('iso')],
      rules: standardInspectionRules,
    }),
    'round.report': {
      when: isOpened,
      payload: () => ({ key: 'round.district', occurrence: 1, caseId: 'x', status: 'closed', at: START }),
    },
    'round.answer': {
      when: isOpened,
      payload: () => ({
        key: 'round.district',
        occurrence: 1,
        caseId: 'x',
        output: { status: 'cancelled', at: START },
      }),
    },
    'synthesis.submit': text({ document: 'x', summary: 'x' }),
    'review.record': text({ document: 'x', decisions: ['x'] }),
    'report.send': text({ to: 'x', document: 'x' }),
    'term.overruled': { act: { type: 'synthesis.submit', payload: () => ({ document: 'x', summary: 'x' }) } },
  },
  shape: ({ items }: { items: Record<string, { status: string }> }) => statuses(items),
};

const models = {
  'inspection-plan': plan,
  inspection,
  'inspection-visit': visit,
  remediation,
  'corrective-action': action,
};

describe('paths generated over the machines, run through the real engine', () => {
  test.each(Object.entries(models))('reach every state and every transition of %s', async (id, model) => {
    const { states, transitions, paths, unreached } = await cover(model);
    console.log(`${id}: ${states} states, ${transitions} transitions, ${paths} paths`);
    expect(unreached).toEqual([]);
  });
});

test.each(Object.entries(models))(
  'whatever happens to %s in whatever order, its journal and its ledgers explain it',
  async (_, model) => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) for (const state of await walk(model, seed, 60)) seen.add(state);
    expect(seen.size).toBeGreaterThan(2);
  },
);
