import assert from 'node:assert/strict';
import { found } from '../check.js';
import { commitItem } from '../commit-item.js';
import type { StoreRule } from '../rule.js';

const index = (text: string) => ({ text });

/** A rule that texts find, or do not find, one case. */
function search(id: string, name: string, hits: readonly string[], misses: readonly string[]): StoreRule {
  return {
    id: `text.${id}`,
    name,
    async run({ store }) {
      const wanted = { text: 'Đỗ Thị Ánh Nguyệt, cấp đổi giấy phép', code: 'H29.12-260105-0042' };
      await store.commit([
        commitItem({ caseId: 'wanted', index: wanted }),
        commitItem({ caseId: 'other', index: { text: 'Lê Văn Bảy', code: 'K01.1-260105-0001' } }),
        commitItem({ caseId: 'silent' }),
      ]);
      for (const text of hits) assert.deepEqual(await found(store, { text }), ['wanted'], text);
      for (const text of misses) assert.deepEqual(await found(store, { text }), [], text);
    },
  };
}

const folding = search(
  'folding',
  'ignores case and diacritics, composed or combining, and takes đ for d',
  ['do thi anh nguyet', 'ĐỖ THỊ', 'đỗ', 'nguyệt'.normalize('NFD'), 'NGUYỆT'.normalize('NFC'), 'cap doi'],
  ['to thi'],
);

const prefix = search(
  'prefix',
  'finds a word by its beginning, not by its middle or end',
  ['ngu', 'n', 'giấ ph'],
  ['guyet', 'yet', 'nguyetx'],
);

const allWords = search(
  'all-words',
  'wants every word, in any order',
  ['nguyet do', 'phep cap anh'],
  ['nguyet bay', 'do thi van'],
);

const code = search(
  'code',
  'searches the code as well as the text',
  ['h29.12', '0042 do', 'H29 12 2601'],
  ['0043', '9.12'],
);

const special = search(
  'special',
  'takes quotes, operators and wildcards for spaces between words',
  ['"do"', 'do* anh', '(nguyet)', 'do - thi', 'cap:doi'],
  ['do OR bay', 'do NOT thi', '*yet'],
);

const none: StoreRule = {
  id: 'text.none',
  name: 'filters nothing by a text without words',
  async run({ store }) {
    await store.commit([commitItem({ caseId: 'a', index: index('một') }), commitItem({ caseId: 'b' })]);
    assert.deepEqual(await found(store, { text: ' - ' }), ['a', 'b']);
    assert.deepEqual(await found(store, { text: '' }), ['a', 'b']);
  },
};

const changed: StoreRule = {
  id: 'text.changed',
  name: 'finds a case by its text after every change, and no more by an old one',
  async run({ store }) {
    await store.commit([commitItem({ index: index('alpha beta') })]);
    await store.commit([commitItem({ expectedRevision: 1, index: index('alpha beta'), state: 'moved' })]);
    assert.deepEqual(await found(store, { text: 'beta' }), ['case-1']);
    await store.commit([commitItem({ expectedRevision: 2, index: index('alpha gamma') })]);
    assert.deepEqual(await found(store, { text: 'beta' }), []);
    assert.deepEqual(await found(store, { text: 'alpha gam' }), ['case-1']);
    await store.commit([commitItem({ expectedRevision: 3 })]);
    assert.deepEqual(await found(store, { text: 'alpha' }), []);
    await store.commit([commitItem({ expectedRevision: 4, index: index('delta') })]);
    assert.deepEqual(await found(store, { text: 'delta' }), ['case-1']);
  },
};

export const textRules: readonly StoreRule[] = [folding, prefix, allWords, code, special, none, changed];
