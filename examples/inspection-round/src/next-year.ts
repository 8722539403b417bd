import { carriedOver, collectRound, standardInspectionRules } from '@motcua/core/inspection';
import { type Act, AGAIN, evidence, ROUND, remedyOf } from './act.ts';
import { answersOf, checklists, contents } from './assessment.ts';
import { TENANT } from './office.ts';
import { people } from './people.ts';
import { HOURS, inSteps, instantOf } from './time.ts';
import { INSPECTED, type Inspected, unitText } from './units.ts';

const DAY = '2022-09-22';
const carried = remedyOf('thang.f2');
/** How many grades each unit has won where it was weak. */
const BETTER: Readonly<Record<Inspected, number>> = {
  'hiep-hoa': 1,
  'dong-lo': 1,
  'doan-bai': 2,
  'danh-thang': 1,
  thang: 2,
};

const round = (at: string, who: Act['who'], does: Act['does']): Act => ({
  at,
  who,
  caseId: AGAIN,
  ...(does && { does }),
});

function visit(unit: Inspected): readonly Act[] {
  const does = (who: Act['who'], event: Act['does']): Act => ({
    ...round(`${DAY} ${HOURS[unit][0]}`, who, event),
    caseId: `${AGAIN}/visit.${unit}.1`,
  });
  return inSteps([
    does('leader', { type: 'visit.start', participants: [`Chủ tịch ${unitText(unit).vi}`] }),
    ...checklists.map((checklist) => does('inspector', answersOf(checklist, unit, BETTER[unit]))),
    ...(unit === 'thang'
      ? [
          does('inspector', { type: 'carried.judge', remediation: carried, outcome: 'remedied', evidence }),
          {
            ...does('verifier', { type: 'reinspection.record', round: AGAIN, outcome: 'remedied', evidence }),
            caseId: carried,
          },
        ]
      : []),
    does('leader', { type: 'visit.finish' }),
    does('secretary', {
      type: 'minutes.draft',
      document: `BB-2022-${unit}`,
      statement: 'Biên bản kiểm tra',
      requests: [],
      copies: 2,
    }),
    does('leader', { type: 'minutes.sign', side: 'team' }),
    does(unit, { type: 'minutes.sign', side: 'unit' }),
  ]);
}

/** A year later the same units are inspected again, and what was carried forward is judged. Invented. */
export const inspectAgain: readonly Act[] = [
  {
    at: '2022-09-05 09:00',
    who: 'planner',
    caseId: AGAIN,
    opens: {
      workflow: 'inspection',
      input: async ({ engine }) => ({
        code: 'KT-2022-04',
        year: 2022,
        subject: 'hiep-hoa',
        targets: INSPECTED.map((unit) => {
          const [from, to] = HOURS[unit].map((hour) => instantOf(`${DAY} ${hour}`));
          return { unit, above: 'hiep-hoa', form: 'on-site', from, to };
        }),
        contents,
        offices: { authority: 'bac-giang', homeAffairs: 'home-affairs', province: 'bac-giang' },
        rules: { ...standardInspectionRules, id: 'bac-giang', version: '2022' },
        carried: carriedOver(
          (await collectRound({ find: engine.find, get: engine.get, tenant: TENANT, round: ROUND })).remediations,
        ),
      }),
    },
  },
  round('2022-09-06 09:00', 'chair', {
    type: 'team.decide',
    team: {
      number: '4',
      leader: { id: people.leader.id, unit: 'science' },
      secretary: { id: people.secretary.id, unit: 'home-affairs' },
      members: [{ id: people.inspector.id, unit: 'information' }],
    },
    decision: { number: 'QĐ-TKT-4/2022', legalBasis: 'Nghị quyết 76/NQ-CP' },
  }),
  round('2022-09-07 09:00', 'leader', { type: 'notice.send', outline: contents.map(({ name }) => name.vi) }),
  round('2022-09-15 09:00', 'hiep-hoa', { type: 'report.submit', document: 'BC-HH-2022', summary: 'Đã tự kiểm tra' }),
  round('2022-09-21 15:00', 'leader', { type: 'visits.open' }),
  ...INSPECTED.flatMap(visit),
  round('2022-09-29 09:00', 'secretary', {
    type: 'conclusion.draft',
    document: 'DT-KL-2022',
    causes: [],
    recommendations: [],
  }),
  round('2022-10-03 09:00', 'hiep-hoa', { type: 'comments.submit', content: 'Nhất trí' }),
  round('2022-10-05 09:00', 'leader', { type: 'conclusion.sign', number: 'KL-04/2022', document: 'KL' }),
  round('2022-10-10 09:00', 'planner', { type: 'conclusion.publish', place: 'Cổng thông tin điện tử tỉnh' }),
];
