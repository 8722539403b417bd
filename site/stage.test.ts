import { describe, expect, test } from 'vitest';
import { sitePathOf, stagePages } from './stage.ts';

const repository: Readonly<Record<string, string>> = {
  'README.md': '# motcua',
  'docs/README.md': '# Documentation',
  'docs/how-to/embed.md': '# Embed\n\n## Open a case\n',
  'packages/core/README.md': '# core',
  'packages/core/src/clock.ts': 'export const fence = "```";\n',
};
const readFile = (path: string) => repository[path];

function staged(text: string, file = 'docs/tutorial/first-case.md'): ReadonlyMap<string, string> {
  const pages = Object.entries(repository).filter(([path]) => path.endsWith('.md'));
  return stagePages(new Map([...pages, [file, text]]), readFile);
}

test.each([
  ['docs/README.md', 'index.md'],
  ['README.md', 'readme.md'],
  ['docs/errors/README.md', 'errors/index.md'],
  ['docs/errors/MC_TIME_INVALID.md', 'errors/MC_TIME_INVALID.md'],
  ['packages/core/README.md', 'packages/core/index.md'],
  ['CONTRIBUTING.md', 'CONTRIBUTING.md'],
])('%s lies at %s', (file, path) => {
  expect(sitePathOf(file)).toBe(path);
});

describe('a link', () => {
  test.each([
    ['[a](../how-to/embed.md#open-a-case)', '[a](../how-to/embed.md#open-a-case)'],
    ['[a](../README.md)', '[a](../index.md)'],
    ['[a](../../README.md)', '[a](../readme.md)'],
    ['[`core`](../../packages/core/README.md)', '[`core`](../packages/core/index.md)'],
    ['[a](../../packages/core)', '[a](../packages/core/index.md)'],
    ['[a](#here) [b](https://example.org/law)', '[a](#here) [b](https://example.org/law)'],
    [
      'begins on one line [and ends\non the next](../README.md), here',
      'begins on one line [and ends\non the next](../index.md), here',
    ],
    ['`[a](../README.md)` is code', '`[a](../README.md)` is code'],
  ])('of %s leads to the same page on the site', (text, expected) => {
    expect(staged(text).get('tutorial/first-case.md')).toBe(expected);
  });

  test('to code leads to a page that shows it, whatever fences are in it', () => {
    const pages = staged('See [the clock](../../packages/core/src/clock.ts).');
    expect(pages.get('tutorial/first-case.md')).toBe('See [the clock](../source/packages/core/src/clock.ts.md).');
    expect(pages.get('source/packages/core/src/clock.ts.md')).toContain(
      '# packages/core/src/clock.ts\n\n````text\nexport const fence = "```";\n````\n',
    );
  });

  test('is put above a block that is taken from a file, and only there', () => {
    const block = (above: string) => [above, '```ts', 'now();', '```'];
    const mark = '<!-- from packages/core/src/clock.ts#now -->';
    const pages = staged([...block(mark), '', '````md', ...block(mark), '````'].join('\n'));
    const source = '<small>[packages/core/src/clock.ts](../source/packages/core/src/clock.ts.md)</small>';
    expect(pages.get('tutorial/first-case.md')?.split('\n')).toEqual([
      ...block(source),
      '',
      '````md',
      ...block(mark),
      '````',
    ]);
  });

  test('to a folder without a page leaves its words', () => {
    expect(staged('in [the `sources`](../../packages/core/src), too').get('tutorial/first-case.md')).toBe(
      'in the `sources`, too',
    );
  });
});
