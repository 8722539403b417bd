import { expect, test } from 'vitest';
import { compilePages, filesOfPage } from './page-programs.ts';
import { readRepositoryFile } from './site.ts';

/** Pages that a reader can type in from the first block to the last, and the folder whose dependencies they install. */
const WHOLE: Readonly<Record<string, string>> = {
  'docs/how-to/define-a-workflow.md': 'examples/docs-snippets',
  'docs/how-to/embed-the-dossier-workflow.md': 'examples/docs-snippets',
  'docs/how-to/embed-the-inspection-workflows.md': 'examples/docs-snippets',
  'docs/how-to/join-your-transaction.md': 'examples/docs-snippets',
  'docs/how-to/load-your-calendar.md': 'examples/docs-snippets',
  'docs/how-to/notify-by-email.md': 'packages/notify-email',
  'docs/how-to/notify-by-zalo.md': 'packages/notify-zalo',
  'docs/how-to/write-a-store.md': 'packages/testkit',
  'docs/how-to/write-an-adapter.md': 'packages/testkit',
};
const pages = Object.entries(WHOLE).map(([page, home]) => ({ page, home, text: readRepositoryFile(page) ?? '' }));

test('a page that is typed in as it stands compiles', () => {
  expect(pages.map(({ text }) => filesOfPage(text).size)).toEqual([5, 4, 2, 1, 1, 1, 1, 1, 4]);
  expect(compilePages(pages)).toEqual([]);
}, 120_000);

test('a name that a page never gives is found', () => {
  const text = '<!-- from examples/x/main.ts#a -->\n```ts\nexport const answer: number = question;\n```\n';
  expect(compilePages([{ page: 'docs/x.md', home: 'examples/docs-snippets', text }])).toEqual([
    "examples/docs-snippets/page-x/main.ts: Cannot find name 'question'.",
  ]);
}, 120_000);
