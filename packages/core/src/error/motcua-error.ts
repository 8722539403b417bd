import { type ErrorCode, errorCodes } from './codes.js';

const brand = Symbol.for('motcua.error');

/** Machine-readable facts about an error; keys are documented on the page of its code. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface MotcuaErrorInit {
  /** What happened, with the ids. */
  readonly happened: string;
  /** What was expected instead. */
  readonly expected: string;
  /** What the reader can do now. */
  readonly remedy: string;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * The only error class of motcua. Recognise it with {@link isMotcuaError}, never with `instanceof`:
 * an application may load the library twice (ESM and CommonJS).
 */
export class MotcuaError extends Error {
  override readonly name = 'MotcuaError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly retryable: boolean;

  constructor(code: ErrorCode, init: MotcuaErrorInit) {
    super(errorText(init), init.cause === undefined ? undefined : { cause: init.cause });
    this.code = code;
    this.details = init.details ?? {};
    this.retryable = errorCodes[code].retryable;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** The three-part message: what happened; what was expected; what to do now. */
export function errorText(init: Pick<MotcuaErrorInit, 'happened' | 'expected' | 'remedy'>): string {
  return `${init.happened}. Expected: ${init.expected}. What to do: ${init.remedy}.`;
}

/** True for an error of motcua, of any copy of the library, and of the given code if one is named. */
export function isMotcuaError(error: unknown, code?: ErrorCode): error is MotcuaError {
  if (typeof error !== 'object' || error === null) return false;
  if ((error as Record<symbol, unknown>)[brand] !== true) return false;
  const found = (error as { code?: unknown }).code;
  if (typeof found !== 'string' || !Object.hasOwn(errorCodes, found)) return false;
  return code === undefined || found === code;
}
