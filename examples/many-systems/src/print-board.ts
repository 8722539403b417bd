import type { BoardRow, Difference, Finding, Standing } from '@motcua/connect';
import { type Instant, printInstant, type Text } from '@motcua/core';
import { PORTAL_STATUSES } from '@motcua/core/dossier';
import type { Speaker } from './language.ts';
import type { Office } from './office.ts';
import { TENANT } from './office.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

const STANDINGS: Readonly<Record<Standing, Text & { readonly sign: string }>> = {
  'in-step': { sign: '✓', vi: 'đã đồng bộ', en: 'in step' },
  behind: { sign: '…', vi: 'đang chậm', en: 'behind' },
  failed: { sign: '✗', vi: 'thất bại', en: 'failed' },
  differs: { sign: '≠', vi: 'hai bên khác nhau', en: 'differs' },
  repairing: { sign: '↻', vi: 'đang sửa', en: 'being repaired' },
};

/** `04/03/2026 11:00`, on the office's wall. */
export function wallTime(at: Instant): string {
  const [date = '', time = ''] = printInstant(at, ZONE).split('T');
  return `${date.split('-').reverse().join('/')} ${time.slice(0, 5)}`;
}

/** Fields of the other systems, as a clerk calls them. */
const FIELDS: Readonly<Record<string, Text>> = {
  TrangThaiHoSo: { vi: 'trạng thái hồ sơ (TrangThaiHoSo)', en: 'status of the dossier (TrangThaiHoSo)' },
};

/** One list instead of three programs. */
export async function printBoard({ connections, clock }: Office, say: Speaker): Promise<void> {
  say.line();
  say.line({ vi: 'BẢNG KẾT NỐI', en: 'THE BOARD' }, `== ${wallTime(clock.now())}  `);
  const { rows } = await connections.board.rows({ tenant: TENANT });
  for (const row of rows) printRow(row, say);
  for (const { title, down, drift } of await connections.board.systems({ tenant: TENANT })) {
    if (down !== undefined) {
      const text = {
        vi: `${title.vi}: không hoạt động, ${down.because.text.vi}`,
        en: `${title.en}: down, ${down.because.text.en}`,
      };
      say.line(text, '   ! ');
    }
    for (const { path, kind } of drift)
      say.line(
        { vi: `${title.vi}: trường "${path}" (${kind})`, en: `${title.en}: field "${path}" (${kind})` },
        '   ~ ',
      );
  }
  say.line();
}

function printRow(
  { title, label, standing, reference, since, because, differences, overdue }: BoardRow,
  say: Speaker,
): void {
  const { sign, ...word } = STANDINGS[standing];
  const sincePart =
    since === undefined ? { vi: '', en: '' } : { vi: ` từ ${wallTime(since)}`, en: ` since ${wallTime(since)}` };
  const names = (language: 'vi' | 'en') =>
    differences?.map(({ field }) => FIELDS[field]?.[language] ?? field).join(', ');
  const [vi, en] = [names('vi'), names('en')];
  const why = because?.text ?? (vi === undefined || en === undefined ? undefined : { vi, en });
  const late = overdue ? { vi: ' (quá thời hạn đồng bộ)', en: ' (later than allowed)' } : { vi: '', en: '' };
  const line = (language: 'vi' | 'en') =>
    `${title[language]}: ${word[language]}${sincePart[language]}${why === undefined ? '' : `, ${why[language]}`}${late[language]}${reference === undefined ? '' : ` · ${reference}`}`;
  say.line({ vi: line('vi'), en: line('en') }, `   ${sign} ${label}  `);
}

const WHY: Readonly<Record<Difference['why'], Text>> = {
  'changed-there': { vi: 'bên kia đã đổi', en: 'changed there' },
  'missing-there': { vi: 'bên kia không có', en: 'missing there' },
  'unwanted-there': { vi: 'bên kia không được có', en: 'should not be there' },
  'twice-there': { vi: 'bên kia có hai bản ghi', en: 'there twice' },
};

/** What a comparison found, with both values, for the person who decides. */
export function printFinding({ label, caseId, differences, changed }: Finding, say: Speaker): void {
  for (const { field, ours, theirs, why } of differences) {
    const who = changed?.by === undefined ? '' : `: ${changed.by}`;
    const value = (given: unknown, language: 'vi' | 'en') =>
      field === 'TrangThaiHoSo' && typeof given === 'number'
        ? `${given} (${PORTAL_STATUSES[given]?.[language] ?? '?'})`
        : JSON.stringify(given);
    const name = FIELDS[field] ?? { vi: field, en: field };
    say.line(
      {
        vi: `${name.vi}: ta có ${value(ours, 'vi')}, bên kia có ${value(theirs, 'vi')}; ${WHY[why].vi}${who}`,
        en: `${name.en}: ours ${value(ours, 'en')}, theirs ${value(theirs, 'en')}; ${WHY[why].en}${who}`,
      },
      `   ≠ ${label ?? caseId ?? ''}  `,
    );
  }
}
