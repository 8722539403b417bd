import { createHmac } from 'node:crypto';
import type { Disclosure } from '@motcua/core/contract';
import { canonicalText } from '../canonical/canonical-text.js';

/**
 * Stands for a value in a record: HMAC-SHA-256 under a random salt of the canonical text of `[path, value]`, in
 * hexadecimal. Who has path, value and salt computes it again; who has not the salt learns nothing, even of a value that
 * is easily guessed, such as an identity number.
 */
export const commitmentOf = ({ path, salt, value }: Disclosure): string =>
  createHmac('sha256', Buffer.from(salt, 'hex'))
    .update(canonicalText([path, value]), 'utf8')
    .digest('hex');
