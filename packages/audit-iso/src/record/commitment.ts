import { hash } from 'node:crypto';
import type { Disclosure } from '@motcua/core/contract';
import { canonicalText } from '../canonical/canonical-text.js';

/**
 * Stands for a value in a record: HMAC-SHA-256 under a random salt of the canonical text of `[path, value]`, in
 * hexadecimal. Who has path, value and salt computes it again; who has not the salt learns nothing, even of a value that
 * is easily guessed, such as an identity number.
 */
export const commitmentOf = ({ path, salt, value }: Disclosure): string =>
  hmac(Buffer.from(salt, 'hex'), canonicalText([path, value]));

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const INNER = 0x36;
const OUTER = 0x5c;

/** HMAC-SHA-256 (RFC 2104) by two hashes in one call each: many times faster than `createHmac` for short messages. */
function hmac(key: Buffer, message: string): string {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const inner = Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(message));
  inner.write(message, BLOCK_BYTES);
  const outer = Buffer.allocUnsafe(BLOCK_BYTES + HASH_BYTES);
  for (let place = 0; place < BLOCK_BYTES; place += 1) {
    const byte = place < short.length ? (short[place] as number) : 0;
    inner[place] = byte ^ INNER;
    outer[place] = byte ^ OUTER;
  }
  hash('sha256', inner, 'buffer').copy(outer, BLOCK_BYTES);
  return hash('sha256', outer, 'hex');
}
