import type { EventObject } from '@motcua/core';
import { type Act, evidence, remedyOf } from './act.ts';
import { officerOf } from './people.ts';
import { instantOf } from './time.ts';
import type { Inspected } from './units.ts';

interface Remedying {
  readonly unit: Inspected;
  readonly finding: string;
  readonly cause: string;
  readonly categories: readonly string[];
  readonly action: string;
  /** Dates of the plan, the report that it is done, and its verification. */
  readonly planned: string;
  readonly reported: string;
  readonly verified: string;
  /** The second time round. */
  readonly again?: boolean;
}

/** A remedy from its plan to its verification. */
function remedy({
  unit,
  finding,
  cause,
  categories,
  action,
  planned,
  reported,
  verified,
  again = false,
}: Remedying): readonly Act[] {
  const caseId = remedyOf(`${unit}.${finding}`);
  const key = again ? 'a2' : 'a1';
  const head = (at: string, does: EventObject): Act => ({ at, who: unit, caseId, does });
  const officer = (at: string, does: EventObject): Act => ({
    at,
    who: { officerOf: unit },
    caseId: `${caseId}/action.${key}.1`,
    does,
  });
  return [
    head(`${planned} 08:30`, { type: 'containment.record', measures: 'Xin lỗi người dân, hỗ trợ tại quầy' }),
    head(`${planned} 08:40`, {
      type: 'cause.analyse',
      method: 'five-whys',
      whys: ['Chậm vì làm thủ công', cause],
      categories,
      statement: cause,
    }),
    head(`${planned} 08:50`, {
      type: 'actions.propose',
      actions: [{ key, title: action, owner: officerOf(unit).id, unit, expected: 'Biên bản nghiệm thu' }],
    }),
    head(`${planned} 09:00`, { type: 'plan.submit' }),
    { at: `${planned} 15:00`, who: 'planner', caseId, does: { type: 'plan.approve' } },
    officer(`${reported} 09:00`, { type: 'evidence.add', evidence }),
    officer(`${reported} 09:30`, { type: 'action.complete', summary: action }),
    head(`${reported} 10:00`, { type: 'completion.report', summary: action }),
    {
      at: `${verified} 14:00`,
      who: 'verifier',
      caseId,
      does: { type: 'verification.accept', conclusion: 'Đạt', evidence },
    },
  ];
}

const confirm = (at: string, finding: string, measure: string): Act => ({
  at,
  who: 'verifier',
  caseId: remedyOf(finding),
  does: { type: 'effectiveness.confirm', measure, evidence },
});

const INFRASTRUCTURE = { unit: 'hiep-hoa', finding: 'f1' } as const;
/** How the units remedy: one late, one extended, one reopened. */
export const following: readonly Act[] = [
  ...remedy({
    unit: 'dong-lo',
    finding: 'f1',
    cause: 'Quy trình nội bộ chưa điện tử hóa',
    categories: ['procedure', 'technology'],
    action: 'Ban hành quy trình điện tử',
    planned: '2021-10-14',
    reported: '2021-11-22',
    verified: '2021-11-25',
  }),
  confirm('2022-02-28 09:00', 'dong-lo.f1', 'Tỷ lệ đúng hạn 98%'),
  // Extended: the new premises are late.
  ...remedy({
    ...INFRASTRUCTURE,
    cause: 'Thiết bị đầu tư nhiều giai đoạn',
    categories: ['technology', 'resources'],
    action: 'Đồng bộ hạ tầng tại trụ sở mới',
    planned: '2021-10-11',
    reported: '2021-11-26',
    verified: '2021-11-30',
  }),
  {
    at: '2021-10-28 09:00',
    who: 'hiep-hoa',
    caseId: remedyOf('hiep-hoa.f1'),
    does: {
      type: 'extension.request',
      until: instantOf('2021-11-30 17:00'),
      reason: 'Chờ bàn giao trụ sở một cửa mới',
    },
  },
  {
    at: '2021-11-01 10:00',
    who: 'planner',
    caseId: remedyOf('hiep-hoa.f1'),
    does: { type: 'extension.grant', until: instantOf('2021-11-30 17:00'), reason: 'Có lý do chính đáng' },
  },
  confirm('2022-03-03 09:00', 'hiep-hoa.f1', 'Các máy trạm dùng chung một mạng'),
  // Reopened: it did not work.
  ...remedy({
    unit: 'doan-bai',
    finding: 'f1',
    cause: 'Phần mềm hộ tịch và một cửa chưa liên thông',
    categories: ['integration'],
    action: 'Bố trí thêm người nhập liệu',
    planned: '2021-10-15',
    reported: '2021-11-15',
    verified: '2021-11-18',
  }),
  {
    at: '2022-02-21 09:00',
    who: 'verifier',
    caseId: remedyOf('doan-bai.f1'),
    does: {
      type: 'effectiveness.fail',
      measure: 'Vẫn nhập liệu hai lần',
      reason: 'Nguyên nhân gốc chưa được xử lý',
      evidence,
    },
  },
  ...remedy({
    unit: 'doan-bai',
    finding: 'f1',
    cause: 'Chưa kết nối hai phần mềm',
    categories: ['integration', 'coordination'],
    action: 'Kết nối phần mềm hộ tịch với một cửa',
    planned: '2022-03-01',
    reported: '2022-03-30',
    verified: '2022-04-05',
    again: true,
  }),
  confirm('2022-07-08 09:00', 'doan-bai.f1', 'Nhập liệu một lần'),
  ...remedy({
    unit: 'danh-thang',
    finding: 'f1',
    cause: 'Người dân chưa được hướng dẫn',
    categories: ['people', 'oversight'],
    action: 'Lập tổ hỗ trợ nộp hồ sơ trực tuyến',
    planned: '2021-10-18',
    reported: '2021-11-24',
    verified: '2021-12-01',
  }),
  confirm('2022-03-04 09:00', 'danh-thang.f1', 'Tỷ lệ trực tuyến 31%'),
  // Late, and raised level by level until it is reported.
  ...remedy({
    unit: 'thang',
    finding: 'f1',
    cause: 'Thiếu người hướng dẫn tại quầy',
    categories: ['people'],
    action: 'Cử người hướng dẫn tại quầy',
    planned: '2021-10-19',
    reported: '2021-12-24',
    verified: '2022-01-04',
  }),
  confirm('2022-04-06 09:00', 'thang.f1', 'Tỷ lệ trực tuyến 28%'),
  // A quality system: its effect is judged by the next inspection.
  ...remedy({
    unit: 'thang',
    finding: 'f2',
    cause: 'Chưa sử dụng phần mềm quản lý chất lượng',
    categories: ['procedure'],
    action: 'Ghi nhận trên phần mềm',
    planned: '2021-10-07',
    reported: '2021-11-12',
    verified: '2021-11-16',
  }),
];
