import { describe, expect, test } from 'vitest';
import { foldText, searchWords } from './search.js';

describe('foldText', () => {
  test.each([
    ['Nguyễn Thị Ánh', 'nguyen thi anh'],
    ['Nguyễn Thị Ánh'.normalize('NFD'), 'nguyen thi anh'],
    ['Đường Điện Biên Phủ, đỏ', 'duong dien bien phu, do'],
    ['ƯỚC ƠI', 'uoc oi'],
    ['H29.12-0042', 'h29.12-0042'],
    ['', ''],
  ])('folds %s', (text, folded) => {
    expect(foldText(text)).toBe(folded);
  });

  test('gives the same for a text it has folded already', () => {
    const folded = foldText('Cấp đổi Giấy phép Xây dựng');
    expect(foldText(folded)).toBe(folded);
  });
});

describe('searchWords', () => {
  test('takes runs of letters and digits', () => {
    expect(searchWords('  "Đỗ" (Thị)* H29.12-0042 ')).toEqual(['do', 'thi', 'h29', '12', '0042']);
  });

  test('finds no word in punctuation', () => {
    expect(searchWords(' - * ')).toEqual([]);
  });
});
