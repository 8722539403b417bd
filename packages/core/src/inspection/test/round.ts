import type { Content, PlanInput, RoundInput, Team } from '../index.js';
import { standardInspectionRules } from '../index.js';
import { at, people, type World } from './world.js';

/** A checklist of two criteria, to score by head. */
export const content = (id: string): Content => ({
  id,
  name: { vi: `Nội dung ${id}`, en: `Content ${id}` },
  checklist: {
    id: `${id}-test`,
    version: '1',
    criteria: {
      c1: { weight: 6, answers: { met: 100, partly: 50, no: 0 }, mayNotApply: false, section: 's' },
      c2: { weight: 4, answers: { met: 100, no: 0 }, mayNotApply: true, section: 's' },
    },
  },
});

export const team: Team = {
  number: '4',
  leader: { id: 'leader', unit: 'science' },
  secretary: { id: 'inspector', unit: 'home-affairs' },
  members: [{ id: 'verifier', unit: 'home-affairs' }],
};

export const offices = { authority: 'province', homeAffairs: 'home-affairs', province: 'province' };
const target = (unit: string, day: string) => ({
  unit,
  above: 'district',
  form: 'on-site' as const,
  from: at(`${day} 08:00`),
  to: at(`${day} 17:00`),
});

export const roundInput = (changes: Partial<RoundInput> = {}): RoundInput => ({
  code: 'KT-2026-01',
  year: 2026,
  subject: 'district',
  targets: [target('commune-1', '2026-03-23'), target('commune-2', '2026-03-24')],
  contents: [content('reform'), content('iso')],
  offices,
  rules: standardInspectionRules,
  ...changes,
});

export const planInput = (changes: Partial<PlanInput> = {}): PlanInput => ({
  code: 'KHKT-2026',
  year: 2026,
  title: 'Kế hoạch kiểm tra cải cách hành chính năm 2026',
  offices,
  terms: {
    approval: { until: at('2026-03-31 17:00'), source: 'test', confidence: 'open' },
    synthesis: {
      until: at('2026-11-30 17:00'),
      legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 38',
      source: 'test',
      confidence: 'sure',
    },
  },
  items: [
    {
      key: 'district',
      subject: 'district',
      targets: [target('commune-1', '2026-03-23'), target('commune-2', '2026-03-24')],
      contents: ['reform', 'iso'],
      team,
    },
  ],
  ...changes,
});

const decision = { number: '12/QĐ-UBND', legalBasis: 'Nghị quyết 76/NQ-CP' };

/** A round whose visits are open, on the day before the first. */
export async function onSite(world: World, input: RoundInput = roundInput(), caseId = 'round'): Promise<void> {
  await world.open(people.planner, 'inspection', input, caseId);
  await world.send(people.chair, caseId, { type: 'team.decide', team, decision });
  await world.send(people.leader, caseId, { type: 'notice.send', outline: ['CCHC', 'ISO'] });
  await world.send(people.headOf('district'), caseId, {
    type: 'report.submit',
    document: 'BC-1',
    summary: 'Đã tự kiểm tra',
  });
  await world.send(people.leader, caseId, { type: 'visits.open' });
}

const evidence = [{ kind: 'document' as const, reference: 'sổ theo dõi' }];
export const finding = (key: string, kind: string, contentId = 'reform') => ({
  type: 'finding.record',
  key,
  kind,
  content: contentId,
  criterion: 'c1',
  statement: `Phát hiện ${key}`,
  evidence,
});

/** Runs one visit from the greeting to the signatures. */
export async function visit(
  world: World,
  unit: string,
  findings: readonly ReturnType<typeof finding>[],
  caseId = 'round',
) {
  const id = `${caseId}/visit.${unit}.1`;
  const { target: planned } = await world.context<{ target: { from: number } }>(id);
  await world.pass(planned.from);
  await world.send(people.leader, id, { type: 'visit.start', participants: ['Chủ tịch UBND'] });
  for (const name of ['reform', 'iso']) {
    await world.send(people.inspector, id, {
      type: 'answers.record',
      content: name,
      answers: [
        { criterion: 'c1', given: { answer: 'partly' } },
        { criterion: 'c2', given: { notApplicable: true } },
      ],
    });
  }
  for (const one of findings) await world.send(people.inspector, id, one);
  await world.send(people.leader, id, { type: 'visit.finish' });
  await world.send(people.inspector, id, {
    type: 'minutes.draft',
    document: 'BB-1',
    statement: 'Biên bản',
    requests: [],
    copies: 2,
  });
  await world.send(people.leader, id, { type: 'minutes.sign', side: 'team' });
  await world.send(people.headOf(unit), id, { type: 'minutes.sign', side: 'unit' });
}

/** From the last visit to the signed and published conclusion. */
export async function conclude(world: World, caseId = 'round'): Promise<void> {
  await world.send(people.inspector, caseId, {
    type: 'conclusion.draft',
    document: 'DT-KL',
    causes: ['Hạ tầng chưa đồng bộ'],
    recommendations: [{ key: 'r1', to: 'science', text: 'Hỗ trợ hạ tầng' }],
  });
  await world.send(people.headOf('district'), caseId, { type: 'comments.submit', content: 'Nhất trí' });
  await world.send(people.leader, caseId, { type: 'conclusion.sign', number: '5/KL', document: 'KL' });
  await world.send(people.planner, caseId, { type: 'conclusion.publish', place: 'Cổng thông tin' });
}

/** From the request to the report that all is done; returns the case ids of the actions. */
export async function remedy(world: World, caseId: string, unit: string, keys: readonly string[] = ['a1']) {
  const head = people.headOf(unit);
  await world.send(head, caseId, { type: 'containment.record', measures: 'Xin lỗi, hẹn lại' });
  await world.send(head, caseId, {
    type: 'cause.analyse',
    method: 'five-whys',
    whys: ['Chậm vì nhập nhiều phần mềm', 'Phần mềm chưa liên thông'],
    categories: ['integration'],
    statement: 'Phần mềm chưa liên thông',
  });
  await world.send(head, caseId, {
    type: 'actions.propose',
    actions: keys.map((key) => ({ key, title: key, owner: `officer-${unit}`, unit, expected: 'Biên bản nghiệm thu' })),
  });
  await world.send(head, caseId, { type: 'plan.submit' });
  await world.send(people.planner, caseId, { type: 'plan.approve' });
  const actions = keys.map((key) => `${caseId}/action.${key}.1`);
  for (const action of actions) {
    await world.send(people.officerOf(unit), action, { type: 'evidence.add', evidence });
    await world.send(people.officerOf(unit), action, { type: 'action.complete', summary: 'Xong' });
  }
  await world.send(head, caseId, { type: 'completion.report', summary: 'Đã khắc phục' });
  return actions;
}
