import { searchWords } from '../../contract/search.js';
import { boundedMap } from './bounded-map.js';
import type { KeyRing } from './key-ring.js';

/**
 * What a store may see of persons and names so that it can find them: keyed hashes (HMAC-SHA-256) under the tenant's
 * secret. Equal things have equal hashes; nothing else can be told from them without the secret.
 */
export interface BlindIndex {
  /** Pseudonyms of persons, by id. */
  pseudonyms(tenant: string, ids: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /** One mark for each beginning of each word of a text, in an order that says nothing. */
  marksOf(tenant: string, text: string): Promise<readonly string[]>;
  /** The words of a query, each as the mark that a case with such a word has. */
  query(tenant: string, text: string): Promise<string>;
  /** Forgets the words it has hashed. */
  forget(): void;
}

/**
 * U+01C0, a letter no Vietnamese or English word begins with: a word of a query never begins a mark by chance. Stores
 * take it as a part of a word.
 */
const MARK = 'ǀ';

/** Longer words are found by so many first letters. */
const LONGEST_BEGINNING = 24;

const KEPT_HASHES = 50_000;

/** The mark of a key: it finds the cases with data of the person the key belongs to. */
export const keyMark = (id: string): string => `${MARK}${id}`;

export function blindIndex(ring: KeyRing): BlindIndex {
  const known = boundedMap<Promise<string>>(KEPT_HASHES);
  const encoder = new TextEncoder();

  const hash = (tenant: string, what: string, bytes: number): Promise<string> => {
    const name = JSON.stringify([tenant, what]);
    const before = known.get(name);
    if (before !== undefined) return before;
    const fresh = ring
      .searchKey(tenant)
      .then((key) => globalThis.crypto.subtle.sign('HMAC', key, encoder.encode(what)))
      .then((signature) => hex(new Uint8Array(signature, 0, bytes)));
    known.set(name, fresh);
    fresh.catch(() => known.delete(name));
    return fresh;
  };
  const markOf = async (tenant: string, beginning: string) => `${MARK}${await hash(tenant, `word ${beginning}`, 6)}`;

  return {
    async pseudonyms(tenant, ids) {
      const distinct = [...new Set(ids)];
      const hashes = await Promise.all(distinct.map((id) => hash(tenant, `person ${id.normalize('NFC')}`, 16)));
      return new Map(distinct.map((id, index) => [id, hashes[index] as string]));
    },
    async marksOf(tenant, text) {
      const beginnings = new Set(searchWords(text).flatMap(beginningsOf));
      const marks = await Promise.all([...beginnings].map((beginning) => markOf(tenant, beginning)));
      return marks.sort();
    },
    forget: known.clear,
    async query(tenant, text) {
      const words = searchWords(text).map((word) => beginningsOf(word).at(-1) ?? '');
      return (await Promise.all(words.map((word) => markOf(tenant, word)))).join(' ');
    },
  };
}

function beginningsOf(word: string): readonly string[] {
  const letters = [...word].slice(0, LONGEST_BEGINNING);
  return letters.map((_, index) => letters.slice(0, index + 1).join(''));
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
