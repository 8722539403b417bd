import { checkDossier, drawSample, type InspectionRules, standardInspectionRules } from '@motcua/core/inspection';
import { type Act, evidence, PLAN, ROUND } from './act.ts';
import { answersOf, checklists, contents, FINDINGS } from './assessment.ts';
import { DOSSIERS_FROM, DOSSIERS_TO } from './dossiers.ts';
import { inspectAgain } from './next-year.ts';
import { type Office, TENANT } from './office.ts';
import { people } from './people.ts';
import { following } from './remedies.ts';
import { HOURS, inSteps, instantOf } from './time.ts';
import { dossierUnits, INSPECTED, type Inspected, unitText } from './units.ts';
import { writeReport } from './write-report.ts';

const rules: InspectionRules = { ...standardInspectionRules, id: 'bac-giang', version: '2021' };
const visitOf = (unit: Inspected): string => `${ROUND}/visit.${unit}.1`;

const day = '2021-09-23';
const team = {
  number: '4',
  leader: { id: people.leader.id, unit: 'science' },
  secretary: { id: people.secretary.id, unit: 'home-affairs' },
  members: [{ id: people.inspector.id, unit: 'information' }],
};

const planning: readonly Act[] = [
  {
    at: '2021-03-01 09:00',
    who: 'planner',
    caseId: PLAN,
    opens: {
      workflow: 'inspection-plan',
      input: {
        code: 'KHKT-2021',
        year: 2021,
        title: 'Kế hoạch kiểm tra công tác cải cách hành chính năm 2021',
        offices: { authority: 'bac-giang', homeAffairs: 'home-affairs', province: 'bac-giang' },
        terms: {
          synthesis: {
            until: instantOf('2021-12-31 17:00'),
            source: 'Kế hoạch kiểm tra năm 2021 (hư cấu cho ví dụ này)',
            confidence: 'open',
          },
        },
        items: [
          {
            key: 'hiep-hoa',
            subject: 'hiep-hoa',
            targets: INSPECTED.map((unit) => ({
              unit,
              above: unit === 'hiep-hoa' ? 'bac-giang' : 'hiep-hoa',
              form: 'on-site',
              from: instantOf(`${day} ${HOURS[unit][0]}`),
              to: instantOf(`${day} ${HOURS[unit][1]}`),
            })),
            contents: contents.map(({ id }) => id),
            team,
          },
        ],
      },
    },
  },
  { at: '2021-03-02 10:00', who: 'planner', caseId: PLAN, does: { type: 'plan.submit', document: 'TT-21' } },
  {
    at: '2021-03-10 15:00',
    who: 'chair',
    caseId: PLAN,
    does: { type: 'plan.approve', decision: { number: 'KH-2021', legalBasis: 'Nghị quyết 76/NQ-CP' } },
  },
];

const preparing: readonly Act[] = [
  {
    at: '2021-09-13 09:00',
    who: 'planner',
    caseId: PLAN,
    does: { type: 'round.open', key: 'hiep-hoa', code: 'KT-2021-04', contents, rules },
  },
  {
    at: '2021-09-13 14:00',
    who: 'chair',
    caseId: ROUND,
    does: { type: 'team.decide', team, decision: { number: 'QĐ-TKT-4', legalBasis: 'Nghị quyết 76/NQ-CP' } },
  },
  {
    at: '2021-09-14 08:30',
    who: 'leader',
    caseId: ROUND,
    does: { type: 'notice.send', outline: contents.map(({ name }) => name.vi) },
  },
  {
    at: '2021-09-17 16:00',
    who: 'hiep-hoa',
    caseId: ROUND,
    does: { type: 'report.submit', document: 'BC-HH', summary: 'Huyện và các xã đã tự kiểm tra' },
  },
  { at: '2021-09-22 15:00', who: 'leader', caseId: ROUND, does: { type: 'visits.open' } },
];

