import type { Checklist } from '../checklist.js';
import { criterion } from './criterion.js';
import { SCALES } from './scales.js';

const circular26 = {
  legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 36',
  source: 'Circular 26/2014/TT-BKHCN art. 36 (contents of the inspection); clause by ISO 9001:2015',
  confidence: 'likely',
} as const;
const decision19 = (what: string) =>
  ({
    legalBasis: 'Quyết định 19/2014/QĐ-TTg',
    source: `Decision 19/2014/QĐ-TTg: ${what}`,
    confidence: 'sure',
  }) as const;

/** The quality system by TCVN ISO 9001, built and applied under Decision 19/2014/QĐ-TTg. */
export const isoChecklist: Checklist = {
  id: 'vn-iso-9001',
  version: '1',
  content: 'iso',
  title: { vi: 'Xây dựng, áp dụng hệ thống quản lý chất lượng', en: 'Quality management system' },
  edition: 'ISO 9001:2015',
  scales: SCALES,
  sections: [
    { id: 'system', title: { vi: 'Hệ thống và văn bản', en: 'The system and its documents' } },
    { id: 'operation', title: { vi: 'Vận hành', en: 'Operation' } },
    { id: 'evaluation', title: { vi: 'Đánh giá, xem xét', en: 'Evaluation and review' } },
    { id: 'improvement', title: { vi: 'Cải tiến', en: 'Improvement' } },
    {
      id: 'decision-19',
      title: { vi: 'Yêu cầu của Quyết định 19/2014/QĐ-TTg', en: 'Duties of Decision 19/2014/QĐ-TTg' },
    },
  ],
  criteria: [
    criterion(
      'scope',
      'system',
      { vi: 'Phạm vi áp dụng bao gồm mọi thủ tục hành chính', en: 'The scope covers every procedure' },
      {
        weight: 6,
        clause: '4.3',
        evidence: [{ vi: 'Bản công bố phạm vi', en: 'Statement of scope' }],
        ...circular26,
      },
    ),
    criterion(
      'policy',
      'system',
      { vi: 'Chính sách, mục tiêu chất lượng, cam kết của lãnh đạo', en: 'Policy, objectives, commitment of the head' },
      {
        weight: 5,
        clause: '5.2',
        evidence: [{ vi: 'Chính sách, mục tiêu chất lượng', en: 'Policy and objectives' }],
        ...circular26,
      },
    ),
    criterion(
      'risks',
      'system',
      { vi: 'Xác định rủi ro, cơ hội', en: 'Risks and opportunities are known' },
      {
        weight: 4,
        clause: '6.1',
        evidence: [{ vi: 'Sổ rủi ro', en: 'Register of risks' }],
        severity: 'observation',
        ...circular26,
      },
    ),
    criterion(
      'documents',
      'system',
      { vi: 'Kiểm soát tài liệu, hồ sơ', en: 'Documents and records are controlled' },
      {
        weight: 6,
        clause: '7.5',
        evidence: [{ vi: 'Danh mục tài liệu, hồ sơ lưu', en: 'List of documents, files' }],
        ...circular26,
      },
    ),
    criterion(
      'training',
      'system',
      { vi: 'Đào tạo về hệ thống quản lý chất lượng', en: 'Staff are trained' },
      {
        weight: 4,
        clause: '7.2',
        evidence: [{ vi: 'Kế hoạch, danh sách đào tạo', en: 'Plans and lists of training' }],
        ...circular26,
      },
    ),
    criterion(
      'processes',
      'operation',
      { vi: 'Giải quyết thủ tục theo đúng quy trình đã ban hành', en: 'Procedures follow the issued processes' },
      {
        weight: 10,
        clause: '8.5.1',
        evidence: [{ vi: 'Mẫu hồ sơ, phiếu kiểm soát', en: 'Sampled dossiers, control sheets' }],
        severity: 'major',
        ...circular26,
      },
    ),
    criterion(
      'nonconforming',
      'operation',
      { vi: 'Kiểm soát kết quả không phù hợp (hồ sơ sai, trễ)', en: 'Faulty and late results are controlled' },
      {
        weight: 5,
        clause: '8.7',
        evidence: [{ vi: 'Sổ theo dõi sự không phù hợp', en: 'Register of nonconformities' }],
        ...circular26,
      },
    ),
    criterion(
      'satisfaction',
      'evaluation',
      { vi: 'Theo dõi sự hài lòng của tổ chức, cá nhân', en: 'Satisfaction is measured' },
      {
        weight: 4,
        clause: '9.1.2',
        evidence: [{ vi: 'Phiếu khảo sát', en: 'Surveys' }],
        ...circular26,
      },
    ),
    criterion(
      'internal-audit',
      'evaluation',
      { vi: 'Đánh giá nội bộ ít nhất mỗi năm một lần', en: 'Internal audit at least once a year' },
      {
        weight: 8,
        clause: '9.2',
        scale: 'yes-no',
        evidence: [{ vi: 'Kế hoạch, báo cáo đánh giá nội bộ', en: 'Audit plan and report' }],
        severity: 'major',
        ...decision19('internal audit and management review at least once a year'),
      },
    ),
    criterion(
      'management-review',
      'evaluation',
      { vi: 'Xem xét của lãnh đạo ít nhất mỗi năm một lần', en: 'Management review at least once a year' },
      {
        weight: 8,
        clause: '9.3',
        scale: 'yes-no',
        evidence: [{ vi: 'Biên bản xem xét của lãnh đạo', en: 'Minutes of the management review' }],
        severity: 'major',
        ...decision19('internal audit and management review at least once a year'),
      },
    ),
    criterion(
      'corrective-action',
      'improvement',
      {
        vi: 'Hành động khắc phục: nguyên nhân, thực hiện, hiệu lực',
        en: 'Corrective action: cause, execution, effect',
      },
      {
        weight: 8,
        clause: '10.2',
        evidence: [{ vi: 'Hồ sơ hành động khắc phục', en: 'Corrective-action files' }],
        severity: 'major',
        ...circular26,
      },
    ),
    criterion(
      'last-inspection',
      'improvement',
      { vi: 'Đã khắc phục phát hiện của lần kiểm tra trước', en: 'Findings of the last inspection were remedied' },
      {
        weight: 6,
        clause: '10.2',
        mayNotApply: true,
        evidence: [{ vi: 'Báo cáo khắc phục', en: 'Report of remedies' }],
        severity: 'major',
        legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 37',
        source: 'Circular 26/2014/TT-BKHCN art. 37: checked at the next inspection',
        confidence: 'sure',
      },
    ),
    criterion(
      'declared',
      'decision-19',
      { vi: 'Công bố, niêm yết, thông báo việc áp dụng', en: 'Conformity is declared, posted and notified' },
      {
        weight: 4,
        scale: 'yes-no',
        evidence: [{ vi: 'Bản công bố', en: 'The declaration' }],
        ...decision19('declaration of conformity, Appendix I'),
      },
    ),
    criterion(
      'legal-changes',
      'decision-19',
      { vi: 'Cập nhật thay đổi pháp luật trong 3 tháng', en: 'Changes of the law enter the system within 3 months' },
      {
        weight: 5,
        evidence: [{ vi: 'Sổ cập nhật văn bản', en: 'Register of legal changes' }],
        ...decision19('changes of the law enter the system within 3 months'),
      },
    ),
    criterion(
      'procedure-list',
      'decision-19',
      {
        vi: 'Cập nhật danh mục thủ tục trong 5 ngày làm việc',
        en: 'The list of procedures is updated within 5 working days',
      },
      {
        weight: 3,
        evidence: [{ vi: 'Danh mục thủ tục', en: 'List of procedures' }],
        legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 4',
        source: 'Circular 26/2014/TT-BKHCN art. 4.3',
        confidence: 'sure',
      },
    ),
    criterion(
      'funding',
      'decision-19',
      { vi: 'Bố trí kinh phí, nhân lực duy trì hệ thống', en: 'Money and people keep the system going' },
      {
        weight: 3,
        evidence: [{ vi: 'Dự toán, phân công', en: 'Budget, assignments' }],
        severity: 'observation',
        ...circular26,
      },
    ),
  ],
  source: 'Circular 26/2014/TT-BKHCN art. 36 and Decision 19/2014/QĐ-TTg; weights are a default of motcua',
};
