import { type Actor, type EventObject, type Fact, type Instant, printInstant, type Text } from '@motcua/core';
import { dossierWorkflow, formTitle, type LetterKind, letterSchema } from '@motcua/core/dossier';

/** Of the office's wall. */
export const ZONE = 'Asia/Ho_Chi_Minh';

/** What an act is called. */
const EVENTS: Readonly<Record<string, Text>> = {
  open: { vi: 'nộp hồ sơ', en: 'submits' },
  'open.office': { vi: 'nhập hồ sơ người dân nộp', en: 'enters the dossier that was handed in' },
  accept: { vi: 'tiếp nhận hồ sơ', en: 'accepts the dossier' },
  refuse: { vi: 'từ chối tiếp nhận', en: 'refuses to accept' },
  transfer: { vi: 'chuyển xử lý', en: 'transfers' },
  assign: { vi: 'phân công', en: 'assigns' },
  claim: { vi: 'nhận từ hàng chờ', en: 'claims from the queue' },
  'deputy.name': { vi: 'cử người làm thay', en: 'names a deputy' },
  'unit.transfer': { vi: 'chuyển sang đơn vị kế nhiệm', en: 'moves to the successor unit' },
  'supplement.request': { vi: 'yêu cầu bổ sung', en: 'requests papers' },
  'supplement.provide': { vi: 'nhận giấy tờ bổ sung', en: 'takes in the papers' },
  'consultation.request': { vi: 'lấy ý kiến', en: 'consults' },
  receive: { vi: 'xác nhận đã nhận', en: 'acknowledges' },
  answer: { vi: 'trả lời', en: 'answers' },
  'verification.start': { vi: 'đi xác minh thực địa', en: 'goes to verify on site' },
  'verification.record': { vi: 'lập biên bản xác minh', en: 'records the minutes' },
  'posting.start': { vi: 'niêm yết công khai', en: 'posts publicly' },
  'obligation.request': { vi: 'chuyển thông tin nghĩa vụ tài chính', en: 'asks for the financial obligation' },
  'obligation.notify': { vi: 'thông báo nghĩa vụ tài chính', en: 'notifies the amount' },
  'obligation.confirm': { vi: 'xác nhận đã nộp tiền', en: 'confirms the payment' },
  'draft.submit': { vi: 'trình dự thảo kết quả', en: 'submits the draft' },
  'review.approve': { vi: 'duyệt dự thảo', en: 'approves the draft' },
  sign: { vi: 'ký', en: 'signs' },
  'sign.return': { vi: 'trả lại để làm lại', en: 'returns for rework' },
  'apology.issue': { vi: 'xin lỗi và hẹn lại', en: 'apologises with a new date' },
  'result.issue': { vi: 'lấy số, đóng dấu', en: 'numbers and seals' },
  'result.transfer': { vi: 'chuyển kết quả về một cửa', en: 'brings the result to the counter' },
  'result.collect': { vi: 'trả kết quả', en: 'hands the result over' },
  'result.publish': { vi: 'trả kết quả trực tuyến', en: 'returns the result online' },
  'delivery.dispatch': { vi: 'gửi kết quả qua bưu chính', en: 'posts the result' },
  'delivery.confirm': { vi: 'xác nhận đã phát', en: 'confirms the delivery' },
  withdraw: { vi: 'rút hồ sơ', en: 'withdraws' },
  reopen: { vi: 'mở lại để đính chính', en: 'reopens for a correction' },
};

/** An act in words. A dossier is submitted by a citizen, and entered by an office. */
export const describeEvent = ({ type }: Pick<EventObject, 'type'>, { unit }: Pick<Actor, 'unit'>): Text =>
  EVENTS[type === 'open' && unit !== undefined ? 'open.office' : type] ?? { vi: type, en: type };

const REFUSALS: Readonly<Record<string, Text>> = {
  MC_ACCESS_DENIED: { vi: 'không có thẩm quyền', en: 'not entitled to' },
};

/** Why an act was refused, and the code of it. */
export function describeRefusal(code: string): Text {
  const { vi, en } = REFUSALS[code] ?? { vi: 'không được chấp nhận', en: 'not accepted' };
  return { vi: ` ✗ BỊ TỪ CHỐI: ${vi} (${code})`, en: ` ✗ REFUSED: ${en} (${code})` };
}