/** A visit: dossiers drawn from the store and judged by their journals, checklists, findings, minutes. */
function visit(unit: Inspected): readonly Act[] {
  const does = (who: Act['who'], event: Act['does']): Act => ({
    at: `${day} ${HOURS[unit][0]}`,
    who,
    caseId: visitOf(unit),
    ...(event && { does: event }),
  });
  const sampleOf = ({ engine }: Office) =>
    drawSample({
      find: engine.find,
      tenant: TENANT,
      seed: `${day}/4/${unit}`,
      size: 30,
      units: dossierUnits(unit),
      openedFrom: instantOf(`${DOSSIERS_FROM} 00:00`),
      openedTo: instantOf(`${DOSSIERS_TO} 00:00`),
    });
  return inSteps([
    does('leader', { type: 'visit.start', participants: [`Chủ tịch ${unitText(unit).vi}`] }),
    does('secretary', async (office) => ({ type: 'sample.record', sample: await sampleOf(office) })),
    does('secretary', async (office) => {
      const { dossiers } = await sampleOf(office);
      const checks = await Promise.all(
        dossiers.map(async (caseId) => {
          const ref = { tenant: TENANT, caseId };
          return checkDossier({ envelope: await office.engine.get(ref), history: await office.engine.history(ref) });
        }),
      );
      return { type: 'sample.check', checks };
    }),
    ...checklists.map((checklist) => does('inspector', answersOf(checklist, unit))),
    ...FINDINGS[unit].map((finding) => does('secretary', { type: 'finding.record', ...finding, evidence })),
    does('leader', { type: 'visit.finish' }),
    does('secretary', {
      type: 'minutes.draft',
      document: `BB-${unit}`,
      statement: 'Biên bản kiểm tra',
      requests: [],
      copies: 2,
    }),
    does('leader', { type: 'minutes.sign', side: 'team' }),
    does(unit, { type: 'minutes.sign', side: 'unit' }),
  ]);
}

const concluding: readonly Act[] = [
  {
    at: '2021-09-30 09:00',
    who: 'secretary',
    caseId: ROUND,
    does: {
      type: 'conclusion.draft',
      document: 'DT-KL',
      causes: ['Hạ tầng chưa đồng bộ', 'Nhiều phần mềm chưa liên thông'],
      recommendations: [
        {
          key: 'r1',
          to: 'hiep-hoa',
          text: 'Triển khai đồng bộ công tác cải cách hành chính, phấn đấu nâng hạng chỉ số',
          english: 'Carry out the reform on all fields, and rise in the reform index',
        },
        {
          key: 'r2',
          to: 'justice',
          text: 'Liên thông các phần mềm tư pháp cấp xã',
          english: 'Link the judicial software of the communes',
          finding: 'doan-bai.f1',
          dueAt: instantOf('2022-03-31 17:00'),
        },
      ],
    },
  },
  {
    at: '2021-10-04 10:00',
    who: 'hiep-hoa',
    caseId: ROUND,
    does: { type: 'comments.submit', content: 'Huyện tiếp thu, sẽ chỉ đạo rà soát, khắc phục' },
  },
  {
    at: '2021-10-06 09:00',
    who: 'leader',
    caseId: ROUND,
    does: { type: 'conclusion.sign', number: 'KL-04', document: 'KL' },
  },
  {
    at: '2021-10-08 14:00',
    who: 'planner',
    caseId: ROUND,
    does: { type: 'conclusion.publish', place: 'Cổng thông tin điện tử tỉnh' },
  },
];

const reporting: readonly Act[] = [
  {
    at: '2021-12-28 09:00',
    who: 'planner',
    caseId: PLAN,
    does: async (office, folder) => {
      const { files, report } = await writeReport(office.engine, folder, 2021, instantOf('2021-12-28 09:00'));
      const { total, counts } = report.remedies;
      return {
        type: 'synthesis.submit',
        document: files[0] ?? '',
        summary: `${report.findings.total} phát hiện, ${total} yêu cầu khắc phục, quá hạn ${counts.overdue}`,
      };
    },
  },
  {
    at: '2022-01-05 09:00',
    who: 'chair',
    caseId: PLAN,
    does: { type: 'review.record', document: 'BB-XX', decisions: ['Đôn đốc liên thông phần mềm tư pháp'] },
  },
  {
    at: '2022-01-07 09:00',
    who: 'planner',
    caseId: PLAN,
    does: { type: 'report.send', to: 'UBND tỉnh', document: 'BC-TH' },
  },
  {
    at: '2022-03-30 15:00',
    who: 'planner',
    caseId: ROUND,
    does: { type: 'recommendation.answer', key: 'r2', outcome: 'done', text: 'Đã kết nối hai phần mềm' },
  },
  { at: '2022-07-15 09:00', who: 'planner', caseId: ROUND, does: { type: 'round.close', summary: 'Đã theo dõi xong' } },
];

const inOrder = (acts: readonly Act[]): readonly Act[] => [...acts].sort((a, b) => a.at.localeCompare(b.at));

/** What happens before the dossiers of the period, and after them. */
export const before: readonly Act[] = planning;
export const after: readonly Act[] = inOrder([
  ...preparing,
  ...INSPECTED.flatMap(visit),
  ...concluding,
  ...following,
  ...reporting,
  ...inspectAgain,
]);
