import {
  type Act,
  accept,
  collect,
  commune,
  economy,
  granted,
  issue,
  justice,
  life,
  sign,
  toCounter,
  transfer,
} from './act.ts';

/** The other dossiers: one of early January that nobody fetches, and those received in February and March 2026. Invented; the procedures are real. */
export const sinceFebruary: readonly Act[][] = [
  // Married abroad, but nobody fetches the certificate in 60 days: it is cancelled.
  life(
    'D10',
    '2026-01-06 09:00',
    'lan',
    { procedure: '2.000806', channel: 'counter', applicant: { id: 'p10', name: 'Bế Thị Duyên' }, ...commune },
    [
      [
        '2026-01-06 09:20',
        'lan',
        accept(
          'declaration',
          'proof-of-marital-status-of-the-foreigner',
          'medical-confirmation-of-mental-capacity',
          'passport-copy',
        ),
      ],
      ['2026-01-06 09:40', 'lan', transfer(justice, 'thu')],
      ['2026-01-09 10:00', 'thu', granted],
      ['2026-01-12 08:30', 'binh', sign],
      ['2026-01-12 09:00', 'bay', issue('KHNN-2026-001')],
      ['2026-01-12 09:30', 'bay', toCounter],
    ],
  ),
  // A negative decision is a result, within the limit.
  life(
    'D11',
    '2026-02-02 09:00',
    'lan',
    { procedure: '1.013228', channel: 'counter', applicant: { id: 'p11', name: 'Chu Văn Nghĩa' }, ...commune },
    [
      ['2026-02-02 09:10', 'lan', accept('application', 'original-permit')],
      ['2026-02-02 09:40', 'lan', transfer(economy, 'son')],
      ['2026-02-04 10:00', 'son', { type: 'verification.start', place: 'Thửa 112, tờ bản đồ 7' }],
      [
        '2026-02-05 10:00',
        'son',
        { type: 'verification.record', minutes: 'BB-2026-03', finding: 'Công trình xây sai vị trí' },
      ],
      [
        '2026-02-05 15:00',
        'son',
        { type: 'draft.submit', outcome: 'refused', reason: 'Công trình không phù hợp quy hoạch' },
      ],
      ['2026-02-06 08:30', 'binh', sign],
      ['2026-02-06 09:00', 'tam', issue('TB-2026-015')],
      ['2026-02-06 09:30', 'tam', toCounter],
      ['2026-02-09 10:00', 'lan', collect('Chu Văn Nghĩa')],
    ],
  ),
  // Across the Lunar New Year, by post there and back.
  life(
    'D12',
    '2026-02-12 09:00',
    'lan',
    {
      procedure: '1.014027',
      channel: 'post',
      applicant: { id: 'p12', name: 'Lục Thị Sen' },
      ...commune,
      delivery: 'post',
    },
    [
      ['2026-02-12 09:20', 'lan', accept('request-form')],
      ['2026-02-12 10:00', 'lan', transfer(justice, 'thu')],
      ['2026-02-27 10:00', 'thu', granted],
      ['2026-03-02 09:00', 'binh', sign],
      ['2026-03-02 09:30', 'bay', issue('QD-2026-044')],
      ['2026-03-02 10:00', 'bay', toCounter],
      ['2026-03-02 15:00', 'lan', { type: 'delivery.dispatch', carrier: 'VNPost', tracking: 'EB260302VN' }],
      ['2026-03-04 11:00', 'portal', { type: 'delivery.confirm', receivedBy: 'Lục Thị Sen' }],
    ],
  ),
  // Asked for papers before acceptance; they never come, and the dossier is closed.
  life(
    'D13',
    '2026-02-03 10:00',
    'applicant',
    { procedure: '1.001570', channel: 'online', applicant: { id: 'p13', name: 'Thân Nhân Tín' }, ...commune },
    [
      [
        '2026-02-03 14:00',
        'lan',
        {
          type: 'supplement.request',
          items: [{ id: 'don', content: 'Thông báo tạm ngừng có chữ ký', paper: 'application' }],
          reason: 'Thiếu chữ ký',
          term: { amount: 15, unit: 'workingDay' },
        },
      ],
    ],
  ),
  // Three offices side by side: the limit begins when all of them have the dossier.
  life(
    'D14',
    '2026-03-03 20:15',
    'applicant',
    {
      procedure: 'LTKS',
      channel: 'online',
      applicant: { id: 'p14', name: 'Mạc Thị Ngân' },
      ...commune,
      delivery: 'online',
    },
    [
      ['2026-03-04 08:10', 'lan', accept('interlinked-e-form')],
      ['2026-03-04 08:20', 'lan', transfer(justice, 'minh')],
      ['2026-03-04 08:40', 'residence', { type: 'receive', reference: 'CT-99120' }, { consultation: 'residence' }],
      ['2026-03-04 09:20', 'insurance', { type: 'receive', reference: 'BHYT-5561' }, { consultation: 'health-card' }],
      ['2026-03-05 10:00', 'residence', { type: 'answer', opinion: 'confirm' }, { consultation: 'residence' }],
      ['2026-03-05 14:30', 'insurance', { type: 'answer', opinion: 'confirm' }, { consultation: 'health-card' }],
      ['2026-03-05 15:00', 'minh', { type: 'claim' }],
      ['2026-03-06 08:30', 'minh', granted],
      ['2026-03-06 10:00', 'binh', sign],
      ['2026-03-06 10:30', 'bay', issue('KS-2026-019')],
      ['2026-03-06 11:00', 'bay', toCounter],
      ['2026-03-06 14:00', 'lan', { type: 'result.publish', location: 'Kho dữ liệu cá nhân trên VNeID' }],
    ],
  ),
  // Certified electronically, and one found wrong afterwards: corrected at the office's cost.
  life(
    'D15',
    '2026-03-09 14:10',
    'applicant',
    {
      procedure: '2.000908',
      channel: 'online',
      applicant: { id: 'p15', name: 'Quách Tuấn Du' },
      ...commune,
      delivery: 'online',
    },
    [
      ['2026-03-09 14:30', 'lan', accept()],
      ['2026-03-09 14:40', 'lan', transfer(justice, 'thu')],
      ['2026-03-10 08:30', 'thu', granted],
      ['2026-03-10 09:30', 'binh', sign],
      ['2026-03-10 09:40', 'bay', issue('BS-2026-102')],
      ['2026-03-10 09:50', 'bay', toCounter],
      ['2026-03-10 10:00', 'lan', { type: 'result.publish', location: 'Kho dữ liệu cá nhân trên VNeID' }],
      [
        '2026-03-11 09:00',
        'binh',
        { type: 'reopen', kind: 'correction', reason: 'Sai năm sinh', legalBasis: 'Nghị định 61/2018/NĐ-CP, Điều 21' },
      ],
      ['2026-03-11 10:00', 'thu', granted],
      ['2026-03-11 14:00', 'binh', sign],
      ['2026-03-11 14:10', 'bay', issue('BS-2026-102A')],
      ['2026-03-11 14:20', 'bay', toCounter],
      ['2026-03-11 14:30', 'lan', { type: 'result.publish', location: 'Kho dữ liệu cá nhân trên VNeID' }],
    ],
  ),
  // Still open when the supervisor looks: waiting for the tax to be paid, in the middle, and overdue.
  life(
    'D16',
    '2026-02-24 08:30',
    'lan',
    { procedure: '1.012786', channel: 'counter', applicant: { id: 'p16', name: 'Ma Văn Kháng' }, ...commune },
    [
      ['2026-02-24 08:50', 'lan', accept('change-form', 'cadastral-extract')],
      ['2026-02-24 09:20', 'lan', transfer(economy, 'son')],
      ['2026-02-25 09:00', 'son', { type: 'posting.start', place: 'Trụ sở UBND xã' }],
      ['2026-03-13 09:00', 'son', { type: 'obligation.request', slip: 'PC-2026-031' }],
      ['2026-03-16 10:00', 'tax', { type: 'obligation.notify', amount: 3_250_000, notice: 'TB-2026-0102' }],
    ],
  ),
  life(
    'D17',
    '2026-03-11 08:40',
    'lan',
    { procedure: '1.012796', channel: 'counter', applicant: { id: 'p17', name: 'Âu Dương Lễ' }, ...commune },
    [
      ['2026-03-11 09:00', 'lan', accept('change-registration-form', 'original-certificate', 'proof-of-the-error')],
      ['2026-03-11 09:30', 'lan', transfer(economy, 'son')],
      ['2026-03-18 10:00', 'son', granted],
    ],
  ),
  life(
    'D18',
    '2026-03-16 09:00',
    'lan',
    { procedure: '1.004837', channel: 'counter', applicant: { id: 'p18', name: 'Kiều Thị Loan' }, ...commune },
    [
      ['2026-03-16 09:15', 'lan', accept('declaration', 'appointment-paper-proof-of-natural-guardianship')],
      ['2026-03-16 09:40', 'lan', transfer(justice, 'thu')],
    ],
  ),
];
