import type { ValueKind } from '../messages.js';

/** The messages a digest is made of: a heading for each part of the list, and a line for each case. */
export const DIGEST_PARTS = ['subject', 'text', 'dueToday', 'overdue', 'suspended', 'item', 'more'] as const;
export type DigestPart = (typeof DIGEST_PARTS)[number];

const counts = { dueToday: 'number', overdue: 'number', suspended: 'number' } as const;
const heading = { count: 'number' } as const;

/** The parameters of each. */
export const DIGEST_VALUES: Readonly<Record<DigestPart, Readonly<Record<string, ValueKind>>>> = {
  subject: { date: 'text', ...counts },
  text: { date: 'text', person: 'text', list: 'text', ...counts },
  dueToday: heading,
  overdue: heading,
  suspended: heading,
  item: { code: 'text', category: 'text', dueAt: 'text', lateDays: 'number' },
  more: heading,
};
