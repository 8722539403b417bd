import type { Actor } from '@motcua/core';
import { ROLES } from '@motcua/core/dossier';
import { INSPECTION_ROLES } from '@motcua/core/inspection';
import { counterOf, deskOf, unitText } from './units.ts';

const person = (id: string, name: string, unit: string, ...roles: string[]): Actor => ({
  kind: 'person',
  id,
  name,
  unit,
  roles,
});

const { homeAffairs, authority, teamLeader, inspector, verifier, unitHead, unitOfficer } = INSPECTION_ROLES;

/** Who takes part in the round. All names are invented; the offices are those of the story. */
export const people = {
  planner: person('nhung', 'Lâm Thị Nhung', 'home-affairs', homeAffairs),
  chair: person('hieu', 'Đàm Trung Hiếu', 'bac-giang', authority),
  leader: person('vinh', 'Ninh Thế Vinh', 'science', teamLeader, inspector),
  secretary: person('oanh', 'Từ Kiều Oanh', 'home-affairs', inspector),
  inspector: person('long', 'Khổng Đức Long', 'information', inspector),
  verifier: person('hanh', 'Triệu Mỹ Hạnh', 'home-affairs', verifier),
  'hiep-hoa': person('dat', 'Tống Phước Đạt', 'hiep-hoa', unitHead, ROLES.leader),
  'dong-lo': person('kien', 'Lưu Bá Kiên', 'dong-lo', unitHead, ROLES.leader),
  'doan-bai': person('xuan', 'Phí Thị Xuân', 'doan-bai', unitHead, ROLES.leader),
  'danh-thang': person('tung', 'Giang Sơn Tùng', 'danh-thang', unitHead, ROLES.leader),
  thang: person('loi', 'Mẫn Văn Lợi', 'thang', unitHead, ROLES.leader),
} as const satisfies Record<string, Actor>;
export type PersonName = keyof typeof people;

/** Who carries out the corrective actions of a unit. */
export const officerOf = (unit: string): Actor =>
  person(`officer-${unit}`, `Cán bộ ${unitText(unit).vi}`, unit, unitOfficer);

/** Who works on the dossiers of a unit. */
export const shopOf = (unit: string) => ({
  counter: person(`counter-${unit}`, `Một cửa ${unitText(unit).vi}`, counterOf(unit), ROLES.oneStopOfficer),
  desk: person(`desk-${unit}`, `Thụ lý ${unitText(unit).vi}`, deskOf(unit), ROLES.caseOfficer),
  clerk: person(`clerk-${unit}`, `Văn thư ${unitText(unit).vi}`, deskOf(unit), ROLES.clerk),
  chief: person(`chief-${unit}`, `Lãnh đạo ${unitText(unit).vi}`, unit, ROLES.leader, ROLES.headOfDivision),
});
