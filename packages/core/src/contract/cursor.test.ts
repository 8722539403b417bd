import { describe, expect, test } from 'vitest';
import { isMotcuaError } from '../error/index.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import type { CaseQuery } from './store.js';

const query: CaseQuery = { tenant: 'hanoi', now: 0, order: 'dueAt', limit: 10 };

/** The position, or the code of the error. */
function decoded(cursor: string, changes: Partial<CaseQuery> = {}): unknown {
  try {
    return decodeCursor({ ...query, ...changes, cursor });
  } catch (error) {
    return isMotcuaError(error) ? error.code : error;
  }
}

describe('a cursor', () => {
  test.each([
    { value: 1_767_574_800_000, caseId: 'case-1' },
    { value: -1, caseId: 'hồ sơ số 1 🏛' },
    { value: null, caseId: '' },
  ])('brings back the position %o', (position) => {
    const cursor = encodeCursor(query, position);
    expect(decoded(cursor)).toEqual(position);
    expect(cursor).toMatch(/^[\w-]+$/u);
  });

  test('stays good when the clock and the size of the page change', () => {
    const cursor = encodeCursor(query, { value: 1, caseId: 'a' });
    expect(decoded(cursor, { now: 99, limit: 1, descending: false })).toEqual({ value: 1, caseId: 'a' });
  });

  test('is refused under another tenant, order or filter', () => {
    const cursor = encodeCursor(query, { value: 1, caseId: 'a' });
    const changes: readonly Partial<CaseQuery>[] = [
      { tenant: 'hue' },
      { order: 'openedAt' },
      { descending: true },
      { unit: 'u' },
      { colour: 'overdue' },
    ];
    for (const change of changes) expect(decoded(cursor, change)).toBe('MC_CURSOR_INVALID');
  });

  test.each(['', 'nonsense', '%%%', btoa('{}'), btoa('[1,2]'), btoa('[1,"2",3]')])(
    'is refused when it is %j',
    (text) => {
      expect(decoded(text)).toBe('MC_CURSOR_INVALID');
    },
  );

  test('is nothing on the first page', () => {
    expect(decodeCursor(query)).toBeUndefined();
  });
});
