import type { Actor } from '@motcua/core';
import { ROLES } from '@motcua/core/dossier';

const person = (id: string, name: string, unit: string, ...roles: string[]): Actor => ({
  kind: 'person',
  id,
  name,
  unit,
  roles,
});

/** Who works at the office. All of them are invented. */
export const people = {
  // Until 30 June 2025, in the district
  chi: person('chi', 'Vũ Kim Chi', 'district.one-stop', ROLES.oneStopOfficer),
  // Since 1 July 2025, in the commune
  lan: person('lan', 'Nguyễn Thị Lan', 'commune-a.one-stop', ROLES.oneStopOfficer),
  minh: person('minh', 'Trần Văn Minh', 'commune-a.justice', ROLES.caseOfficer),
  thu: person('thu', 'Đỗ Hoài Thu', 'commune-a.justice', ROLES.caseOfficer),
  ha: person('ha', 'Phạm Thu Hà', 'commune-a.justice', ROLES.headOfDivision),
  bay: person('bay', 'Ngô Thị Bảy', 'commune-a.justice', ROLES.clerk),
  son: person('son', 'Lê Hồng Sơn', 'commune-a.economy', ROLES.caseOfficer),
  yen: person('yen', 'Đinh Hải Yến', 'commune-a.economy', ROLES.headOfDivision),
  tam: person('tam', 'Bùi Thị Tám', 'commune-a.economy', ROLES.clerk),
  khoa: person('khoa', 'Đặng Anh Khoa', 'commune-a.police', ROLES.caseOfficer),
  cuong: person('cuong', 'Mai Văn Cường', 'commune-a.police', ROLES.leader, ROLES.headOfDivision),
  phuc: person('phuc', 'Tạ Minh Phúc', 'commune-a.police', ROLES.clerk),
  binh: person('binh', 'Dương Quốc Bình', 'commune-a', ROLES.leader),
  quang: person('quang', 'Hồ Đăng Quang', 'province.home-affairs', ROLES.supervisor),
  tax: { kind: 'system', id: 'tax-system', name: 'Hệ thống thuế (tax system)', roles: [ROLES.connector] },
  insurance: {
    kind: 'system',
    id: 'insurance-system',
    name: 'Phần mềm bảo hiểm xã hội (social insurance)',
    unit: 'social-insurance',
    roles: [ROLES.consultee],
  },
  residence: {
    kind: 'system',
    id: 'residence-system',
    name: 'CSDL cư trú (residence database)',
    unit: 'commune-police',
    roles: [ROLES.consultee],
  },
  portal: {
    kind: 'system',
    id: 'national-portal',
    name: 'Cổng Dịch vụ công quốc gia (national portal)',
    roles: [ROLES.connector],
  },
} as const satisfies Record<string, Actor>;
export type PersonName = keyof typeof people;

/** The name of an actor as it is printed. */
export const nameOf = (actor: Actor): string => actor.name ?? (actor.kind === 'person' ? actor.id : 'motcua');
