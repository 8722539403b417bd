/** Levels of nesting a value that is stored may have. */
export const MAX_JSON_DEPTH = 100;

/** A value as JSON carries it: a copy that shares nothing with it; or why there is none. */
export type JsonCopy =
  | {
      readonly copy: unknown;
      /** A bound on its JSON in UTF-8, several times as large as that. */
      readonly atMostBytes: number;
      readonly offence?: undefined;
    }
  | { readonly offence: string };

/**
 * Copies a value as a store would give it back, or says why it would not come back as it went in, and where. Text must
 * be well-formed Unicode without NUL characters (SQLite and PostgreSQL change or refuse other text), numbers finite,
 * objects plain, and nothing deeper than {@link MAX_JSON_DEPTH} levels. A field that is undefined counts as absent.
 */
export function copyJson(value: unknown): JsonCopy {
  const walk: Walk = { isCopying: true, path: [], bytes: 0 };
  const copy = copyIn(value, walk, 0);
  return walk.problem === undefined ? { copy, atMostBytes: walk.bytes } : { offence: offenceOf(walk, walk.problem) };
}

/** Says why a value would not come back from a store as it went in, by the rules of {@link copyJson}. */
export function jsonOffence(value: unknown): string | undefined {
  const walk: Walk = { isCopying: false, path: [], bytes: 0 };
  copyIn(value, walk, 0);
  return walk.problem && offenceOf(walk, walk.problem);
}

const offenceOf = ({ path }: Walk, problem: string): string => `${path.reverse().join('.') || '(value)'}: ${problem}`;

interface Walk {
  /** Or only looking. */
  readonly isCopying: boolean;
  /** Filled from the inside out. */
  readonly path: string[];
  bytes: number;
  /** Once it is set, the walk ends and what it returned is worth nothing. */
  problem?: string;
}

/** Most bytes a number, `true`, `false` or `null` takes, a comma included. */
const SCALAR_BYTES = 26;
/** Most bytes a code unit takes: as an escape. */
const UNIT_BYTES = 6;
/** Quotes, a comma, a colon; or brackets and a comma. */
const FRAME_BYTES = 4;

function copyIn(value: unknown, walk: Walk, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      checkText(value, walk);
      return value;
    case 'number':
      walk.bytes += SCALAR_BYTES;
      if (!Number.isFinite(value)) walk.problem = `${value} is no number in JSON`;
      // JSON has no negative zero.
      return value + 0;
    case 'boolean':
      walk.bytes += SCALAR_BYTES;
      return value;
    case 'object':
      walk.bytes += SCALAR_BYTES;
      return value === null ? null : copyInside(value, walk, depth);
    default:
      walk.problem = `${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`} is not in JSON`;
      return undefined;
  }
}

function copyInside(value: object, walk: Walk, depth: number): unknown {
  if (depth === MAX_JSON_DEPTH) walk.problem = `deeper than ${MAX_JSON_DEPTH} levels, or within itself`;
  else if (Array.isArray(value)) return copyList(value, walk, depth);
  else if (!isPlain(value)) walk.problem = `an object of the class ${className(value)} is not in JSON`;
  else return copyFields(value as Readonly<Record<string, unknown>>, walk, depth);
  return undefined;
}

function copyList(list: readonly unknown[], walk: Walk, depth: number): unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const item = copyIn(list[index], walk, depth + 1);
    if (walk.isCopying) copy.push(item);
    if (walk.problem === undefined) continue;
    walk.path.push(String(index));
    break;
  }
  return copy;
}

function copyFields(fields: Readonly<Record<string, unknown>>, walk: Walk, depth: number): unknown {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    if (key === '__proto__') walk.problem = 'a field of this name would change what an object is';
    else {
      checkText(key, walk);
      const field = walk.problem === undefined ? fields[key] : undefined;
      const inner = field === undefined ? undefined : copyIn(field, walk, depth + 1);
      if (inner !== undefined && walk.isCopying) copy[key] = inner;
    }
    if (walk.problem === undefined) continue;
    walk.path.push(printable(key));
    break;
  }
  return copy;
}

function checkText(text: string, walk: Walk): void {
  walk.bytes += UNIT_BYTES * text.length + FRAME_BYTES;
  if (!text.isWellFormed()) walk.problem = 'text with half of a surrogate pair';
  else if (text.includes('\0')) walk.problem = 'text with a NUL character';
}

/** Made by braces or JSON, in whatever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const className = (value: object): string => {
  const made: unknown = value.constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : '(unnamed)';
};

/** The JSON of a document, as a store writes it down. */
export const documentText = (document: object): string => JSON.stringify(document);

/** Text that a message may show and a store may keep. */
export const printable = (text: string): string => text.toWellFormed().replaceAll('\0', '\u{fffd}');
