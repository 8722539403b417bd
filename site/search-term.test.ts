import MiniSearch from 'minisearch';
import { expect, test } from 'vitest';
import { readRepositoryFile } from '../scripts/docs/site.ts';
import { searchTerm } from './search-term.ts';

const glossary = (readRepositoryFile('docs/glossary.md') ?? '').split('\n').map((text, id) => ({ id, text }));
// As the search of VitePress is made, with our comparison.
const search = new MiniSearch<{ id: number; text: string }>({
  fields: ['text'],
  storeFields: ['text'],
  processTerm: searchTerm,
});
search.addAll(glossary);
const found = (words: string) =>
  search.search(words, { combineWith: 'AND', prefix: true }).map(({ text }) => String(text));

test.each([
  'thời hạn giải quyết',
  'thoi han giai quyet',
  'THOI HAN GIAI QUYET',
  'thời hạn giải quyết'.normalize('NFD'),
])('the glossary has %s', (words) => {
  expect(found(words)).toContain('| thời hạn giải quyết | statutory limit, term |');
});

test('đ is d', () => {
  expect(found('doan kiem tra')).toEqual(['| đoàn kiểm tra, tổ kiểm tra | inspection team |']);
});

test('what no page says is not found', () => {
  expect(found('thoi hanx')).toEqual([]);
});
