import type { CalendarRow } from '@motcua/core';
import { inLieuOf, names, tet } from './names.js';

/** A row with the date on which it could be known, for calendars as they stood on an earlier day. */
export interface OfficialRow extends CalendarRow {
  /** Date of the instrument; where it is not known the row counts as always known. */
  readonly announced?: string;
}

/** What was announced for state offices (a Monday to Friday week) in one year. */
export interface OfficialYear {
  readonly year: number;
  /** When the list of the year came out; rows announced later carry their own date. */
  readonly announced?: string;
  readonly rows: readonly OfficialRow[];
}

/** What a day needs beyond the defaults of its year. */
interface Own {
  readonly source: string;
  readonly status?: CalendarRow['status'];
  readonly announced?: string;
}

type Name = CalendarRow['name'];
type Day = (year: Pick<CalendarRow, 'status' | 'source'>) => OfficialRow[];

function holiday(date: string, name: Name, own?: Own): Day {
  return (year) => [{ date, kind: 'holiday', name, ...year, ...own }];
}

/** The day off for a holiday on a weekly day off (Labour Code 2019 art. 111.3). */
function substitute(date: string, holidayDate: string, name: Name): Day {
  return (year) => [{ date, kind: 'substitute', name: inLieuOf(name, holidayDate), ...year }];
}

/** Both days of a swap: a working day given up, and the weekly day off worked for it. */
function swap(off: string, worked: string, name: Name, own?: Own): Day {
  return (year) => [
    { date: off, kind: 'swap-off', name, swappedWith: worked, ...year, ...own },
    { date: worked, kind: 'swap-work', name, swappedWith: off, ...year, ...own },
  ];
}

