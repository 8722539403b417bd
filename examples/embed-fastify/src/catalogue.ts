import { procedureRegistry } from '@motcua/core/dossier';

/** Illustrative: take codes, limits and papers from the decision your province has published. */
export const catalogue = procedureRegistry([
  {
    code: '1.004873',
    version: '2025',
    decision: null,
    validFrom: '2025-07-01',
    name: { vi: 'Cấp giấy xác nhận tình trạng hôn nhân', en: 'Certificate of marital status' },
    field: { vi: 'Hộ tịch', en: 'Civil status' },
    levels: ['commune'],
    agency: { vi: 'Ủy ban nhân dân cấp xã', en: "Commune People's Committee" },
    channels: ['counter', 'post', 'online'],
    papers: [{ id: 'declaration', name: { vi: 'Tờ khai', en: 'Declaration' }, kind: 'form', quantity: '1' }],
    fee: { amount: null, currency: 'VND', payable: 'return' },
    result: { name: { vi: 'Giấy xác nhận', en: 'Certificate' }, codes: [] },
    limits: [{ id: 'standard', budget: { amount: 3, unit: 'workingDay' }, counting: { cutOff: { at: '15:00' } } }],
    extensions: [],
    supplement: {
      interruption: 'restart',
      maxTimes: 1,
      noticeWithin: { amount: 1, unit: 'workingDay' },
      applicantTerm: { amount: 15, unit: 'workingDay' },
      onExpiry: 'close',
    },
    consultations: [],
    apology: { maxTimes: 1, before: { amount: 1, unit: 'workingDay' } },
    reopen: 'restart',
    route: { review: false, numbering: false },
    steps: [],
    interlinks: ['civil-status'],
    legalBasis: [],
    source: 'an example',
    confidence: 0.5,
    illustrative: true,
    assumed: ['supplement', 'route'],
  },
]);
