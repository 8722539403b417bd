import { describe, expect, it } from 'vitest';
import { unknownCommands } from './commands.ts';
import { deadLinks, type Site } from './links.ts';

function siteOf(text: string): Site {
  const pages = new Map([
    ['docs/guide.md', text],
    ['docs/terms.md', '# Terms\n\n## What is a *rung*?\n\n## Again\n\n## Again\n\n```md\n## Not a heading\n```\n'],
  ]);
  const paths = new Set([...pages.keys(), 'docs', 'README.md', 'docs/plan of work.md']);
  return { pages, exists: (path) => paths.has(path) };
}

function messages(text: string): string[] {
  return deadLinks(siteOf(text)).map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe('links', () => {
  it.each([
    '[terms](terms.md)',
    '[terms](./terms.md#what-is-a-rung)',
    '[second](terms.md#again-1)',
    '[readme](../README.md "the front page")',
    '[folder](../docs/)',
    '[spaced](<plan of work.md>) [encoded](plan%20of%20work.md)',
    '[law](https://example.org/law) [mail](mailto:office@example.org)',
    '`[code](nowhere.md)`',
    '```md\n[code](nowhere.md)\n```',
    '# Here\n\n[above](#here)',
  ])('that lead somewhere are in order: %s', (text) => {
    expect(messages(text)).toEqual([]);
  });

  it.each([
    ['[gone](gone.md)', 'docs/guide.md:1 the link gone.md leads to no file'],
    ['text\n![picture](picture.png)', 'docs/guide.md:2 the link picture.png leads to no file'],
    ['here\nor [in\ntwo lines](gone.md)', 'docs/guide.md:2 the link gone.md leads to no file'],
    ['[ref]: gone.md', 'docs/guide.md:1 the link gone.md leads to no file'],
    ['[terms](terms.md#not-a-heading)', 'docs/guide.md:1 the link terms.md#not-a-heading leads to no heading'],
    ['[out](../../README.md)', 'docs/guide.md:1 the link ../../README.md leaves the repository'],
    ['[root](/README.md)', 'docs/guide.md:1 the link /README.md is absolute: write it from this page'],
  ])('that lead nowhere are reported: %s', (text, message) => {
    expect(messages(text)).toEqual([message]);
  });
});

describe('commands shown to the reader', () => {
  const scripts = new Set(['verify', 'docs:check']);
  const problemsOf = (text: string) => unknownCommands(new Map([['README.md', text]]), scripts);

  it('may be scripts of package.json and commands of pnpm', () => {
    expect(problemsOf('Run `pnpm verify` or `npx -y pnpm@12 docs:check`.\n\n```sh\npnpm install\n```\n')).toEqual([]);
  });

  it('are reported when package.json has no such script', () => {
    expect(problemsOf('Run `pnpm check`.\n\n```sh\nnpx -y pnpm@12 lint:all\n```\n')).toEqual([
      { file: 'README.md', line: 1, message: 'package.json has no script "check"' },
      { file: 'README.md', line: 4, message: 'package.json has no script "lint:all"' },
    ]);
  });

  it('are not looked for in prose', () => {
    expect(problemsOf('We like pnpm workspaces.')).toEqual([]);
  });
});
