/**
 * Text as the search sees it: lower case, without diacritics, `đ` as `d`. The same for every store, so a query finds
 * the same cases everywhere. Composed and decomposed spellings give the same result.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/gu, 'd')
    .toLowerCase();
}

/** The words of a text, folded, in order: runs of letters and digits. `H29.12-0001` is `h29`, `12`, `0001`. */
export function searchWords(text: string): readonly string[] {
  return foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
