import { ROLES, unitTree } from '@motcua/core/dossier';
import type { Officer } from '@motcua/notify';

/** An invented commune. */
export const units = unitTree([
  {
    id: 'binh-an',
    name: { vi: 'UBND xã Bình An', en: "People's Committee of Binh An" },
    tier: 'commune',
    kind: 'authority',
    validFrom: '2025-07-01',
  },
  {
    id: 'binh-an.counter',
    name: { vi: 'Trung tâm Phục vụ hành chính công xã Bình An', en: 'One-stop unit of Binh An' },
    tier: 'commune',
    kind: 'one-stop',
    parent: 'binh-an',
    validFrom: '2025-07-01',
  },
  {
    id: 'binh-an.justice',
    name: { vi: 'Bộ phận Tư pháp - Hộ tịch', en: 'Justice and civil status' },
    tier: 'commune',
    kind: 'division',
    parent: 'binh-an',
    validFrom: '2025-07-01',
  },
]);

const officer = (id: string, name: string, unit: string, role: string): Officer => ({
  id,
  name,
  unit,
  roles: [role],
  addresses: { email: `${id}@binh-an.example` },
});

/** Who works there; all of them are invented. */
export const officers: readonly Officer[] = [
  officer('lan', 'Nguyễn Thị Lan', 'binh-an.counter', ROLES.oneStopOfficer),
  officer('minh', 'Trần Văn Minh', 'binh-an.justice', ROLES.caseOfficer),
  officer('ha', 'Phạm Thu Hà', 'binh-an.justice', ROLES.headOfDivision),
  officer('binh', 'Dương Quốc Bình', 'binh-an', ROLES.leader),
];

/** The name of a unit or an officer, for letters. */
export const nameOf = (id: string): string | undefined =>
  units.get(id)?.name.vi ?? officers.find((each) => each.id === id)?.name;
