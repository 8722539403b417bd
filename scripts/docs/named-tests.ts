// docs/reference/known-failures.md names the tests that stand against each failure: a link to a file of code whose text
// must stand in that file.
import { posix } from 'node:path';
import type { PageProblem, Site } from './links.ts';

export const knownFailuresPage = 'docs/reference/known-failures.md';

const codeLink = /\[(?<name>[^\]]+)\]\((?<target>[^)\s]+\.ts)\)/gu;

/** Names of tests that are in no such file, and rows that name neither a test nor a reason. */
export function missingTests(site: Site, read: (path: string) => string | undefined): PageProblem[] {
  const lines = (site.pages.get(knownFailuresPage) ?? '').split('\n');
  return lines.flatMap((text, index) => {
    const problem = (message: string): PageProblem => ({ file: knownFailuresPage, line: index + 1, message });
    const missing = [...text.matchAll(codeLink)].flatMap(({ groups }) => {
      const { name = '', target = '' } = groups ?? {};
      const path = posix.normalize(posix.join(posix.dirname(knownFailuresPage), target));
      return read(path)?.includes(name) === true ? [] : [problem(`no test or rule "${name}" is in ${path}`)];
    });
    const cells = text.split('|').map((cell) => cell.trim());
    const isRow = cells.length === 5 && !/^-+$/u.test(cells[1] ?? '') && cells[3] !== 'here';
    return isRow && cells[3] === '' ? [...missing, problem('the row names neither a test nor a reason')] : missing;
  });
}
