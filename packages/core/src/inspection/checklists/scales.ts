import type { Checklist } from '../checklist.js';

/** Ready scales of the ready checklists. */
export const SCALES: Checklist['scales'] = {
  /** Fully, in part, not at all. */
  degree: [
    { answer: 'met', percent: 100, title: { vi: 'Đạt', en: 'Met' } },
    { answer: 'partly', percent: 50, title: { vi: 'Đạt một phần', en: 'Partly met' } },
    { answer: 'not', percent: 0, title: { vi: 'Không đạt', en: 'Not met' } },
  ],
  'yes-no': [
    { answer: 'yes', percent: 100, title: { vi: 'Có', en: 'Yes' } },
    { answer: 'no', percent: 0, title: { vi: 'Không', en: 'No' } },
  ],
  /** For shares that are measured: the bounds are the office's to set. */
  share: [
    { answer: 'full', percent: 100, title: { vi: 'Đạt 100% yêu cầu', en: 'All of what is required' } },
    { answer: 'high', percent: 75, title: { vi: 'Từ 90% đến dưới 100%', en: '90 % to under 100 %' } },
    { answer: 'medium', percent: 50, title: { vi: 'Từ 70% đến dưới 90%', en: '70 % to under 90 %' } },
    { answer: 'low', percent: 25, title: { vi: 'Từ 50% đến dưới 70%', en: '50 % to under 70 %' } },
    { answer: 'poor', percent: 0, title: { vi: 'Dưới 50%', en: 'Under 50 %' } },
  ],
};
