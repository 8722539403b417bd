import { printMoment } from '../calendar/index.js';
import {
  type Instant,
  type Language,
  type LetterContent,
  type LetterField,
  letterHeading,
  letterText,
  type Text,
} from '../contract/index.js';
import type { InspectionLetter, InspectionLetterKind } from './letters.js';

const TITLES: Readonly<Record<InspectionLetterKind, Text>> = {
  'plan-decision': { vi: 'QUYẾT ĐỊNH PHÊ DUYỆT KẾ HOẠCH KIỂM TRA', en: 'DECISION ON THE INSPECTION PLAN' },
  'team-decision': { vi: 'QUYẾT ĐỊNH THÀNH LẬP TỔ KIỂM TRA', en: 'DECISION ON THE INSPECTION TEAM' },
  notice: { vi: 'THÔNG BÁO KIỂM TRA', en: 'NOTICE OF INSPECTION' },
  'report-request': { vi: 'ĐỀ CƯƠNG BÁO CÁO TỰ KIỂM TRA', en: 'REQUEST FOR A SELF-ASSESSMENT REPORT' },
  'report-reminder': { vi: 'ĐÔN ĐỐC BÁO CÁO TỰ KIỂM TRA', en: 'REMINDER OF THE SELF-ASSESSMENT REPORT' },
  minutes: { vi: 'BIÊN BẢN KIỂM TRA', en: 'MINUTES OF THE INSPECTION' },
  conclusion: { vi: 'THÔNG BÁO KẾT LUẬN KIỂM TRA', en: 'CONCLUSION OF THE INSPECTION' },
  'remedy-request': { vi: 'YÊU CẦU KHẮC PHỤC', en: 'REQUEST FOR REMEDY' },
  'plan-approval': { vi: 'CHẤP THUẬN KẾ HOẠCH KHẮC PHỤC', en: 'APPROVAL OF THE PLAN OF REMEDIES' },
  'non-acceptance': { vi: 'THÔNG BÁO KHÔNG CHẤP NHẬN KẾT QUẢ KHẮC PHỤC', en: 'NON-ACCEPTANCE OF THE REMEDY' },
  extension: { vi: 'GIA HẠN KHẮC PHỤC', en: 'EXTENSION OF THE REMEDY' },
  'new-date': { vi: 'ĐIỀU CHỈNH THỜI HẠN KHẮC PHỤC', en: 'NEW DATE OF THE REMEDY' },
  deviation: { vi: 'CHẤP NHẬN SAI LỆCH CÓ THỜI HẠN', en: 'ACCEPTANCE OF A DEVIATION' },
  escalation: { vi: 'BÁO CÁO VIỆC CHẬM KHẮC PHỤC', en: 'OVERDUE REMEDY' },
  'escalation-withdrawal': { vi: 'RÚT BÁO CÁO VIỆC CHẬM KHẮC PHỤC', en: 'NO DELAY OF THE REMEDY' },
  synthesis: { vi: 'BÁO CÁO TỔNG HỢP KẾT QUẢ KIỂM TRA', en: 'SYNTHESIS OF THE INSPECTIONS' },
};

const WORDS = {
  number: { vi: 'Số', en: 'Number' },
  form: { vi: 'Mẫu', en: 'Form' },
  code: { vi: 'Mã', en: 'Code' },
  from: { vi: 'Cơ quan ban hành', en: 'From' },
  to: { vi: 'Kính gửi', en: 'To' },
  subject: { vi: 'Đơn vị được kiểm tra', en: 'Inspected unit' },
  contents: { vi: 'Nội dung kiểm tra', en: 'Contents' },
  team: { vi: 'Thành phần tổ kiểm tra', en: 'Team' },
  visitFrom: { vi: 'Thời gian kiểm tra từ', en: 'Visits from' },
  visitTo: { vi: 'Đến', en: 'Until' },
  statement: { vi: 'Nội dung', en: 'Statement' },
  items: { vi: 'Chi tiết', en: 'Items' },
  dueAt: { vi: 'Thời hạn', en: 'Due at' },
  passedAt: { vi: 'Đã quá hạn từ', en: 'Overdue since' },
  until: { vi: 'Đến hết', en: 'Until' },
  level: { vi: 'Cấp xử lý', en: 'Raised to' },
  reason: { vi: 'Lý do', en: 'Reason' },
  legalBasis: { vi: 'Căn cứ', en: 'Legal basis' },
  at: { vi: 'Lập lúc', en: 'Issued at' },
  by: { vi: 'Người ký', en: 'Issued by' },
} as const;

