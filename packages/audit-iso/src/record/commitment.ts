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
const INNER = 0x36;
const OUTER = 0x5c;

/** HMAC-SHA-256 (RFC 2104) by two hashes in one call each: many times faster than `createHmac` for short messages. */
function hmac(key: Buffer, message: string): string {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const inner = hash('sha256', Buffer.concat([padded(short, INNER), Buffer.from(message, 'utf8')]), 'buffer');
  return hash('sha256', Buffer.concat([padded(short, OUTER), inner]), 'hex');
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES, pad);
  for (const [place, byte] of key.entries()) block[place] = byte ^ pad;
  return block;
}
