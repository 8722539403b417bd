import { createHash } from 'node:crypto';

/** An idempotency key in 40 letters and digits: Zalo keeps 48 of a tracking id, eSMS 50 of a request id. */
export const shortId = (idempotencyKey: string): string =>
  createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 40);
