import type { PlanInput } from './schemas.js';

const PRACTICE =
  'Thông lệ các tỉnh: phê duyệt trong tháng 12 năm trước hoặc quý I; chưa có văn bản quy định, cơ quan kiểm tra quyết định';

/** 24:00 of a day in Vietnam, which has one zone and no summer time. */
const endOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day, 17);

/** The ends of a year's plan. The two of the circular are settled; the approval is a default, to be set by the authority. */
export const standardPlanTerms = (year: number): PlanInput['terms'] => ({
  approval: { until: endOf(year, 3, 31), source: PRACTICE, confidence: 'likely' },
  synthesis: {
    until: endOf(year, 11, 30),
    legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 38',
    source: 'Thông tư 26/2014/TT-BKHCN, Điều 38: tổng hợp, báo cáo UBND tỉnh trong tháng 11',
    confidence: 'sure',
  },
  report: {
    until: endOf(year, 12, 31),
    legalBasis: 'Thông tư 26/2014/TT-BKHCN, Điều 38',
    source: 'Thông tư 26/2014/TT-BKHCN, Điều 38: báo cáo Bộ trong tháng 12',
    confidence: 'sure',
  },
});