/** Facts that come about by themselves and that a supervisor wants to see. */
export function describeFact(fact: Fact): Text | undefined {
  switch (fact.type) {
    case 'deadline.breached':
      if (fact['deadline'] === 'resolution')
        return { vi: '!! QUÁ HẠN giải quyết', en: '!! OVERDUE: the statutory limit has passed' };
      if (fact['deadline'] === 'service')
        return { vi: 'quá thời hạn cam kết của cơ quan', en: "the office's own service standard has passed" };
      return undefined;
    case 'deadline.reached':
      return fact['deadline'] === 'resolution' && fact['rung'] === 'soon'
        ? { vi: 'sắp đến hạn', en: 'due soon' }
        : undefined;
    case 'apology.owed':
      return {
        vi: 'phải xin lỗi và hẹn lại (trước hạn 1 ngày)',
        en: 'an apology with a new date is owed (one day before the end)',
      };
    case 'violation.recorded':
      return { vi: `vi phạm: ${violationName(fact).vi}`, en: `violation: ${violationName(fact).en}` };
    case 'supplement.lapsed':
      return { vi: 'hết thời hạn bổ sung', en: "the applicant's time to supplement is over" };
    case 'consultation.answered':
      return fact['ending'] === 'silent'
        ? {
            vi: 'cơ quan được lấy ý kiến im lặng: coi như không có ý kiến khác',
            en: 'the consultee kept silent: deemed no objection',
          }
        : undefined;
    case 'posting.ended':
      return { vi: 'hết thời gian niêm yết', en: 'the public posting has ended' };
    case 'letter.issued':
      return { vi: `phát hành: ${letterName(fact).vi}`, en: `issued: ${letterName(fact).en}` };
    case 'dossier.ended':
      return { vi: 'hồ sơ kết thúc', en: 'the dossier has ended' };
    default:
      return undefined;
  }
}

const VIOLATIONS: Readonly<Record<string, Text>> = {
  'late-without-apology': { vi: 'quá hạn không có văn bản xin lỗi', en: 'late without an apology' },
  'late-after-apology': { vi: 'quá hạn cả ngày hẹn lại', en: 'late even after the new date' },
  'apology-not-in-time': { vi: 'xin lỗi muộn', en: 'apology not in time' },
  'stage-late': { vi: 'chậm ở một bước', en: 'a step was late' },
  'notice-late': { vi: 'thông báo bổ sung muộn', en: 'notice of missing papers came late' },
};

export const violationName = (fact: Fact): Text => {
  const name = VIOLATIONS[String(fact['kind'])] ?? { vi: String(fact['kind']), en: String(fact['kind']) };
  if (fact['stage'] === undefined) return name;
  const stage = termName(String(fact['stage']));
  return { vi: `${name.vi} (${stage.vi})`, en: `${name.en} (${stage.en})` };
};

const terms = dossierWorkflow().spec.deadlines ?? {};

/** What a term of a dossier is called, by the workflow itself. */
export const termName = (name: string): Text => terms[name]?.title ?? { vi: name, en: name };

const LETTERS: Readonly<Record<LetterKind, string>> = {
  receipt: 'slip of receipt and appointment',
  supplement: 'request to supplement',
  refusal: 'refusal to accept',
  apology: 'apology with a new date',
  stop: 'notice of discontinuation',
  'control-sheet': 'control sheet',
  register: 'register',
  correction: 'correction of an apology',
  'appointment-change': 'change of the date of return',
};

const letterFields = letterSchema.pick({ kind: true, regime: true, form: true }).loose();

/** Number and title of a letter's form. */
export function letterName(data: unknown): Text {
  const { kind, regime, form } = letterFields.parse(data);
  return {
    vi: form === null ? formTitle(kind, regime) : `Mẫu ${formTitle(kind, regime)}`,
    en: `form ${form ?? '(none)'}, ${LETTERS[kind]}`,
  };
}

/** `12/02/2026 09:10`, on the office's wall. A term that ends with its last day ends at 24:00 of it. */
export function shortTime(at: Instant): string {
  const isMidnight = printInstant(at, ZONE).includes('T00:00');
  const [date = '', time = ''] = printInstant(isMidnight ? at - 1 : at, ZONE).split('T');
  return `${date.split('-').reverse().join('/')} ${isMidnight ? '24:00' : time.slice(0, 5)}`;
}
