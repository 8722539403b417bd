import type { InspectionRules } from './rules.js';

const workingDays = (amount: number) => ({ amount, unit: 'workingDay' as const });
const days = (amount: number) => ({ amount, unit: 'calendarDay' as const });
const months = (amount: number) => ({ amount, unit: 'month' as const });

const CIRCULAR_26 = 'Thông tư 26/2014/TT-BKHCN';
const OURS = 'default of motcua: no general rule was found; the inspecting authority sets it';
const PRACTICE = 'practice of provincial inspection plans';
const open = { source: OURS, confidence: 'open' } as const;

/**
 * Terms to begin with. Only those marked `sure` rest on an article; what is `likely` or `open` is a default that the
 * inspecting authority must confirm: give a copy with your own numbers, their source, and another version.
 */
export const standardInspectionRules: InspectionRules = {
  id: 'vn-inspection',
  version: '1',
  source: 'Thông tư 26/2014/TT-BKHCN for quality systems; practice and defaults for the rest, each marked',
  notice: { before: workingDays(5), source: PRACTICE, confidence: 'likely' },
  selfReport: { before: workingDays(3), source: PRACTICE, confidence: 'likely' },
  reportReminder: { before: workingDays(2), ...open },
  postponement: { maxTimes: 2, ...open },
  minutes: { budget: workingDays(1), ...open },
  signature: { budget: workingDays(3), ...open },
  comments: { budget: workingDays(5), ...open },
  conclusion: { budget: days(15), source: `${PRACTICE}: 10 to 15 days after the visit`, confidence: 'open' },
  publication: { budget: workingDays(10), ...open },
  remedies: [
    {
      contents: ['iso'],
      severities: ['minor', 'major'],
      countedFrom: 'minutes',
      plan: { budget: days(15), ...open },
      remedy: {
        budget: months(2),
        legalBasis: `${CIRCULAR_26}, Điều 37`,
        source: `${CIRCULAR_26} art. 37.2.c: the unit reports within 2 months from signing the minutes`,
        confidence: 'sure',
      },
      action: { budget: days(30), ...open },
      effectiveness: {
        source: `${CIRCULAR_26} art. 37.2.d: effectiveness is checked at the next inspection`,
        confidence: 'sure',
      },
    },
    {
      severities: ['major'],
      countedFrom: 'conclusion',
      plan: { budget: workingDays(5), ...open },
      remedy: {
        budget: days(30),
        source: `${PRACTICE}: 15 to 30 days after the conclusion`,
        confidence: 'open',
      },
      action: { budget: days(20), ...open },
      effectiveness: { after: months(3), ...open },
    },
    {
      severities: ['minor'],
      countedFrom: 'conclusion',
      plan: { budget: workingDays(10), ...open },
      remedy: { budget: days(60), ...open },
      action: { budget: days(40), ...open },
      effectiveness: { after: months(3), ...open },
    },
  ],
  planReview: { budget: workingDays(5), ...open },
  verification: { budget: workingDays(10), ...open },
  extension: { maxTimes: 1, maxLength: days(30), ...open },
  effectivenessReview: { budget: workingDays(10), ...open },
  deviation: { maxLength: months(12), ...open },
  escalation: {
    levels: [
      { level: 'unit-head', after: workingDays(0) },
      { level: 'level-above', after: workingDays(5) },
      { level: 'home-affairs', after: workingDays(10) },
      { level: 'province', after: workingDays(20) },
    ],
    ...open,
  },
};
