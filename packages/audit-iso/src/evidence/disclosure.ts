import { canonicalText } from '../canonical/canonical-text.js';
import { hex, utf8 } from '../encoding/bytes.js';
import type { Leaf } from '../leaf/leaf.js';

/** A value that a record only commits to, with the salt that shows it: what an auditor is handed. */
export interface DisclosedValue {
  /** Name of the field in the record. */
  readonly path: string;
  /** 16 bytes in hexadecimal. */
  readonly salt: string;
  readonly value: unknown;
}

/**
 * True when the value is the one that the record commits to. Whoever erased the salt erased the link between the two:
 * the record stays whole, and nobody can guess the value from it.
 */
export async function isDisclosed(leaf: Leaf, { path, salt, value }: DisclosedValue): Promise<boolean> {
  const fields = leaf.body.fields ?? {};
  if (!/^([0-9a-f]{2}){16}$/u.test(salt) || !Object.hasOwn(fields, path)) return false;
  const bytes = Uint8Array.from(salt.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const commitment = await crypto.subtle.sign('HMAC', key, utf8(canonicalText([path, value])));
  return hex(new Uint8Array(commitment)) === fields[path];
}
