import { describe, expect, it } from 'vitest';
import { syncSnippets } from './snippets.ts';

const files: Record<string, string> = {
  'examples/permit/main.ts': [
    'function main() {',
    '  // #region open',
    '  const permit = open();',
    '',
    '    // #region inner',
    '  permit.send();',
    '    // #endregion',
    '  // #endregion',
    '}',
    '// #region unclosed',
    '',
  ].join('\n'),
  'examples/permit/whole.ts': 'export {};\n',
  'packages/mail/package.json': '{ "name": "@x/mail", "exports": { ".": { "@motcua/source": "./src/index.ts" } } }',
  'packages/mail/src/index.ts': "export * from './send.js';\n",
  'packages/mail/test/usage.test.ts': [
    "import { readFile, writeFile } from 'node:fs/promises';",
    "import { type Letter, send } from '../src/index.js';",
    "import type { Office } from './office.js';",
    '// #region send',
    'const letter: Letter = { body: await readFile(path), send: true };',
    '// #endregion',
    '// #region office',
    'export const office = (own: Office) => send(readFile.name, own.writeFile);',
    '// #endregion',
    '',
  ].join('\n'),
};
const readFile = (path: string) => files[path];

function page(mark: string, body: string): string {
  return `# Title\n\n<!-- from ${mark} -->\n\`\`\`ts\n${body}\n\`\`\`\n\nEnd.\n`;
}

describe('a marked snippet', () => {
  it('is in order when it equals its region, without the indent and the inner marks', () => {
    const text = page('examples/permit/main.ts#open', 'const permit = open();\n\npermit.send();');
    expect(syncSnippets(text, readFile)).toEqual({ text, problems: [] });
  });

  it('begins with the imports it uses, each once a page, as a user of the package writes them', () => {
    const stale = `${page('packages/mail/test/usage.test.ts#send', '')}${page('packages/mail/test/usage.test.ts#office', '')}`;
    const { text } = syncSnippets(stale, readFile);
    const blocks = [...text.matchAll(/```ts\n([^`]*)\n```/gu)].map(([, block]) => block?.split('\n'));
    expect(blocks).toEqual([
      [
        "import { readFile } from 'node:fs/promises';",
        "import type { Letter } from '@x/mail';",
        '',
        'const letter: Letter = { body: await readFile(path), send: true };',
      ],
      [
        "import { send } from '@x/mail';",
        '',
        'export const office = (own: Office) => send(readFile.name, own.writeFile);',
      ],
    ]);
  });

  it('is the whole file when the mark names no region', () => {
    const text = page('examples/permit/whole.ts', 'export {};');
    expect(syncSnippets(text, readFile)).toEqual({ text, problems: [] });
  });

  it('is reported and rewritten when it has drifted', () => {
    const stale = page('examples/permit/main.ts#inner', 'permit.open();');
    const { text, problems } = syncSnippets(stale, readFile);
    expect(problems).toMatchObject([{ line: 3, message: expect.stringContaining('differs') }]);
    expect(text).toBe(page('examples/permit/main.ts#inner', 'permit.send();'));
  });

  it.each([
    ['examples/permit/none.ts', 'there is no file'],
    ['examples/permit/main.ts#none', 'has no'],
    ['examples/permit/main.ts#unclosed', 'does not close'],
  ])('is reported and left alone when %s cannot be read', (mark, message) => {
    const text = page(mark, 'stale');
    const result = syncSnippets(text, readFile);
    expect(result.text).toBe(text);
    expect(result.problems).toMatchObject([{ line: 3, message: expect.stringContaining(message) }]);
  });

  it('is reported when no fenced block follows the mark', () => {
    const text = '<!-- from examples/permit/whole.ts -->\nText.\n';
    const result = syncSnippets(text, readFile);
    expect(result.text).toBe(text);
    expect(result.problems).toMatchObject([{ line: 1, message: expect.stringContaining('no fenced block') }]);
  });

  it('is not looked for inside a fenced block, where a page explains the mark', () => {
    const text = '````md\n<!-- from examples/permit/none.ts -->\n```ts\n```\n````\n';
    expect(syncSnippets(text, readFile)).toEqual({ text, problems: [] });
  });

  it('leaves a page without marks alone', () => {
    const text = '```ts\nconst a = 1;\n```\n';
    expect(syncSnippets(text, readFile)).toEqual({ text, problems: [] });
  });
});
