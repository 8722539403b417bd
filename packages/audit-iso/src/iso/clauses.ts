import type { AuditType, Text } from '@motcua/core/contract';

/**
 * What a record can be evidence of: its type, and what its lines on terms say. `breach`: a term passed without an
 * answer. `overruled`: an act in time, recorded late, contradicts a breach. `correction` also counts a record of another type that
 * names the one it corrects.
 */
export type EvidenceKind = AuditType | 'breach' | 'overruled';

export interface StandardClause {
  readonly clause: string;
  readonly title: Text;
  /** What an auditor asks for, in our words. */
  readonly asks: Text;
  /** The records that support evidence for it. */
  readonly kinds: readonly EvidenceKind[];
}

/** An edition of a standard. Another edition is another value of this shape. */
export interface StandardEdition {
  readonly id: string;
  readonly clauses: readonly StandardClause[];
}

const decisions: readonly EvidenceKind[] = ['transition', 'case.closed', 'timer', 'extension', 'waiver'];
const everything: readonly EvidenceKind[] = [
  ...decisions,
  'refusal',
  'failure',
  'drop',
  'reprojection',
  'migration',
  'protection',
  'erasure',
  'erasure.refused',
  'hold.placed',
  'hold.released',
  'correction',
  'disposal',
  'read',
  'search',
  'export',
];

export const auditTrailOfIso9001in2015: StandardEdition = {
  id: 'ISO 9001:2015',
  clauses: [
    {
      clause: '7.5.3',
      title: { vi: 'Kiểm soát thông tin dạng văn bản', en: 'Control of documented information' },
      asks: {
        vi: 'hồ sơ được bảo vệ khỏi sửa đổi ngoài ý muốn; ai đã xem, sửa, hủy, và theo phiên bản nào',
        en: 'records kept from unintended change; who read, changed and disposed of them, under which version',
      },
      kinds: [
        'read',
        'search',
        'export',
        'migration',
        'correction',
        'disposal',
        'hold.placed',
        'hold.released',
        'erasure',
      ],
    },
    {
      clause: '8.5.1',
      title: { vi: 'Kiểm soát việc cung cấp dịch vụ', en: 'Control of service provision' },
      asks: {
        vi: 'từng bước của hồ sơ: ai làm, khi nào, theo quy trình và lịch nào, hạn nào',
        en: 'each step of a case: who, when, under which workflow and calendar, against which term',
      },
      kinds: decisions,
    },
    {
      clause: '8.7',
      title: { vi: 'Kiểm soát đầu ra không phù hợp', en: 'Control of nonconforming outputs' },
      asks: {
        vi: 'việc trễ hạn, bị từ chối hoặc thất bại, và việc đính chính sau đó',
        en: 'what was late, refused or failed, and how it was put right',
      },
      kinds: ['breach', 'overruled', 'correction', 'refusal', 'failure', 'waiver'],
    },
    {
      clause: '9.1',
      title: {
        vi: 'Theo dõi, đo lường, phân tích và đánh giá',
        en: 'Monitoring, measurement, analysis and evaluation',
      },
      asks: {
        vi: 'số liệu đúng hạn, trễ hạn, tạm dừng, gia hạn có thể tính lại từ bản ghi',
        en: 'figures of on-time, late, suspended and extended that can be computed again from records',
      },
      kinds: [...decisions, 'breach', 'overruled', 'reprojection'],
    },
    {
      clause: '9.2',
      title: { vi: 'Đánh giá nội bộ', en: 'Internal audit' },
      asks: {
        vi: 'đánh giá viên đã xem và trích xuất những gì',
        en: 'what the auditors themselves read and exported',
      },
      kinds: ['read', 'search', 'export'],
    },
    {
      clause: '10.2',
      title: { vi: 'Sự không phù hợp và hành động khắc phục', en: 'Nonconformity and corrective action' },
      asks: {
        vi: 'từng sự không phù hợp và việc đã làm',
        en: 'each nonconformity and what was done about it',
      },
      kinds: ['breach', 'overruled', 'correction', 'failure', 'extension'],
    },
  ],
};

