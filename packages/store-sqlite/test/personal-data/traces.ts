import { existsSync, readFileSync } from 'node:fs';
import { foldText, searchWords } from '@motcua/core/contract';

/** Shorter ones stand in a database by chance. */
const TELLING_LENGTH = 6;

/** What may be found of a text: the whole, its words, as they are and folded. */
function piecesOf(text: string): readonly string[] {
  const words = [...text.split(/[\s,.@?]+/u), ...searchWords(text)];
  return [text, foldText(text), ...words].filter((piece) => piece.length >= TELLING_LENGTH);
}

/** Base64 of a text that begins anywhere in what was encoded: without the letters that its neighbours decide. */
function base64Of(bytes: Buffer): readonly Buffer[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const firstWhole = Math.ceil((shift * 8) / 6);
    return Buffer.from(text.slice(firstWhole, Math.floor(((shift + bytes.length) * 8) / 6)));
  });
}

/** The forms in which bytes of a text may lie in a file. */
function formsOf(piece: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const utf16 = Buffer.from(piece, 'utf16le');
  const texts = new Map<string, Buffer>([
    ['UTF-8', Buffer.from(piece)],
    ['NFC', Buffer.from(piece.normalize('NFC'))],
    ['NFD', Buffer.from(piece.normalize('NFD'))],
    ['UTF-16', utf16],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
    ['JSON escapes', Buffer.from(escaped(piece))],
  ]);
  return [...texts].flatMap(([form, bytes]): [string, Buffer][] => [
    [form, bytes],
    ...base64Of(bytes).map((encoded): [string, Buffer] => [`${form} in base64`, encoded]),
    [`${form} in hex`, Buffer.from(bytes.toString('hex'))],
    [`${form} in HEX`, Buffer.from(bytes.toString('hex').toUpperCase())],
  ]);
}

const escaped = (text: string): string =>
  text.replace(/[^ -~]/gu, (letter) =>
    [...Buffer.from(letter, 'utf16le').swap16().toString('hex').matchAll(/.{4}/gu)]
      .map(([unit]) => `\\u${unit}`)
      .join(''),
  );

/** What is found of the texts in a database and all that lies beside it, by form. */
export function tracesIn(file: string, texts: readonly string[]): readonly string[] {
  const files = ['', '-wal', '-shm', '-journal']
    .map((suffix) => file + suffix)
    .filter(existsSync)
    .map((path) => readFileSync(path));
  const pieces = [...new Set(texts.flatMap(piecesOf))];
  return pieces.flatMap((piece) =>
    formsOf(piece)
      .filter(([, bytes]) => files.some((content) => content.includes(bytes)))
      .map(([form]) => `${piece} (${form})`),
  );
}
