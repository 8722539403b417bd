import { MAX_JSON_DEPTH, MotcuaError } from '@motcua/core/contract';

/**
 * The canonical text of a value (RFC 8785): one value, one text, so that its hash can be computed again by anybody.
 * Strict: plain objects and arrays without holes, finite numbers, well-formed text. A field that is undefined is refused
 * like everything else that JSON would change silently.
 *
 * @throws MC_AUDIT_VALUE_INVALID
 */
export function canonicalText(value: unknown): string {
  return textOf(value, 'foreign');
}

/**
 * The same of a value that `JSON.parse` gave or this package made: its objects are plain by construction, so nobody looks.
 * A field that is undefined is left out.
 *
 * @throws MC_AUDIT_VALUE_INVALID for texts and numbers that JSON cannot hold.
 */
export function canonicalOwn(value: unknown): string {
  return textOf(value, 'own');
}

function textOf(value: unknown, origin: Origin): string {
  const path: string[] = [];
  const offence: Offence = {};
  const text = write(value, { path, offence, origin }, 0);
  if (offence.problem === undefined) return text;
  const place = path.reverse().join('.') || '(value)';
  throw new MotcuaError('MC_AUDIT_VALUE_INVALID', {
    happened: `A value has no canonical form: ${place}: ${offence.problem}`,
    expected: 'text, finite numbers, true, false, null, lists and plain objects, as JSON has them',
    remedy: 'bring the value into that form before it is recorded: a date as text, an absent field left out',
    details: { place, problem: offence.problem },
  });
}

/**
 * The value of a canonical text; undefined when the text is not JSON, or not in canonical form: fields out of order,
 * the same field twice, white space, a number written another way.
 */
export function parseCanonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalOwn(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

type Offence = { problem?: string };
type Origin = 'foreign' | 'own';

interface Writing {
  /** Filled from the inside out when there is an offence; the text is of no use then. */
  readonly path: string[];
  readonly offence: Offence;
  readonly origin: Origin;
}

function write(value: unknown, writing: Writing, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quoted(value) ?? refuse(writing, 'text with half of a surrogate pair');
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : refuse(writing, `${value} is no number in JSON`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_JSON_DEPTH) return refuse(writing, `deeper than ${MAX_JSON_DEPTH} levels, or within itself`);
      return Array.isArray(value)
        ? writeList(value, writing, depth)
        : writeFields(value as Record<string, unknown>, writing, depth);
    default:
      return refuse(writing, value === undefined ? 'undefined is not in JSON' : `a ${typeof value} is not in JSON`);
  }
}

function writeList(list: readonly unknown[], writing: Writing, depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    // A hole reads as undefined, which is refused.
    const item = write(list[index], writing, depth + 1);
    if (writing.offence.problem !== undefined) return stop(writing, String(index));
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function writeFields(fields: Record<string, unknown>, writing: Writing, depth: number): string {
  const isForeign = writing.origin === 'foreign';
  const keys = Object.keys(fields);
  if (isForeign && !isPlain(fields, keys, writing)) return '';
  // Without a comparison `sort` goes by UTF-16 code units: the order that RFC 8785, section 3.2.3, asks for.
  keys.sort();
  let text = '';
  for (const key of keys) {
    const name = nameOf(key);
    if (name === undefined) return refuse(writing, 'a field name with half of a surrogate pair');
    if (isForeign && isComputed(fields, key)) {
      refuse(writing, 'a field that is computed when it is read');
      return stop(writing, key);
    }
    const value = fields[key];
    if (value === undefined && !isForeign) continue;
    const field = write(value, writing, depth + 1);
    if (writing.offence.problem !== undefined) return stop(writing, key);
    text += text === '' ? name + field : `,${name}${field}`;
  }
  return `{${text}}`;
}

function isPlain(fields: object, keys: readonly string[], writing: Writing): boolean {
  const prototype: unknown = Object.getPrototypeOf(fields);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    refuse(writing, 'an object of a class is not in JSON');
  } else if (Reflect.ownKeys(fields).length !== keys.length) {
    refuse(writing, 'an object with hidden fields or symbols');
  }
  return writing.offence.problem === undefined;
}

function isComputed(fields: object, key: string): boolean {
  const found = Object.getOwnPropertyDescriptor(fields, key);
  return found?.get !== undefined || found?.set !== undefined;
}

/** Most texts are what they look like between quotes: printable ASCII without a quote and a backslash. */
const asItIs = /^[ !#-[\]-~]*$/u;

function quoted(text: string): string | undefined {
  if (asItIs.test(text)) return `"${text}"`;
  return text.isWellFormed() ? JSON.stringify(text) : undefined;
}

const MAX_NAMES = 1_000;
/** Names of fields as they are written: records have few of them, again and again. */
const names = new Map<string, string>();

function nameOf(key: string): string | undefined {
  const known = names.get(key);
  if (known !== undefined) return known;
  const text = quoted(key);
  if (text === undefined) return undefined;
  const name = `${text}:`;
  if (names.size < MAX_NAMES) names.set(key, name);
  return name;
}

function refuse({ offence }: Writing, problem: string): string {
  offence.problem = problem;
  return '';
}

function stop({ path }: Writing, place: string): string {
  path.push(place.toWellFormed());
  return '';
}