export const auditTrailOfIso27001in2022: StandardEdition = {
  id: 'ISO/IEC 27001:2022',
  clauses: [
    {
      clause: 'A.5.28',
      title: { vi: 'Thu thập bằng chứng', en: 'Collection of evidence' },
      asks: {
        vi: 'bằng chứng được xác định, thu thập và bảo quản; ai đã trích xuất, khi nào',
        en: 'evidence identified, collected and preserved; who exported it and when',
      },
      kinds: ['export', 'hold.placed', 'hold.released'],
    },
    {
      clause: 'A.5.33',
      title: { vi: 'Bảo vệ hồ sơ', en: 'Protection of records' },
      asks: {
        vi: 'hồ sơ không bị mất, hủy, giả mạo hoặc xem trái phép',
        en: 'records kept from loss, destruction, falsification and unauthorised access',
      },
      kinds: ['hold.placed', 'hold.released', 'disposal', 'erasure', 'erasure.refused', 'refusal'],
    },
    {
      clause: 'A.8.15',
      title: { vi: 'Ghi nhật ký', en: 'Logging' },
      asks: {
        vi: 'hoạt động, từ chối, lỗi và truy cập đều được ghi, kể cả của người quản trị',
        en: 'activities, refusals, faults and accesses are recorded, those of administrators too',
      },
      kinds: everything,
    },
    {
      clause: 'A.8.17',
      title: { vi: 'Đồng bộ thời gian', en: 'Clock synchronisation' },
      asks: {
        vi: 'thời điểm trong bản ghi đáng tin cậy; đối chiếu với thời điểm của bên chứng kiến',
        en: 'times in records that can be relied on, compared with those of witnesses',
      },
      kinds: ['timer', 'drop'],
    },
  ],
};

export const auditTrailOfIso15489in2016: StandardEdition = {
  id: 'ISO 15489-1:2016',
  clauses: [
    {
      clause: '5.2.2',
      title: { vi: 'Đặc tính của hồ sơ có căn cứ', en: 'Characteristics of authoritative records' },
      asks: {
        vi: 'hồ sơ xác thực, tin cậy, toàn vẹn, sử dụng được; chú thích và đính chính có dấu vết',
        en: 'records authentic, reliable, whole and usable; annotations and corrections traceable',
      },
      kinds: [...decisions, 'correction'],
    },
    {
      clause: '5.2.3',
      title: { vi: 'Siêu dữ liệu', en: 'Metadata for records' },
      asks: {
        vi: 'việc xảy ra với hồ sơ trong suốt vòng đời, do ai, khi nào',
        en: 'what happened to a record over its life, by whom, when',
      },
      kinds: everything,
    },
    {
      clause: '8.4',
      title: { vi: 'Quy tắc truy cập và quyền', en: 'Access and permissions rules' },
      asks: { vi: 'ai đã xem, ai bị từ chối', en: 'who read, who was refused' },
      kinds: ['read', 'search', 'refusal'],
    },
    {
      clause: '8.5',
      title: { vi: 'Thẩm quyền và việc loại hủy', en: 'Disposition authorities and disposition' },
      asks: {
        vi: 'loại hủy có thẩm quyền, được ghi lại, và dừng lại khi có lệnh giữ',
        en: 'disposition authorised, recorded, and stopped by a hold',
      },
      kinds: ['disposal', 'hold.placed', 'hold.released', 'erasure', 'erasure.refused'],
    },
  ],
};

/** What the package knows. Checked against public summaries: the standards themselves are sold. */
export const auditTrailEditions: readonly StandardEdition[] = [
  auditTrailOfIso9001in2015,
  auditTrailOfIso27001in2022,
  auditTrailOfIso15489in2016,
];
