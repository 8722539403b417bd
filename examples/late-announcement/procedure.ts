import { type Procedure, parseProcedure } from '@motcua/core/dossier';

/** A procedure of so many working days: invented, so that the days are all there is to look at. */
export const procedureOf = (days: number): Procedure =>
  parseProcedure({
    code: `9.0000${String(days).padStart(2, '0')}`,
    version: '1',
    decision: null,
    name: { vi: `Thủ tục ${days} ngày làm việc`, en: `A procedure of ${days} working days` },
    field: { vi: 'Thử', en: 'Test' },
    levels: ['commune'],
    agency: { vi: 'Ủy ban nhân dân cấp xã', en: "Commune People's Committee" },
    channels: ['counter'],
    papers: [{ id: 'declaration', name: { vi: 'Tờ khai', en: 'Declaration' }, kind: 'form', quantity: '1' }],
    fee: { amount: 0, currency: 'VND', payable: 'return' },
    result: { name: { vi: 'Giấy xác nhận', en: 'Certificate' }, codes: [] },
    limits: [{ id: 'standard', budget: { amount: days, unit: 'workingDay' } }],
    extensions: [],
    supplement: { interruption: 'restart', maxTimes: 1, onExpiry: 'close' },
    consultations: [],
    apology: { maxTimes: 1, before: { amount: 1, unit: 'workingDay' } },
    reopen: 'restart',
    route: { review: false, numbering: false },
    steps: [],
    interlinks: [],
    legalBasis: [],
    source: 'invented for this example',
    confidence: 0,
    illustrative: true,
    assumed: [],
  });
