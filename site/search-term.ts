/**
 * A word as the search of the site compares it: lower case, without diacritics, `đ` as `d`. So `thoi han` finds `thời
 * hạn`, typed in whatever way a keyboard composes it. VitePress carries the function to the browser as text: it stands
 * for itself.
 */
export function searchTerm(word: string): string {
  return word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd');
}
