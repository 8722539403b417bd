import type { Text } from '@motcua/core';

/** The inspected units: the district's one-stop shop, three communes and a town of Hiệp Hòa, Bắc Giang, as of 2021. */
export const INSPECTED = ['hiep-hoa', 'dong-lo', 'doan-bai', 'danh-thang', 'thang'] as const;
export type Inspected = (typeof INSPECTED)[number];

const NAMES: Readonly<Record<string, Text>> = {
  'bac-giang': { vi: 'UBND tỉnh Bắc Giang', en: "People's Committee of Bắc Giang province" },
  'home-affairs': { vi: 'Sở Nội vụ', en: 'Department of Home Affairs' },
  science: { vi: 'Sở Khoa học và Công nghệ', en: 'Department of Science and Technology' },
  information: { vi: 'Sở Thông tin và Truyền thông', en: 'Department of Information and Communications' },
  justice: { vi: 'Sở Tư pháp', en: 'Department of Justice' },
  'hiep-hoa': { vi: 'UBND huyện Hiệp Hòa', en: "People's Committee of Hiệp Hòa district" },
  'dong-lo': { vi: 'UBND xã Đông Lỗ', en: 'Đông Lỗ commune' },
  'doan-bai': { vi: 'UBND xã Đoan Bái', en: 'Đoan Bái commune' },
  'danh-thang': { vi: 'UBND xã Danh Thắng', en: 'Danh Thắng commune' },
  thang: { vi: 'UBND thị trấn Thắng', en: 'Thắng town' },
};
export const unitText = (id: string): Text => NAMES[id] ?? { vi: id, en: id };

/** Units in the one-stop shop of an inspected one: the counter, and the desk that settles. */
export const counterOf = (unit: string): string => `${unit}.one-stop`;
export const deskOf = (unit: string): string => `${unit}.justice`;
/** The units whose dossiers are an inspected unit's own. */
export const dossierUnits = (unit: string): readonly string[] => [unit, counterOf(unit), deskOf(unit)];

/** A unit lies within itself and above its parts; the district above its communes, the province above all. */
export const isWithin = ({ unit, ancestor }: { readonly unit: string; readonly ancestor: string }): boolean =>
  unit === ancestor ||
  unit.startsWith(`${ancestor}.`) ||
  ancestor === 'bac-giang' ||
  (ancestor === 'hiep-hoa' && INSPECTED.some((own) => unit === own || unit.startsWith(`${own}.`)));
