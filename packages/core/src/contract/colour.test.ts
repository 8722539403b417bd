import { describe, expect, test } from 'vitest';
import type { DeadlineIndex } from './case.js';
import { colourAt } from './colour.js';

const running: DeadlineIndex = { name: 'result', status: 'running', dueAt: 1000, soonAt: 800 };

describe('colourAt', () => {
  test.each([
    [799, 'on-time'],
    [800, 'due-soon'],
    [1000, 'due-soon'],
    [1001, 'overdue'],
  ] as const)('at %i of a term due at 1000 and soon at 800 is %s', (now, colour) => {
    expect(colourAt('active', running, now)).toBe(colour);
  });

  test('a case is on time up to the due instant when nothing is soon', () => {
    expect(colourAt('active', { name: 'result', status: 'running', dueAt: 1000 }, 1000)).toBe('on-time');
  });

  test('a suspended term is suspended even when its old end has passed', () => {
    expect(colourAt('active', { ...running, status: 'suspended' }, 5000)).toBe('suspended');
  });

  test('a case is closed when it is done, has no term, or its term has ended', () => {
    expect(colourAt('done', running, 0)).toBe('closed');
    expect(colourAt('active', undefined, 0)).toBe('closed');
    for (const status of ['met', 'waived', 'stopped'] as const) {
      expect(colourAt('active', { ...running, status }, 5000)).toBe('closed');
    }
  });
});
