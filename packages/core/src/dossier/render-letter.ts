import type { Instant, Language, Text } from '../contract/index.js';
import { changeText } from '../deadlines/index.js';
import { FORM_NUMBERS, type Letter, type LetterKind } from './letters.js';
import type { Regime } from './schemas.js';

const ZONE_MS = 7 * 3_600_000;
const two = (value: number) => String(value).padStart(2, '0');

/** `10 giờ 05, ngày 02/03/2026`: the forms ask for hour and date. Vietnam has one zone and no summer time. */
function clock(at: Instant, language: Language): string {
  const local = new Date(at + ZONE_MS);
  const date = `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
  const [hour, minute] = [two(local.getUTCHours()), two(local.getUTCMinutes())];
  return language === 'vi' ? `${hour} giờ ${minute}, ngày ${date}` : `${hour}:${minute} on ${date}`;
}

const TITLES: Readonly<Record<LetterKind, Readonly<Record<Regime, string>> & { readonly en: string }>> = {
  receipt: {
    '2018': 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    '2025': 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    en: 'RECEIPT OF DOSSIER AND APPOINTMENT',
  },
  supplement: {
    '2018': 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    '2025': 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    en: 'REQUEST TO SUPPLEMENT THE DOSSIER',
  },
  refusal: {
    '2018': 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ',
    '2025': 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ',
    en: 'REFUSAL TO ACCEPT THE DOSSIER',
  },
  apology: {
    '2018': 'PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ',
    '2025': 'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT',
    en: 'APOLOGY AND NEW DATE',
  },
  stop: {
    '2018': 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
    '2025': 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
    en: 'NOTICE OF DISCONTINUATION',
  },
  'control-sheet': {
    '2018': 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    '2025': 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    en: 'PROCESS-CONTROL SHEET',
  },
  register: { '2018': 'SỔ THEO DÕI HỒ SƠ', '2025': 'SỔ THEO DÕI HỒ SƠ', en: 'DOSSIER REGISTER' },
  correction: {
    '2018': 'THÔNG BÁO ĐÍNH CHÍNH PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ',
    '2025': 'THÔNG BÁO ĐÍNH CHÍNH VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT',
    en: 'CORRECTION OF AN APOLOGY',
  },
  'appointment-change': {
    '2018': 'THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ',
    '2025': 'THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ',
    en: 'CHANGE OF THE DATE OF RETURN',
  },
};

const WORDS = {
  code: { vi: 'Mã hồ sơ', en: 'Dossier code' },
  form: { vi: 'Mẫu số', en: 'Form' },
  unit: { vi: 'Cơ quan', en: 'Office' },
  applicant: { vi: 'Người nộp hồ sơ', en: 'Applicant' },
  identity: { vi: 'Số định danh', en: 'Identity number' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  phone: { vi: 'Số điện thoại', en: 'Telephone' },
  email: { vi: 'Email', en: 'E-mail' },
  representative: { vi: 'Người được ủy quyền', en: 'Representative' },
  procedure: { vi: 'Thủ tục hành chính', en: 'Procedure' },
  papers: { vi: 'Thành phần hồ sơ gồm', en: 'Papers received' },
  receivedAt: { vi: 'Thời gian nhận hồ sơ', en: 'Received at' },
  dueAt: { vi: 'Thời gian trả kết quả', en: 'Result due at' },
  oldDueAt: { vi: 'Thời hạn đã hẹn', en: 'Promised before' },
  until: { vi: 'Hẹn trả kết quả lại vào', en: 'New date' },
  corrects: { vi: 'Văn bản được đính chính', en: 'Letter corrected' },
  calendarChanges: { vi: 'Ngày làm việc thay đổi', en: 'Changed working days' },
  answeredAt: { vi: 'Có kết quả lúc', en: 'Result there at' },
  items: { vi: 'Nội dung yêu cầu bổ sung, hoàn thiện', en: 'To be supplemented' },
  reason: { vi: 'Lý do', en: 'Reason' },
  legalBasis: { vi: 'Căn cứ', en: 'Legal basis' },
  responsible: { vi: 'Đơn vị chịu trách nhiệm', en: 'Responsible unit' },
  delivery: { vi: 'Nhận kết quả', en: 'Result to be received' },
  by: { vi: 'Người lập phiếu', en: 'Issued by' },
  at: { vi: 'Lập lúc', en: 'Issued at' },
} as const;

const DELIVERY = {
  counter: { vi: 'tại bộ phận một cửa', en: 'at the counter' },
  post: { vi: 'qua dịch vụ bưu chính công ích', en: 'by public post' },
  online: { vi: 'trực tuyến', en: 'online' },
} as const;

const COUNTRY = {
  vi: ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', '---------------'],
  en: ['SOCIALIST REPUBLIC OF VIET NAM', 'Independence - Freedom - Happiness', '---------------'],
} as const;

const CLOSING: Readonly<Partial<Record<LetterKind, Readonly<Record<Language, string>>>>> = {
  supplement: {
    vi: 'Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông/Bà liên hệ với người lập phiếu để được hướng dẫn.',
    en: 'If anything is unclear while you complete the dossier, please ask the officer who issued this request.',
  },
  apology: {
    vi: 'Cơ quan giải quyết hồ sơ chân thành xin lỗi Ông/Bà vì sự chậm trễ này.',
    en: 'The office sincerely apologises for this delay.',
  },
  correction: {
    vi: 'Văn bản nêu trên không còn giá trị. Cơ quan giải quyết hồ sơ mong Ông/Bà thông cảm.',
    en: 'The letter named above is void. The office asks you to excuse the inconvenience.',
  },
};

/** Letters that speak of a date that was promised before. */
const WITH_OLD_DATE: ReadonlySet<LetterKind> = new Set(['apology', 'correction', 'appointment-change']);

/** Names of the papers, from the procedure; a letter holds their ids only. */
export interface PaperNames {
  readonly papers: readonly { readonly id: string; readonly name: Text }[];
}

/** The text of a letter: in Vietnamese as the form lays it out, in English as a gloss of the same fields. */
export function renderLetter(letter: Letter, language: Language = 'vi', procedure?: PaperNames): string {
  const line = (word: keyof typeof WORDS, value: string | undefined) =>
    value === undefined ? [] : [`${WORDS[word][language]}: ${value}`];
  const time = (at: Instant | undefined) => (at === undefined ? undefined : clock(at, language));
  const named = (id: string) => procedure?.papers.find((paper) => paper.id === id)?.name[language] ?? id;
  const { applicant, representative } = letter;
  const title = language === 'vi' ? TITLES[letter.kind][letter.regime] : TITLES[letter.kind].en;
  const items = letter.items?.map(({ content }, index) => `  ${index + 1}. ${content}`) ?? [];
  const papers =
    letter.papers?.map((paper, index) => `  ${index + 1}. ${named(paper.id)}${countOf(paper, language)}`) ?? [];
  const closing = CLOSING[letter.kind]?.[language];
  return [
    ...COUNTRY[language],
    '',
    title,
    ...line('form', letter.form ?? undefined),
    ...line('code', letter.code),
    ...line('unit', letter.unit),
    '',
    ...line('applicant', applicant.name),
    ...line('identity', applicant.identity),
    ...line('address', applicant.address),
    ...line('phone', applicant.phone),
    ...line('email', applicant.email),
    ...line('representative', representative?.name),
    ...line('procedure', `${letter.procedureName[language]} (${letter.procedure})`),
    ...(papers.length > 0 ? [`${WORDS.papers[language]}:`, ...papers] : []),
    ...(items.length > 0 ? [`${WORDS.items[language]}:`, ...items] : []),
    ...line('receivedAt', time(letter.receivedAt)),
    ...line(WITH_OLD_DATE.has(letter.kind) ? 'oldDueAt' : 'dueAt', time(letter.dueAt)),
    ...line('corrects', correctedText(letter, language)),
    ...line('answeredAt', time(letter.answeredAt)),
    ...line('reason', letter.reason),
    ...line('legalBasis', letter.legalBasis),
    ...line('calendarChanges', letter.calendarChanges?.map((change) => changeText(change)[language]).join('; ')),
    ...line('until', time(letter.until)),
    ...line('responsible', letter.responsible),
    ...line('delivery', letter.delivery && DELIVERY[letter.delivery][language]),
    ...(closing === undefined ? [] : ['', closing]),
    '',
    ...line('at', clock(letter.at, language)),
    ...line('by', letter.by),
  ].join('\n');
}

function correctedText({ corrects, regime }: Letter, language: Language): string | undefined {
  if (corrects === undefined) return undefined;
  const title = language === 'vi' ? TITLES[corrects.kind][regime] : TITLES[corrects.kind].en;
  const at = clock(corrects.at, language);
  return language === 'vi' ? `${title}, lập lúc ${at}` : `${title}, issued at ${at}`;
}

function countOf(
  { originals, copies }: { readonly originals?: number | undefined; readonly copies?: number | undefined },
  language: Language,
): string {
  const parts = [
    ...(originals === undefined ? [] : [language === 'vi' ? `bản chính: ${originals}` : `originals: ${originals}`]),
    ...(copies === undefined ? [] : [language === 'vi' ? `bản sao: ${copies}` : `copies: ${copies}`]),
  ];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/** Titles and numbers of the forms of a regime, for a list of what an inspector samples. */
export const formTitle = (kind: LetterKind, regime: Regime): string =>
  [FORM_NUMBERS[regime][kind], TITLES[kind][regime]].filter((part) => part !== null).join(' ');
