// Prints the result of the last test run, from the report of the test runner, alone on a line. Plain JavaScript:
// it must speak even where the tests could not start, on whatever Node the machine has.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * A test file that fails without running a test (it does not load) counts as one failure.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 */
export function summaryOf(report) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const counts = `${report.numPassedTests} passed, ${report.numFailedTests + brokenFiles} failed`;
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(summaryOf(JSON.parse(readFileSync(process.argv[2] ?? 'reports/vitest.json', 'utf8'))));
}
