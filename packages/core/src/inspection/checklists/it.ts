import type { Checklist } from '../checklist.js';
import { criterion } from './criterion.js';
import { SCALES } from './scales.js';

const plans = {
  source: 'provincial inspection plans, content "digital government" (practice)',
  confidence: 'likely',
} as const;
const seed = {
  source: 'findings of the inspection of Hiệp Hòa, September 2021 (press)',
  confidence: 'likely',
} as const;

/** Application of information technology in direction and in the settlement of procedures. */
export const itChecklist: Checklist = {
  id: 'vn-it',
  version: '1',
  content: 'it',
  title: { vi: 'Ứng dụng công nghệ thông tin trong quản lý, điều hành', en: 'Application of information technology' },
  scales: SCALES,
  sections: [
    { id: 'infrastructure', title: { vi: 'Hạ tầng', en: 'Infrastructure' } },
    { id: 'services', title: { vi: 'Dịch vụ công trực tuyến', en: 'Online services' } },
    { id: 'work', title: { vi: 'Điều hành trên môi trường mạng', en: 'Work on the network' } },
    { id: 'integration', title: { vi: 'Liên thông các hệ thống', en: 'Linked systems' } },
  ],
  criteria: [
    criterion(
      'infrastructure',
      'infrastructure',
      { vi: 'Hạ tầng kỹ thuật đồng bộ', en: 'Equipment and lines are even across the units' },
      {
        weight: 8,
        evidence: [{ vi: 'Danh mục trang thiết bị, đường truyền', en: 'List of equipment and lines' }],
        clause: '7.1.3',
        ...seed,
      },
    ),
    criterion(
      'security',
      'infrastructure',
      { vi: 'An toàn thông tin, sao lưu, phân quyền', en: 'Security, backup, access rights' },
      {
        weight: 6,
        evidence: [{ vi: 'Quy chế, nhật ký sao lưu', en: 'Rules, backup log' }],
        severity: 'major',
        ...plans,
      },
    ),
    criterion(
      'online-share',
      'services',
      {
        vi: 'Tỷ lệ hồ sơ trực tuyến (trước 2022: mức độ 3, 4)',
        en: 'Share of dossiers filed online (before 2022: levels 3 and 4)',
      },
      {
        weight: 12,
        scale: 'share',
        evidence: [{ vi: 'Thống kê của hệ thống một cửa', en: 'Figures of the one-stop system' }],
        legalBasis: 'Quyết định 766/QĐ-TTg',
        source: 'Decision 766/QĐ-TTg (23 June 2022), group online services',
        confidence: 'likely',
      },
    ),
    criterion(
      'online-payment',
      'services',
      { vi: 'Tỷ lệ thanh toán trực tuyến', en: 'Share of payments made online' },
      {
        weight: 8,
        scale: 'share',
        mayNotApply: true,
        evidence: [{ vi: 'Thống kê thanh toán', en: 'Payment figures' }],
        legalBasis: 'Quyết định 766/QĐ-TTg',
        source: 'Decision 766/QĐ-TTg (23 June 2022), group online payment',
        confidence: 'likely',
      },
    ),
    criterion(
      'digitisation',
      'services',
      { vi: 'Số hóa hồ sơ, kết quả giải quyết', en: 'Papers and results are digitised' },
      {
        weight: 10,
        scale: 'share',
        evidence: [{ vi: 'Kho dữ liệu điện tử', en: 'Electronic archive' }],
        legalBasis: 'Thông tư 01/2023/TT-VPCP; Quyết định 766/QĐ-TTg',
        source: 'Circular 01/2023/TT-VPCP; Decision 766/QĐ-TTg, group digitisation',
        confidence: 'likely',
      },
    ),
    criterion(
      'help',
      'services',
      { vi: 'Hướng dẫn, hỗ trợ người dân nộp trực tuyến', en: 'Citizens are helped to file online' },
      {
        weight: 5,
        evidence: [{ vi: 'Quan sát, phỏng vấn', en: 'Seen and asked on site' }],
        severity: 'observation',
        ...seed,
      },
    ),
    criterion(
      'documents',
      'work',
      { vi: 'Văn bản đi, đến trên hệ thống, ký số', en: 'Documents go through the system, signed digitally' },
      {
        weight: 8,
        scale: 'share',
        evidence: [{ vi: 'Hệ thống quản lý văn bản', en: 'Document system' }],
        clause: '7.5',
        ...plans,
      },
    ),
    criterion(
      'one-stop-software',
      'work',
      {
        vi: 'Mọi hồ sơ cập nhật trên phần mềm một cửa, không thao tác thủ công',
        en: 'Every dossier is in the one-stop system; nothing is done by hand beside it',
      },
      {
        weight: 10,
        scale: 'share',
        evidence: [{ vi: 'Đối chiếu sổ với phần mềm', en: 'Register against system' }],
        severity: 'major',
        ...seed,
      },
    ),
    criterion(
      'double-entry',
      'integration',
      {
        vi: 'Số phần mềm phải cập nhật cùng lúc cho một hồ sơ tư pháp',
        en: 'How many programs must be updated for one judicial dossier',
      },
      {
        weight: 8,
        mayNotApply: true,
        evidence: [{ vi: 'Thao tác thử tại bộ phận một cửa', en: 'Trial at the counter' }],
        ...seed,
      },
    ),
    criterion(
      'agreement',
      'integration',
      { vi: 'Dữ liệu giữa các hệ thống khớp nhau', en: 'Data of the systems agree' },
      {
        weight: 8,
        evidence: [{ vi: 'Đối chiếu mẫu', en: 'Sampled comparison' }],
        ...plans,
      },
    ),
    criterion(
      'portal-sync',
      'integration',
      { vi: 'Đồng bộ trạng thái hồ sơ lên Cổng dịch vụ công quốc gia', en: 'Dossier states reach the national portal' },
      {
        weight: 6,
        evidence: [{ vi: 'Nhật ký đồng bộ', en: 'Synchronisation log' }],
        source: 'Circular 22/2019/TT-BTTTT art. 4 and its successors: the state is shown at each step',
        confidence: 'likely',
      },
    ),
  ],
  source: 'items of provincial inspection plans and of Decision 766/QĐ-TTg; weights are a default of motcua',
};
