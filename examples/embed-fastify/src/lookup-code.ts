import { randomInt } from 'node:crypto';

/** Without I, L, O and U, which are misread. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of 60 random bits, in groups to be read out: `K7QF-9M2R-X3TD`. It is derived from nothing, so nothing can be told from it. */
export function newLookupCode(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${group()}-${group()}-${group()}`;
}

/** The code as it was typed in, with the usual misreadings set right; undefined when it cannot be one. */
export function readLookupCode(text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s-]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/u.test(plain)) return undefined;
  return `${plain.slice(0, 4)}-${plain.slice(4, 8)}-${plain.slice(8)}`;
}
