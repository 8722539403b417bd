import type { Text } from '@motcua/core';
import type { CheckOutcome, EscalationLevel, FindingKind, RemedyStanding, Severity } from '@motcua/core/inspection';

/** Plain labels of the report. */
export const WORDS = {
  titleRound: { vi: 'Báo cáo tổng hợp kết quả kiểm tra', en: 'Synthesis report of an inspection round' },
  titleYear: { vi: 'Báo cáo tổng hợp kiểm tra năm', en: 'Synthesis report of the inspections of' },
  asOf: { vi: 'Số liệu đến', en: 'As of' },
  rounds: { vi: 'Các đợt kiểm tra', en: 'Rounds' },
  round: { vi: 'Đợt kiểm tra', en: 'Round' },
  subject: { vi: 'Đơn vị được kiểm tra', en: 'Inspected body' },
  conclusion: { vi: 'Số kết luận', en: 'Conclusion' },
  signed: { vi: 'Ngày ký', en: 'Signed on' },
  missedTerms: { vi: 'Thời hạn đã quá', en: 'Terms missed' },
  scores: { vi: 'Điểm và xếp hạng', en: 'Scores and ranking' },
  scoresNote: {
    vi: 'Điểm theo phần trăm; trong ngoặc là thay đổi so với kỳ trước, tính bằng điểm phần trăm.',
    en: 'Scores in percent; in brackets the change against the period before, in percentage points.',
  },
  checklistChanged: {
    vi: '* Bảng tiêu chí đã thay đổi giữa hai kỳ.',
    en: '* The checklist has changed between the two periods.',
  },
  rank: { vi: 'Hạng', en: 'Rank' },
  rankChange: { vi: 'So với kỳ trước', en: 'Against the period before' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  total: { vi: 'Tổng', en: 'Total' },
  findings: { vi: 'Phát hiện', en: 'Findings' },
  findingsBy: { vi: 'Phát hiện theo đơn vị và mức độ', en: 'Findings by unit and kind' },
  clauses: {
    vi: 'Sự không phù hợp theo điều khoản, tiêu chí và mức độ',
    en: 'Nonconformities by clause or criterion and severity',
  },
  clause: { vi: 'Điều khoản, tiêu chí', en: 'Clause or criterion' },
  statement: { vi: 'Nội dung', en: 'Statement' },
  kind: { vi: 'Mức độ', en: 'Kind' },
  repeated: { vi: 'lặp lại', en: 'repeated' },
  disputed: { vi: 'đơn vị có ý kiến khác', en: 'disputed by the unit' },
  translations: {
    vi: 'Bản dịch chỉ để tham khảo; bản tiếng Việt có giá trị.',
    en: 'Translations are for information; the Vietnamese text is what counts.',
  },
  untranslated: {
    vi: '(vi): chưa có bản dịch.',
    en: '(vi): quoted in Vietnamese, as in the minutes, because nobody has translated it.',
  },
  allFindings: { vi: 'Danh mục phát hiện', en: 'List of findings' },
  remedies: { vi: 'Khắc phục', en: 'Remedies' },
  remediesBy: { vi: 'Tình hình khắc phục theo đơn vị', en: 'Remedies by unit' },
  remediesSeverity: { vi: 'Tình hình khắc phục theo mức độ', en: 'Remedies by severity' },
  remedyList: { vi: 'Từng yêu cầu khắc phục', en: 'Each remedy' },
  due: { vi: 'Hạn', en: 'Due' },
  standing: { vi: 'Tình trạng', en: 'Standing' },
  course: { vi: 'Diễn biến', en: 'Course' },
  extended: { vi: 'gia hạn', en: 'extended' },
  reopened: { vi: 'mở lại', en: 'reopened' },
  late: { vi: 'từng quá hạn', en: 'was late' },
  escalatedTo: { vi: 'báo cáo lên', en: 'raised to' },
  escalations: { vi: 'Báo cáo vượt cấp do quá hạn', en: 'Overdue remedies raised, by level' },
  level: { vi: 'Cấp', en: 'Level' },
  count: { vi: 'Số lượng', en: 'Number' },
  causes: { vi: 'Nguyên nhân', en: 'Causes' },
  causesBy: { vi: 'Nguyên nhân, xếp theo số lần', en: 'Causes, the most frequent first' },
  cause: { vi: 'Nguyên nhân', en: 'Cause' },
  recurring: { vi: 'Lặp lại', en: 'Recurring' },
  yes: { vi: 'có', en: 'yes' },
  no: { vi: 'không', en: 'no' },
  recommendations: { vi: 'Kiến nghị', en: 'Recommendations' },
  to: { vi: 'Gửi', en: 'To' },
  answer: { vi: 'Trả lời', en: 'Answer' },
  undated: { vi: 'không ghi thời hạn', en: 'no date set' },
  unanswered: { vi: 'chưa trả lời', en: 'not answered' },
  dossiers: { vi: 'Hồ sơ của đơn vị được kiểm tra', en: 'Dossiers of the inspected units' },
  received: { vi: 'Tiếp nhận', en: 'Received' },
  onTime: { vi: 'Đúng hạn', en: 'On time' },
  settledLate: { vi: 'Trễ hạn', en: 'Late' },
  running: { vi: 'Đang giải quyết', en: 'In process' },
  overdue: { vi: 'Quá hạn chưa xong', en: 'Overdue' },
  ended: { vi: 'Rút, dừng', en: 'Withdrawn, stopped' },
  online: { vi: 'Trực tuyến', en: 'Online' },
  onlineShare: { vi: 'Tỷ lệ trực tuyến', en: 'Share online' },
  samples: { vi: 'Kết quả kiểm tra hồ sơ mẫu (đạt / không đạt)', en: 'Sampled dossiers (passed / failed)' },
  checked: { vi: 'Đã kiểm tra', en: 'Checked' },
  none: { vi: 'Không có.', en: 'None.' },
  percent: { vi: 'Phần trăm', en: 'Percent' },
} as const satisfies Readonly<Record<string, Text>>;
export type Word = keyof typeof WORDS;

export const KINDS: Readonly<Record<FindingKind, Text>> = {
  strength: { vi: 'Ưu điểm', en: 'Strength' },
  observation: { vi: 'Lưu ý', en: 'Observation' },
  opportunity: { vi: 'Cơ hội cải tiến', en: 'Opportunity' },
  minor: { vi: 'Không phù hợp nhẹ', en: 'Minor nonconformity' },
  major: { vi: 'Không phù hợp nặng', en: 'Major nonconformity' },
};
export const SEVERITIES: readonly Severity[] = ['major', 'minor'];

export const STANDINGS: Readonly<Record<RemedyStanding, Text>> = {
  done: { vi: 'Xong, đúng hạn', en: 'Done in time' },
  'done-late': { vi: 'Xong, quá hạn', en: 'Done late' },
  open: { vi: 'Đang khắc phục', en: 'Open' },
  overdue: { vi: 'Quá hạn', en: 'Overdue' },
  deviation: { vi: 'Chấp nhận sai lệch', en: 'Deviation' },
  'carried-forward': { vi: 'Chuyển kỳ sau', en: 'Carried forward' },
  annulled: { vi: 'Đã rút', en: 'Annulled' },
};

export const LEVELS: Readonly<Record<EscalationLevel, Text>> = {
  'unit-head': { vi: 'Thủ trưởng đơn vị', en: 'Head of the unit' },
  'level-above': { vi: 'Cấp trên trực tiếp', en: 'Level above' },
  'home-affairs': { vi: 'Sở Nội vụ', en: 'Department of home affairs' },
  province: { vi: 'UBND tỉnh', en: 'Province' },
};

export const ANSWERS: Readonly<Record<'done' | 'in-progress' | 'rejected', Text>> = {
  done: { vi: 'đã thực hiện', en: 'done' },
  'in-progress': { vi: 'đang thực hiện', en: 'in progress' },
  rejected: { vi: 'không tiếp thu', en: 'rejected' },
};

/** The checks of a sampled dossier, in the order of the columns. */
export const CHECKS = {
  onTime: { vi: 'Đúng hạn', en: 'On time' },
  papers: { vi: 'Đủ giấy tờ', en: 'Papers complete' },
  slip: { vi: 'Có giấy hẹn', en: 'Slip issued' },
  apology: { vi: 'Có xin lỗi', en: 'Apology issued' },
} as const satisfies Readonly<Record<string, Text>>;
export const JUDGED = ['pass', 'fail'] as const satisfies readonly CheckOutcome[];
