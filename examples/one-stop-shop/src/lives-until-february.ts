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
  police,
  sign,
  toCounter,
  transfer,
} from './act.ts';

/** Dossiers received between June 2025 and 22 January 2026, in order. Invented; the procedures are real. */
export const untilFebruary: readonly Act[][] = [
  // Received by the district, finished by the commune: the units change on 1 July 2025, the terms do not.
  life(
    'D01',
    '2025-06-18 08:20',
    'chi',
    {
      procedure: '1.013978',
      channel: 'counter',
      applicant: { id: 'p01', name: 'Giáp Văn Thành' },
      oneStop: 'district.one-stop',
    },
    [
      [
        '2025-06-18 08:40',
        'chi',
        { ...accept('registration-application', 'papers-on-land-use-rights', 'cadastral-extract'), limit: 'both' },
      ],
      ['2025-06-18 09:30', 'chi', transfer('district.land')],
      ['2025-07-02 08:30', 'yen', { type: 'assign', assignee: 'son' }],
      ['2025-07-03 09:00', 'son', { type: 'posting.start', place: 'Nhà văn hóa thôn và trụ sở UBND xã' }],
      ['2025-07-22 09:00', 'son', { type: 'obligation.request', slip: 'PC-2025-118' }],
      ['2025-07-25 10:00', 'tax', { type: 'obligation.notify', amount: 18_400_000, notice: 'TB-2025-0457' }],
      ['2025-08-04 15:00', 'tax', { type: 'obligation.confirm', receipt: 'GNT-2025-3391' }],
      ['2025-08-06 10:00', 'son', granted],
      ['2025-08-08 09:00', 'binh', sign],
      ['2025-08-08 10:00', 'tam', issue('CH-2025-071')],
      ['2025-08-08 11:00', 'tam', toCounter],
      ['2025-08-11 08:30', 'lan', collect('Giáp Văn Thành')],
    ],
  ),
  // Same day, and the same day after 15:00.
  life(
    'D02',
    '2026-01-05 08:10',
    'lan',
    { procedure: '1.001193', channel: 'counter', applicant: { id: 'p02', name: 'Hà Thị Nhung' }, ...commune },
    [
      ['2026-01-05 08:20', 'lan', accept('birth-registration-declaration', 'certificate-of-live-birth')],
      ['2026-01-05 08:30', 'lan', transfer(justice, 'minh')],
      ['2026-01-05 09:15', 'minh', granted],
      ['2026-01-05 10:00', 'binh', sign],
      ['2026-01-05 10:10', 'bay', issue('KS-2026-001')],
      ['2026-01-05 10:20', 'bay', toCounter],
      ['2026-01-05 10:40', 'lan', collect('Hà Thị Nhung')],
    ],
  ),
  life(
    'D03',
    '2026-01-09 15:20',
    'lan',
    { procedure: '1.000656', channel: 'counter', applicant: { id: 'p03', name: 'Lương Văn Toàn' }, ...commune },
    [
      ['2026-01-09 15:30', 'lan', accept('death-registration-declaration', 'death-notice-or-substitute-paper')],
      ['2026-01-10 07:40', 'lan', transfer(justice, 'minh')],
      ['2026-01-10 08:30', 'minh', granted],
      ['2026-01-10 09:10', 'binh', sign],
      ['2026-01-10 09:20', 'bay', issue('KT-2026-001')],
      ['2026-01-10 09:30', 'bay', toCounter],
      ['2026-01-10 10:00', 'lan', collect('Lương Văn Toàn')],
    ],
  ),
  // More papers are needed: the limit starts from zero when they are there.
  life(
    'D04',
    '2026-01-12 09:00',
    'lan',
    { procedure: '1.001022', channel: 'counter', applicant: { id: 'p04', name: 'Nông Thị Mai' }, ...commune },
    [
      ['2026-01-12 09:10', 'lan', accept('declaration', 'evidence-of-parentage')],
      ['2026-01-12 09:40', 'lan', transfer(justice)],
      ['2026-01-12 10:30', 'ha', { type: 'assign', assignee: 'minh' }],
      [
        '2026-01-13 14:00',
        'minh',
        {
          type: 'supplement.request',
          items: [
            {
              id: 'adn',
              content: 'Kết quả giám định ADN hoặc văn bản của người làm chứng',
              paper: 'evidence-of-parentage',
            },
          ],
          reason: 'Chứng cứ chưa đủ',
        },
      ],
      [
        '2026-01-19 09:00',
        'lan',
        { type: 'supplement.provide', items: ['adn'], papers: [{ id: 'evidence-of-parentage', originals: 2 }] },
      ],
      ['2026-01-20 10:00', 'minh', granted],
      ['2026-01-21 08:30', 'binh', sign],
      ['2026-01-21 09:00', 'bay', issue('NCMC-2026-002')],
      ['2026-01-21 09:30', 'bay', toCounter],
      ['2026-01-22 08:10', 'lan', collect('Nông Thị Mai')],
    ],
  ),
  // Sent online, refused before acceptance.
  life(
    'D05',
    '2026-01-13 21:40',
    'applicant',
    { procedure: '1.001612', channel: 'online', applicant: { id: 'p05', name: 'Trịnh Công Hậu' }, ...commune },
    [
      [
        '2026-01-14 09:10',
        'lan',
        {
          type: 'refuse',
          reason: 'Ngành nghề không thuộc thẩm quyền đăng ký của cấp xã',
          legalBasis: 'Nghị định 118/2025/NĐ-CP',
        },
      ],
    ],
  ),
  // The tax authority keeps silent for two working days: no objection.
  life(
    'D06',
    '2026-01-14 10:00',
    'lan',
    { procedure: '1.001266', channel: 'counter', applicant: { id: 'p06', name: 'Cao Bá Hưng' }, ...commune },
    [
      ['2026-01-14 10:05', 'lan', accept('notice-of-termination')],
      ['2026-01-14 10:30', 'lan', transfer(economy, 'son')],
      [
        '2026-01-14 14:00',
        'son',
        {
          type: 'consultation.request',
          requests: [{ key: 'tax', question: 'Hộ kinh doanh còn nghĩa vụ thuế không?' }],
        },
      ],
      ['2026-01-19 08:30', 'son', granted],
      ['2026-01-19 10:00', 'binh', sign],
      ['2026-01-19 10:30', 'tam', issue('HKD-2026-004')],
      ['2026-01-19 11:00', 'tam', toCounter],
      ['2026-01-20 09:00', 'lan', collect('Cao Bá Hưng')],
    ],
  ),
  life(
    'D07',
    '2026-01-15 08:15',
    'lan',
    { procedure: '1.000894', channel: 'counter', applicant: { id: 'p07', name: 'Vi Thị Hoa' }, ...commune },
    [
      ['2026-01-15 08:25', 'lan', { ...accept('marriage-registration-declaration') }],
      ['2026-01-15 08:40', 'lan', transfer(justice, 'thu')],
      ['2026-01-15 09:30', 'applicant', { type: 'withdraw', reason: 'Thay đổi kế hoạch' }],
    ],
  ),
  // Reworked, late, and apologised for in time: the date moves once.
  life(
    'D08',
    '2026-01-20 08:30',
    'lan',
    { procedure: '1.004859', channel: 'counter', applicant: { id: 'p08', name: 'Phùng Thế Anh' }, ...commune },
    [
      ['2026-01-20 08:40', 'lan', accept('declaration', 'papers-justifying-the-change')],
      ['2026-01-20 09:00', 'lan', transfer(justice, 'minh')],
      ['2026-01-21 15:00', 'minh', granted],
      ['2026-01-22 09:00', 'binh', { type: 'sign.return', reason: 'Trích yếu chưa đúng mẫu' }],
      [
        '2026-01-22 14:00',
        'ha',
        {
          type: 'apology.issue',
          reason: 'Phải soạn lại kết quả',
          until: Date.parse('2026-01-27T17:00+07:00'),
          responsible: justice,
          legalBasis: 'Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9',
        },
      ],
      ['2026-01-26 10:00', 'minh', granted],
      ['2026-01-27 09:00', 'binh', sign],
      ['2026-01-27 09:30', 'bay', issue('CC-2026-006')],
      ['2026-01-27 10:00', 'bay', toCounter],
      ['2026-01-28 08:20', 'lan', collect('Phùng Thế Anh')],
    ],
  ),
  // Handed over, a deputy steps in, and it is late all the same, without an apology: a violation.
  life(
    'D09',
    '2026-01-22 08:00',
    'lan',
    { procedure: '1.004222', channel: 'counter', applicant: { id: 'p09', name: 'Lã Quý Đôn' }, ...commune },
    [
      ['2026-01-22 08:10', 'lan', accept('residence-change-form-ct01')],
      ['2026-01-22 08:30', 'lan', transfer(police)],
      ['2026-01-22 10:00', 'khoa', { type: 'claim' }],
      ['2026-01-26 09:00', 'khoa', sign, { refused: 'MC_ACCESS_DENIED' }],
      ['2026-01-27 09:00', 'cuong', { type: 'deputy.name', deputy: 'thu', reason: 'Cán bộ nghỉ ốm' }],
      ['2026-02-04 09:00', 'thu', granted],
      ['2026-02-04 14:00', 'cuong', sign],
      ['2026-02-04 14:30', 'phuc', issue('TT-2026-011')],
      ['2026-02-04 15:00', 'phuc', toCounter],
      ['2026-02-05 08:00', 'lan', collect('Lã Quý Đôn')],
    ],
  ),
];
