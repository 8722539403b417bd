import type { ReplyCode } from '../error/index.js';
import { errorText } from '../error/index.js';

/** Ends a decision without a change. Thrown inside `decide` only, and turned into a reply there. */
export interface Refusal {
  readonly refusal: true;
  readonly status: 'refused' | 'failed' | 'dropped';
  readonly code: ReplyCode;
  readonly message: string;
}

interface RefusalText {
  readonly happened: string;
  readonly expected: string;
  readonly remedy: string;
}

const refusal =
  (status: Refusal['status']) =>
  (code: ReplyCode, text: RefusalText): Refusal => ({ refusal: true, status, code, message: errorText(text) });

/** Not allowed now. */
export const refuse = refusal('refused');
/** Machine code threw, or produced something its own schemas forbid. */
export const fail = refusal('failed');
/** Came too late, too early or twice; recorded and passed over. */
export const drop = refusal('dropped');

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && (value as { refusal?: unknown }).refusal === true;
