import { expect, it } from 'vitest';
import { summaryOf } from './ci-summary.mjs';

const counts = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
const sound = { status: 'passed', assertionResults: [{ status: 'passed' }] };

it('tells how many tests passed and failed', () => {
  expect(summaryOf({ ...counts, testResults: [sound] })).toBe('5 passed, 0 failed');
  const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
  expect(summaryOf({ ...counts, numFailedTests: 1, testResults: [failed] })).toBe('5 passed, 1 failed');
});

it('names skipped and planned tests only when there are some', () => {
  expect(summaryOf({ ...counts, numPendingTests: 2, numTodoTests: 1, testResults: [sound] })).toBe(
    '5 passed, 0 failed, 3 skipped',
  );
});

it('counts a test file that does not load as a failure', () => {
  expect(summaryOf({ ...counts, testResults: [sound, { status: 'failed', assertionResults: [] }] })).toBe(
    '5 passed, 1 failed',
  );
});
