import type { PlanInput } from './schemas.js';

const OURS = 'default of motcua: practice is December of the year before, or the first quarter; the authority sets it';

/** 24:00 of a day in Vietnam, which has one zone and no summer time. */
const endOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day, 17);

/** The ends of a year's plan. The two of the circular are settled; the approval is a default, to be set by the authority. */
export const standardPlanTerms = (year: number): PlanInput['terms'] => ({
  approval: { until: endOf(year, 3, 31), source: OURS, confidence: 'open' },
  synthesis: {
    until: endOf(year, 11, 30),
    legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 38',
    source: 'Circular 26/2014/TT-BKHCN art. 38: synthesis for the provincial committee in November',
    confidence: 'sure',
  },
  report: {
    until: endOf(year, 12, 31),
    legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 38',
    source: 'Circular 26/2014/TT-BKHCN art. 38: report to the ministry in December',
    confidence: 'sure',
  },
});