const PARTS: Readonly<Record<string, Text>> = {
  leader: { vi: 'Tổ trưởng', en: 'Leader' },
  secretary: { vi: 'Thư ký', en: 'Secretary' },
  member: { vi: 'Thành viên', en: 'Member' },
};

const KINDS: Readonly<Record<string, Text>> = {
  strength: { vi: 'Điểm mạnh', en: 'Strength' },
  observation: { vi: 'Lưu ý', en: 'Observation' },
  opportunity: { vi: 'Cơ hội cải tiến', en: 'Opportunity for improvement' },
  minor: { vi: 'Không phù hợp nhẹ', en: 'Minor nonconformity' },
  major: { vi: 'Không phù hợp nặng', en: 'Major nonconformity' },
  recommendation: { vi: 'Kiến nghị', en: 'Recommendation' },
};

const LEVELS: Readonly<Record<string, Text>> = {
  'unit-head': { vi: 'Thủ trưởng đơn vị', en: 'Head of the unit' },
  'level-above': { vi: 'Cấp trên trực tiếp', en: 'The level above' },
  'home-affairs': { vi: 'Sở Nội vụ', en: 'Department of home affairs' },
  province: { vi: 'UBND tỉnh', en: "Provincial People's Committee" },
};

/** Names to print for units and people; the letter has their ids. */
export type NameOf = (id: string) => string | undefined;

/** A letter in words, in Vietnamese or English. */
export function inspectionLetterContent(
  letter: InspectionLetter,
  language: Language = 'vi',
  nameOf: NameOf = () => undefined,
): LetterContent {
  const field = (word: keyof typeof WORDS, value: string | undefined): readonly LetterField[] =>
    value === undefined ? [] : [{ label: WORDS[word][language], value }];
  const list = (word: keyof typeof WORDS, items: readonly string[] | undefined): readonly LetterField[] =>
    items === undefined || items.length === 0 ? [] : [{ label: WORDS[word][language], items }];
  const time = (at: Instant | undefined) => (at === undefined ? undefined : printMoment(at, language));
  const named = (id: string) => nameOf(id) ?? id;
  const word = (table: Readonly<Record<string, Text>>, key: string | undefined) =>
    key === undefined ? undefined : (table[key]?.[language] ?? key);
  const item = ({ text, kind, unit }: NonNullable<InspectionLetter['items']>[number], index: number) => {
    const head = word(KINDS, kind);
    return `${index + 1}. ${head === undefined ? '' : `${head}: `}${text}${unit === undefined ? '' : ` (${named(unit)})`}`;
  };
  return {
    language,
    at: letter.at,
    heading: letterHeading[language],
    title: TITLES[letter.kind][language],
    code: letter.code,
    reference: [
      ...field('number', letter.number),
      ...field('form', letter.form ?? undefined),
      ...field('code', letter.code),
      ...field('from', named(letter.from)),
      ...field('to', named(letter.to)),
      ...field('subject', named(letter.subject)),
    ],
    body: [
      ...field('legalBasis', letter.legalBasis),
      ...list(
        'contents',
        letter.contents?.map((content, index) => `${index + 1}. ${content}`),
      ),
      ...list(
        'team',
        letter.team?.map(({ id, part, unit }) => `${word(PARTS, part)}: ${named(id)} (${named(unit)})`),
      ),
      ...field('visitFrom', time(letter.visitFrom)),
      ...field('visitTo', time(letter.visitTo)),
      ...field('statement', letter.statement),
      ...list('items', letter.items?.map(item)),
      ...field('level', word(LEVELS, letter.level)),
      ...field(letter.kind === 'escalation' ? 'passedAt' : 'dueAt', time(letter.dueAt)),
      ...field('until', time(letter.until)),
      ...field('reason', letter.reason),
    ],
    signature: [...field('at', printMoment(letter.at, language)), ...field('by', named(letter.by))],
  };
}

/** The text of a letter, in Vietnamese or English. */
export const renderInspectionLetter = (letter: InspectionLetter, language: Language = 'vi', nameOf?: NameOf): string =>
  letterText(inspectionLetterContent(letter, language, nameOf));

/** The title of a letter, for lists. */
export const inspectionLetterTitle = (kind: InspectionLetterKind, language: Language): string => TITLES[kind][language];
