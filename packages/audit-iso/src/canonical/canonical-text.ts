import { MAX_JSON_DEPTH, MotcuaError } from '@motcua/core/contract';

/**
 * The canonical text of a value (RFC 8785): one value, one text, so that its hash can be computed again by anybody.
 * Strict: plain objects and arrays without holes, finite numbers, well-formed text. A field that is undefined is refused
 * like everything else that JSON would change silently.
 *
 * @throws MC_AUDIT_VALUE_INVALID
 */
export function canonicalText(value: unknown): string {
  const path: string[] = [];
  const offence: { problem?: string } = {};
  const text = write(value, path, offence);
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
    return canonicalText(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

type Offence = { problem?: string };

/** Fills the path from the inside out when there is an offence; what it returns then is of no use. */
function write(value: unknown, path: string[], offence: Offence, depth = 0): string {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? JSON.stringify(value) : refuse(offence, 'text with half of a surrogate pair');
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : refuse(offence, `${value} is no number in JSON`);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth === MAX_JSON_DEPTH) return refuse(offence, `deeper than ${MAX_JSON_DEPTH} levels, or within itself`);
      return Array.isArray(value)
        ? writeList(value, path, offence, depth)
        : writeFields(value as Record<string, unknown>, path, offence, depth);
    default:
      return refuse(offence, value === undefined ? 'undefined is not in JSON' : `a ${typeof value} is not in JSON`);
  }
}

function writeList(list: readonly unknown[], path: string[], offence: Offence, depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    // A hole reads as undefined, which is refused.
    const item = write(list[index], path, offence, depth + 1);
    if (offence.problem !== undefined) return stop(path, String(index));
    text += index === 0 ? item : `,${item}`;
  }
  return `${text}]`;
}

function writeFields(fields: Record<string, unknown>, path: string[], offence: Offence, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(fields);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return refuse(offence, 'an object of a class is not in JSON');
  }
  const keys = Object.keys(fields);
  if (Reflect.ownKeys(fields).length !== keys.length) return refuse(offence, 'an object with hidden fields or symbols');
  // Without a comparison `sort` goes by UTF-16 code units: the order that RFC 8785, section 3.2.3, asks for.
  keys.sort();
  let text = '{';
  for (const [place, key] of keys.entries()) {
    if (!key.isWellFormed()) return refuse(offence, 'a field name with half of a surrogate pair');
    const found = Object.getOwnPropertyDescriptor(fields, key);
    if (found?.get !== undefined || found?.set !== undefined) {
      refuse(offence, 'a field that is computed when it is read');
      return stop(path, key);
    }
    const field = write(fields[key], path, offence, depth + 1);
    if (offence.problem !== undefined) return stop(path, key);
    text += `${place === 0 ? '' : ','}${JSON.stringify(key)}:${field}`;
  }
  return `${text}}`;
}

function refuse(offence: Offence, problem: string): string {
  offence.problem = problem;
  return '';
}

function stop(path: string[], place: string): string {
  path.push(place.toWellFormed());
  return '';
}
