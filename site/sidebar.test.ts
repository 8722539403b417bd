import { describe, expect, test } from 'vitest';
import { sidebarOf, titleOf } from './sidebar.ts';

const pages = new Map([
  ['index.md', '# Documentation\n\n- [Second](how-to/second.md)\n- [First](how-to/first.md)\n'],
  ['how-to/first.md', '# First\n'],
  ['how-to/added.md', '# Added by a colleague\n'],
  ['how-to/second.md', '# Second\n'],
  ['errors/index.md', '# Errors\n'],
  ['errors/MC_A.md', '# MC\\_A\n'],
  ['reference/limits.md', '# Limits\n'],
  ['reference/api/index.md', '# API\n'],
  ['reference/api/core/index.md', '# @motcua/core\n'],
  ['reference/api/core/functions/decide.md', '# Function: decide()\n'],
]);
const groupOf = (title: string) => sidebarOf(pages).find(({ text }) => text === title);
const linksOf = (title: string) => groupOf(title)?.items?.map(({ text, link }) => `${text} ${link}`);

describe('the sidebar', () => {
  test('lists a folder in the order of the first page, and then what that does not name', () => {
    expect(linksOf('How-to')).toEqual([
      'Second /how-to/second',
      'First /how-to/first',
      'Added by a colleague /how-to/added',
    ]);
  });

  test('leads to the index of a folder that has one', () => {
    expect(groupOf('Errors')).toMatchObject({ link: '/errors/', collapsed: true });
    expect(linksOf('Errors')).toEqual(['MC_A /errors/MC_A']);
  });

  test('keeps the API out of the reference, and lists its entries, not their members', () => {
    expect(linksOf('Reference')).toEqual(['Limits /reference/limits']);
    expect(linksOf('API')).toEqual(['@motcua/core /reference/api/core/']);
  });

  test('has no group without pages', () => {
    expect(groupOf('Tutorial')).toBeUndefined();
  });
});

test('a title is the first heading without its marks', () => {
  expect(titleOf('---\noutline: false\n---\n\n# The `clock` *contract*\n\n# Not this\n')).toBe('The clock contract');
  expect(titleOf('no heading')).toBeUndefined();
});