function officialYear(
  year: number,
  init: Pick<CalendarRow, 'status' | 'source'> & { readonly announced?: string },
  days: readonly Day[],
): OfficialYear {
  const { announced, ...shared } = init;
  return {
    year,
    ...(announced === undefined ? {} : { announced }),
    rows: days.flatMap((day) => day(shared)).sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

export const officialYears: readonly OfficialYear[] = [
  officialYear(
    2021,
    {
      status: 'unconfirmed',
      source:
        'announcement for 2021 (Tết 10-16 February; National Day 2-3 September), from memory, instrument not seen',
    },
    [
      holiday('2021-01-01', names.newYear),
      holiday('2021-02-10', tet(-2)),
      holiday('2021-02-11', tet(-1)),
      holiday('2021-02-12', tet(1)),
      holiday('2021-02-13', tet(2)),
      holiday('2021-02-14', tet(3)),
      substitute('2021-02-15', '2021-02-13', tet(2)),
      substitute('2021-02-16', '2021-02-14', tet(3)),
      holiday('2021-04-21', names.hungKings),
      holiday('2021-04-30', names.reunification),
      holiday('2021-05-01', names.labour),
      substitute('2021-05-03', '2021-05-01', names.labour),
      holiday('2021-09-02', names.national),
      holiday('2021-09-03', names.nationalAdjacent),
    ],
  ),
  officialYear(
    2022,
    {
      status: 'unconfirmed',
      source:
        'announcement for 2022 (Tết 31 January-4 February; National Day 1-2 September), from memory, instrument not seen',
    },
    [
      holiday('2022-01-01', names.newYear),
      substitute('2022-01-03', '2022-01-01', names.newYear),
      holiday('2022-01-31', tet(-1)),
      holiday('2022-02-01', tet(1)),
      holiday('2022-02-02', tet(2)),
      holiday('2022-02-03', tet(3)),
      holiday('2022-02-04', tet(4)),
      holiday('2022-04-10', names.hungKings),
      substitute('2022-04-11', '2022-04-10', names.hungKings),
      holiday('2022-04-30', names.reunification),
      holiday('2022-05-01', names.labour),
      substitute('2022-05-02', '2022-04-30', names.reunification),
      substitute('2022-05-03', '2022-05-01', names.labour),
      holiday('2022-09-01', names.nationalAdjacent),
      holiday('2022-09-02', names.national),
    ],
  ),
  officialYear(
    2023,
    {
      status: 'unconfirmed',
      source: 'announcement for 2023 (Tết 20-26 January; National Day 1-4 September), from memory, instrument not seen',
    },
    [
      holiday('2023-01-01', names.newYear),
      substitute('2023-01-02', '2023-01-01', names.newYear),
      holiday('2023-01-20', tet(-2)),
      holiday('2023-01-21', tet(-1)),
      holiday('2023-01-22', tet(1)),
      holiday('2023-01-23', tet(2)),
      holiday('2023-01-24', tet(3)),
      substitute('2023-01-25', '2023-01-21', tet(-1)),
      substitute('2023-01-26', '2023-01-22', tet(1)),
      holiday('2023-04-29', names.hungKings),
      holiday('2023-04-30', names.reunification),
      holiday('2023-05-01', names.labour),
      substitute('2023-05-02', '2023-04-29', names.hungKings),
      substitute('2023-05-03', '2023-04-30', names.reunification),
      holiday('2023-09-01', names.nationalAdjacent),
      holiday('2023-09-02', names.national),
      substitute('2023-09-04', '2023-09-02', names.national),
    ],
  ),
  officialYear(
    2024,
    {
      status: 'enacted',
      source: 'Công văn 8662/VPCP-KGVX; Thông báo 5015/TB-LĐTBXH',
    },
    [
      holiday('2024-01-01', names.newYear),
      holiday('2024-02-08', tet(-2)),
      holiday('2024-02-09', tet(-1)),
      holiday('2024-02-10', tet(1)),
      holiday('2024-02-11', tet(2)),
      holiday('2024-02-12', tet(3)),
      substitute('2024-02-13', '2024-02-10', tet(1)),
      substitute('2024-02-14', '2024-02-11', tet(2)),
      holiday('2024-04-18', names.hungKings),
      holiday('2024-04-30', names.reunification),
      holiday('2024-05-01', names.labour),
      holiday('2024-09-02', names.national),
      holiday('2024-09-03', names.nationalAdjacent),
      swap('2024-04-29', '2024-05-04', names.victoryBreak, {
        source: 'Công văn 2450/VPCP-KGVX ngày 12/4/2024; Thông báo 1570/TB-BLĐTBXH',
        announced: '2024-04-12',
      }),
    ],
  ),
  officialYear(
    2025,
    {
      status: 'enacted',
      source: 'Công văn 8726/VPCP-KGVX ngày 26/11/2024; Thông báo 6150/TB-BLĐTBXH',
      announced: '2024-11-26',
    },
    [
      holiday('2025-01-01', names.newYear),
      holiday('2025-01-27', tet(-2)),
      holiday('2025-01-28', tet(-1)),
      holiday('2025-01-29', tet(1)),
      holiday('2025-01-30', tet(2)),
      holiday('2025-01-31', tet(3)),
      holiday('2025-04-07', names.hungKings),
      holiday('2025-04-30', names.reunification),
      holiday('2025-05-01', names.labour),
      holiday('2025-09-01', names.nationalAdjacent),
      holiday('2025-09-02', names.national),
      swap('2025-05-02', '2025-04-26', names.victoryBreak),
    ],
  ),
  officialYear(
    2026,
    {
      status: 'enacted',
      source: 'Công văn 9859/VPCP-KGVX; Thông báo 9441/TB-BNV ngày 16/10/2025',
      announced: '2025-10-16',
    },
    [
      holiday('2026-01-01', names.newYear),
      holiday('2026-02-16', tet(-1)),
      holiday('2026-02-17', tet(1)),
      holiday('2026-02-18', tet(2)),
      holiday('2026-02-19', tet(3)),
      holiday('2026-02-20', tet(4)),
      holiday('2026-04-26', names.hungKings),
      substitute('2026-04-27', '2026-04-26', names.hungKings),
      holiday('2026-04-30', names.reunification),
      holiday('2026-05-01', names.labour),
      holiday('2026-09-01', names.nationalAdjacent),
      holiday('2026-09-02', names.national),
      holiday('2026-11-24', names.culture, {
        // One source only as of November 2026: the date it took effect stands for that of the text.
        source: 'Nghị quyết 28/2026/QH16, hiệu lực 01/7/2026 (one source seen)',
        status: 'unconfirmed',
        announced: '2026-07-01',
      }),
      swap('2026-01-02', '2026-01-10', names.newYearBreak, {
        source: 'Văn bản 12729/VPCP-KGVX ngày 25/12/2025',
        announced: '2025-12-25',
      }),
      swap('2026-08-31', '2026-08-22', names.nationalBreak),
    ],
  ),
  officialYear(
    2027,
    {
      status: 'provisional',
      source:
        'by rule, not announced as of 24/11/2026: Labour Code 2019 arts. 111, 112; Tết two days before and three after assumed (one before and four after possible); 3 September assumed (1 September possible)',
    },
    [
      holiday('2027-01-01', names.newYear),
      holiday('2027-02-04', tet(-2)),
      holiday('2027-02-05', tet(-1)),
      holiday('2027-02-06', tet(1)),
      holiday('2027-02-07', tet(2)),
      holiday('2027-02-08', tet(3)),
      substitute('2027-02-09', '2027-02-06', tet(1)),
      substitute('2027-02-10', '2027-02-07', tet(2)),
      holiday('2027-04-16', names.hungKings),
      holiday('2027-04-30', names.reunification),
      holiday('2027-05-01', names.labour),
      substitute('2027-05-03', '2027-05-01', names.labour),
      holiday('2027-09-02', names.national),
      holiday('2027-09-03', names.nationalAdjacent),
      holiday('2027-11-24', names.culture),
    ],
  ),
];
