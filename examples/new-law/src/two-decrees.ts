// #region versions
import { defineMigration, defineWorkflow } from '@motcua/core';
import { type DossierContext, dossierWorkflow } from '@motcua/core/dossier';

const last = '2025-06-30';
const first = '2025-07-01';

/** Under Decree 61/2018: a lack of papers is noticed within 3 working days (art. 19.4). */
export const decree61 = dossierWorkflow({ version: '61-2018', inForce: { to: last } });

const { spec } = decree61;

/** Under Decree 118/2025: within 2 working days, as the provinces settled it; and in two tiers, without the district. */
export const decree118 = defineWorkflow({
  ...spec,
  version: '118-2025',
  inForce: { from: first },
  deadlines: {
    ...spec.deadlines,
    transfer: { ...term('transfer'), legalBasis: 'Nghị định 118/2025/NĐ-CP, Điều 18' },
    notice: { ...term('notice'), legalBasis: 'Nghị định 118/2025/NĐ-CP' },
  },
});

function term(name: string) {
  const found = spec.deadlines?.[name];
  if (found === undefined) throw new Error(`the dossier workflow has no deadline "${name}"`);
  return found;
}
// #endregion

// #region migration
/** Who takes over the dossiers of the district. */
const successors: Readonly<Record<string, string>> = {
  'district.one-stop': 'commune.one-stop',
  'district.land': 'commune.economy',
};
const successor = (unit: string) => successors[unit] ?? unit;

export const toDecree118 = defineMigration<DossierContext>({
  from: decree61,
  to: decree118,
  // The transitional rule: a dossier received before 1 July 2025 ends under its own rules.
  applies: ({ anchorOf, openedOn }) => (anchorOf('resolution') ?? openedOn) >= first,
  context: ({ procedure, unit, oneStop, competent, ...rest }) => ({
    ...rest,
    procedure: {
      ...procedure,
      supplement: { ...procedure.supplement, noticeWithin: { amount: 2, unit: 'workingDay' } },
    },
    unit: successor(unit),
    oneStop: successor(oneStop),
    ...(competent !== undefined && { competent: successor(competent) }),
  }),
});
// #endregion
