import { expect, test } from 'vitest';
import { knownFailuresPage, missingTests } from './named-tests.ts';

const page = (...rows: readonly string[]) => ({
  pages: new Map([[knownFailuresPage, ['| | failure | here |', '| --- | --- | --- |', ...rows].join('\n')]]),
  exists: () => true,
});
const read = (path: string) => (path === 'packages/a/x.test.ts' ? "test('keeps it', () => {})" : undefined);

test('a named test that is there is no problem', () => {
  expect(missingTests(page('| T1 | lost | [keeps it](../../packages/a/x.test.ts) |'), read)).toEqual([]);
});

test('a test that was renamed, a file that is gone and an empty cell are problems with their lines', () => {
  const rows = [
    '| T1 | lost | [kept it](../../packages/a/x.test.ts) |',
    '| T2 | lost | cannot occur, [keeps it](../../packages/b/x.test.ts) |',
    '| T3 | lost |  |',
  ];
  expect(missingTests(page(...rows), read).map(({ line, message }) => `${line} ${message}`)).toEqual([
    '3 no test or rule "kept it" is in packages/a/x.test.ts',
    '4 no test or rule "keeps it" is in packages/b/x.test.ts',
    '5 the row names neither a test nor a reason',
  ]);
});
