import type { Checklist } from '../checklist.js';
import { criterion } from './criterion.js';
import { SCALES } from './scales.js';

const plans = {
  source: 'provincial inspection plans of administrative reform (practice)',
  confidence: 'likely',
} as const;
const decree61 = (articles: string) =>
  ({
    legalBasis: `Nghị định 61/2018/NĐ-CP, ${articles}; Nghị định 118/2025/NĐ-CP`,
    source: `Decree 61/2018/NĐ-CP (${articles}), replaced by Decree 118/2025/NĐ-CP from 1 July 2025`,
    confidence: 'likely',
  }) as const;
const programme = {
  legalBasis: 'Nghị quyết 76/NQ-CP',
  source: 'Resolution 76/NQ-CP (15 July 2021), six fields of the reform programme',
  confidence: 'likely',
} as const;

/** Administrative reform: steering, procedures, the one-stop shop, organisation, civil service, finance. */
export const reformChecklist: Checklist = {
  id: 'vn-reform',
  version: '1',
  content: 'reform',
  title: { vi: 'Công tác cải cách hành chính', en: 'Administrative reform' },
  scales: SCALES,
  sections: [
    { id: 'steering', title: { vi: 'Chỉ đạo, điều hành', en: 'Steering' } },
    { id: 'procedures', title: { vi: 'Cải cách thủ tục hành chính', en: 'Administrative procedures' } },
    { id: 'one-stop', title: { vi: 'Bộ phận một cửa', en: 'One-stop shop' } },
    { id: 'organisation', title: { vi: 'Tổ chức bộ máy, công chức', en: 'Organisation and civil service' } },
    { id: 'finance', title: { vi: 'Tài chính công', en: 'Public finance' } },
  ],
  criteria: [
    criterion(
      'plan-issued',
      'steering',
      { vi: 'Ban hành kế hoạch cải cách hành chính năm', en: "The year's reform plan was issued" },
      {
        weight: 4,
        scale: 'yes-no',
        evidence: [{ vi: 'Kế hoạch đã ban hành', en: 'The plan' }],
        ...programme,
      },
    ),
    criterion(
      'plan-done',
      'steering',
      { vi: 'Tỷ lệ nhiệm vụ trong kế hoạch đã hoàn thành', en: 'Share of the plan that was carried out' },
      {
        weight: 6,
        scale: 'share',
        evidence: [{ vi: 'Báo cáo tiến độ kế hoạch', en: 'Progress report' }],
        ...plans,
      },
    ),
    criterion(
      'self-inspection',
      'steering',
      { vi: 'Tự kiểm tra ít nhất 50% đơn vị trực thuộc', en: 'At least half of the divisions were self-inspected' },
      {
        weight: 5,
        evidence: [{ vi: 'Kế hoạch, biên bản tự kiểm tra', en: 'Self-inspection plan and minutes' }],
        clause: '9.2',
        ...plans,
      },
    ),
    criterion(
      'reports',
      'steering',
      { vi: 'Báo cáo định kỳ đúng hạn, đủ nội dung', en: 'Periodic reports complete and on time' },
      {
        weight: 4,
        evidence: [{ vi: 'Báo cáo quý, 6 tháng, năm', en: 'Quarterly, half-yearly and yearly reports' }],
        ...plans,
      },
    ),
    criterion(
      'head-responsible',
      'steering',
      {
        vi: 'Trách nhiệm người đứng đầu; kết quả khắc phục sau kiểm tra lần trước',
        en: 'The head answers for reform; what the last inspection found was remedied',
      },
      {
        weight: 5,
        evidence: [
          { vi: 'Văn bản chỉ đạo', en: 'Directions given' },
          { vi: 'Báo cáo khắc phục', en: 'Report of remedies' },
        ],
        clause: '10.2',
        severity: 'major',
        ...plans,
      },
    ),
    criterion(
      'list-posted',
      'procedures',
      { vi: 'Niêm yết, công khai đầy đủ thủ tục hành chính', en: 'The procedures are posted completely and correctly' },
      {
        weight: 6,
        evidence: [
          { vi: 'Bảng niêm yết', en: 'Posting board' },
          { vi: 'Trang thông tin điện tử', en: 'Web site' },
        ],
        ...decree61('Điều 15'),
      },
    ),
    criterion(
      'internal-process',
      'procedures',
      { vi: 'Có quy trình nội bộ cho từng thủ tục', en: 'Each procedure has an internal process' },
      {
        weight: 5,
        scale: 'share',
        evidence: [{ vi: 'Quyết định phê duyệt quy trình nội bộ', en: 'Decision approving the internal processes' }],
        clause: '8.5.1',
        ...decree61('Điều 8'),
      },
    ),
    criterion(
      'no-extra-papers',
      'procedures',
      { vi: 'Không yêu cầu giấy tờ ngoài quy định', en: 'No paper outside the published list is asked for' },
      {
        weight: 6,
        evidence: [{ vi: 'Hồ sơ mẫu, phiếu yêu cầu bổ sung', en: 'Sampled dossiers, requests to supplement' }],
        severity: 'major',
        ...decree61('Điều 5'),
      },
    ),
    criterion(
      'on-time',
      'procedures',
      { vi: 'Tỷ lệ hồ sơ giải quyết đúng hạn', en: 'Share of dossiers settled on time' },
      {
        weight: 10,
        scale: 'share',
        evidence: [{ vi: 'Mẫu hồ sơ rút ngẫu nhiên, phần mềm một cửa', en: 'Random sample, the one-stop system' }],
        severity: 'major',
        ...decree61('Điều 19'),
      },
    ),
    criterion(
      'apology',
      'procedures',
      { vi: 'Xin lỗi bằng văn bản với mọi hồ sơ trễ hạn', en: 'Every late dossier has its written apology' },
      {
        weight: 6,
        mayNotApply: true,
        scale: 'share',
        evidence: [{ vi: 'Phiếu xin lỗi và hẹn lại ngày trả kết quả', en: 'Letters of apology with a new date' }],
        severity: 'major',
        ...decree61('Điều 19'),
      },
    ),
    criterion(
      'supplement-once',
      'procedures',
      { vi: 'Yêu cầu bổ sung không quá một lần, đầy đủ', en: 'Papers are asked for once, with everything in it' },
      {
        weight: 5,
        evidence: [{ vi: 'Phiếu yêu cầu bổ sung', en: 'Requests to supplement' }],
        ...decree61('Điều 15, 17'),
      },
    ),
    criterion(
      'slips',
      'procedures',
      { vi: 'Giấy tiếp nhận ghi đủ ngày, giờ hẹn trả', en: 'Slips name the day and hour of the result' },
      {
        weight: 4,
        scale: 'share',
        evidence: [{ vi: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả', en: 'Slips of receipt and appointment' }],
        ...decree61('Điều 17'),
      },
    ),
    criterion(
      'forms',
      'procedures',
      {
        vi: 'Sử dụng đúng biểu mẫu, sổ theo dõi khớp phần mềm',
        en: 'The right forms are used; the register agrees with the system',
      },
      {
        weight: 4,
        evidence: [{ vi: 'Sổ theo dõi hồ sơ, phiếu kiểm soát', en: 'Register, process-control sheets' }],
        clause: '7.5',
        legalBasis: 'Thông tư 01/2018/TT-VPCP; Thông tư 03/2025/TT-VPCP',
        source: 'Circular 01/2018/TT-VPCP art. 9; Circular 03/2025/TT-VPCP Appendix I',
        confidence: 'likely',
      },
    ),
    criterion(
      'refusals',
      'procedures',
      { vi: 'Từ chối tiếp nhận có nêu lý do bằng văn bản', en: 'Refusals are in writing, with reasons' },
      {
        weight: 3,
        mayNotApply: true,
        evidence: [{ vi: 'Phiếu từ chối tiếp nhận', en: 'Notices of refusal' }],
        ...decree61('Điều 17, 19'),
      },
    ),
    criterion(
      'feedback',
      'procedures',
      { vi: 'Phản ánh, kiến nghị được trả lời đúng hạn', en: 'Feedback and petitions are answered in time' },
      {
        weight: 3,
        mayNotApply: true,
        evidence: [{ vi: 'Sổ theo dõi phản ánh, kiến nghị', en: 'Register of feedback' }],
        clause: '8.2.1',
        ...plans,
      },
    ),
    criterion(
      'equipment',
      'one-stop',
      { vi: 'Diện tích, trang thiết bị, thiết bị đánh giá', en: 'Room, equipment, rating device' },
      {
        weight: 4,
        evidence: [{ vi: 'Quan sát tại chỗ', en: 'Seen on site' }],
        severity: 'observation',
        ...decree61('Điều 13'),
      },
    ),
    criterion(
      'staff',
      'one-stop',
      {
        vi: 'Bố trí công chức đủ năng lực, luân phiên theo quy định',
        en: 'Officers are qualified and rotate as prescribed',
      },
      {
        weight: 4,
        evidence: [{ vi: 'Quyết định cử công chức', en: 'Decisions on the assignment of officers' }],
        ...decree61('Điều 11'),
      },
    ),
    criterion(
      'same-day-transfer',
      'one-stop',
      {
        vi: 'Chuyển hồ sơ trong ngày; sau 15 giờ chuyển ngày làm việc tiếp theo',
        en: 'Dossiers are transferred the same day; after 15:00 on the next working day',
      },
      {
        weight: 3,
        evidence: [{ vi: 'Phiếu kiểm soát quá trình giải quyết', en: 'Process-control sheets' }],
        ...decree61('Điều 18'),
      },
    ),
    criterion(
      'fees',
      'one-stop',
      { vi: 'Thu phí, lệ phí đúng quy định', en: 'Fees are collected as prescribed' },
      {
        weight: 3,
        mayNotApply: true,
        evidence: [{ vi: 'Biên lai', en: 'Receipts' }],
        severity: 'major',
        ...plans,
      },
    ),
    criterion(
      'positions',
      'organisation',
      { vi: 'Vị trí việc làm, kỷ luật, kỷ cương hành chính', en: 'Job positions, attendance and discipline' },
      {
        weight: 4,
        evidence: [{ vi: 'Đề án vị trí việc làm, kiểm tra giờ làm việc', en: 'Job descriptions, attendance checks' }],
        ...programme,
      },
    ),
    criterion(
      'budget',
      'finance',
      { vi: 'Quy chế chi tiêu nội bộ, công khai ngân sách', en: 'Internal spending rules; the budget is public' },
      {
        weight: 3,
        evidence: [{ vi: 'Quy chế, văn bản công khai', en: 'Rules, publications' }],
        ...programme,
      },
    ),
  ],
  source: 'items of provincial inspection plans and of Decree 61/2018/NĐ-CP; weights are a default of motcua',
};
