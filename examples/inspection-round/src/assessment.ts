import type { EventObject } from '@motcua/core';
import {
  type Checklist,
  type Content,
  checklistRulesOf,
  isoChecklist,
  itChecklist,
  reformChecklist,
} from '@motcua/core/inspection';
import type { Inspected } from './units.ts';

/** The three contents of the round: administrative reform, the quality system, information technology. */
export const checklists: readonly Checklist[] = [reformChecklist, isoChecklist, itChecklist];
export const contents: readonly Content[] = checklists.map((checklist) => ({
  id: checklist.content,
  name: checklist.title,
  checklist: checklistRulesOf(checklist),
}));

/** By unit and criterion, how many grades below full marks; what is not named has them. Invented to fit the article. */
const WEAK: Readonly<Record<Inspected, Readonly<Record<string, number>>>> = {
  'hiep-hoa': { infrastructure: 2, agreement: 1, 'portal-sync': 1, 'online-share': 2, 'on-time': 1, equipment: 1 },
  'dong-lo': {
    'same-day-transfer': 1,
    'internal-process': 3,
    'on-time': 2,
    apology: 3,
    processes: 1,
    infrastructure: 1,
    'online-share': 3,
  },
  'doan-bai': {
    'double-entry': 2,
    agreement: 2,
    'on-time': 2,
    apology: 2,
    training: 1,
    'online-share': 3,
    digitisation: 2,
  },
  'danh-thang': {
    'online-share': 4,
    'online-payment': 4,
    help: 1,
    'on-time': 1,
    'internal-audit': 1,
    infrastructure: 1,
  },
  thang: {
    'online-share': 4,
    help: 1,
    'online-payment': 3,
    'corrective-action': 2,
    'management-review': 1,
    documents: 1,
  },
};

/** The inspector's answers for one content of a unit, for `answers.record`. */
export function answersOf(
  { content, criteria, scales }: Checklist,
  unit: Inspected,
  /** Grades won since. */
  better = 0,
): EventObject {
  return {
    type: 'answers.record',
    content,
    answers: criteria.map(({ id, scale }) => {
      const grades = scales[scale] ?? [];
      const grade = grades[Math.max(0, Math.min(WEAK[unit][id] ?? 0, grades.length - 1) - better)];
      return { criterion: id, given: { answer: grade?.answer } };
    }),
  };
}

interface Written {
  readonly key: string;
  readonly kind: 'strength' | 'opportunity' | 'observation' | 'minor' | 'major';
  readonly content: string;
  readonly criterion?: string;
  readonly clause?: string;
  readonly statement: string;
  readonly english: string;
}

/** What the team writes down: the matters are those of the article, their weight is invented. */
export const FINDINGS: Readonly<Record<Inspected, readonly Written[]>> = {
  'hiep-hoa': [
    {
      key: 's1',
      kind: 'strength',
      content: 'reform',
      criterion: 'staff',
      statement: 'Công chức bộ phận một cửa từng bước được kiện toàn, trách nhiệm cao',
      english: 'The staff of the one-stop shop is being strengthened and works responsibly',
    },
    {
      key: 'o1',
      kind: 'opportunity',
      content: 'reform',
      criterion: 'equipment',
      statement: 'Đưa trụ sở một cửa mới vào sử dụng từ tháng 10/2021',
      english: 'The new premises of the one-stop shop open in October 2021',
    },
    {
      key: 'f1',
      kind: 'major',
      content: 'it',
      criterion: 'infrastructure',
      statement: 'Hạ tầng kỹ thuật công nghệ thông tin chưa đồng bộ',
      english: 'The IT infrastructure does not fit together',
    },
  ],
  'dong-lo': [
    {
      key: 's1',
      kind: 'strength',
      content: 'reform',
      criterion: 'list-posted',
      statement: 'Thủ tục được niêm yết công khai',
      english: 'Procedures are posted publicly',
    },
    {
      key: 'f1',
      kind: 'minor',
      content: 'reform',
      criterion: 'internal-process',
      statement: 'Một số thủ tục còn thao tác thủ công, ảnh hưởng đến tiến độ giải quyết',
      english: 'Some procedures are still done by hand, which delays them',
    },
  ],
  'doan-bai': [
    {
      key: 'f1',
      kind: 'minor',
      content: 'it',
      criterion: 'double-entry',
      statement: 'Hồ sơ tư pháp khó theo dõi do cùng lúc phải cập nhật nhiều phần mềm',
      english: 'Judicial dossiers are hard to follow, because several programs must be updated at once',
    },
  ],
  'danh-thang': [
    {
      key: 'f1',
      kind: 'minor',
      content: 'it',
      criterion: 'online-share',
      statement: 'Dịch vụ công trực tuyến mức độ 3, 4 ít người sử dụng',
      english: 'Few people use online services of levels 3 and 4',
    },
    {
      key: 'o1',
      kind: 'observation',
      content: 'iso',
      criterion: 'internal-audit',
      statement: 'Chưa đánh giá nội bộ hệ thống quản lý chất lượng trong năm',
      english: 'There was no internal audit of the quality system this year',
    },
  ],
  thang: [
    {
      key: 'f1',
      kind: 'minor',
      content: 'it',
      criterion: 'online-share',
      statement: 'Dịch vụ công trực tuyến mức độ 3, 4 ít người sử dụng',
      english: 'Few people use online services of levels 3 and 4',
    },
    {
      key: 'f2',
      kind: 'minor',
      content: 'iso',
      criterion: 'corrective-action',
      clause: '10.2',
      statement: 'Chưa ghi nhận, xử lý sự không phù hợp trên phần mềm quản lý chất lượng',
      english: 'Nonconformities are not recorded and dealt with in the quality software',
    },
  ],
};

/** Titles of criteria, as the report shows what a nonconformity goes against: `it/online-share`. */
export const criterionText = (id: string) => {
  const [content, criterion] = id.split('/');
  return checklists.find((checklist) => checklist.content === content)?.criteria.find((each) => each.id === criterion)
    ?.text;
};
