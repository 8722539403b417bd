/** Levels of nesting a value that is stored may have. */
export const MAX_JSON_DEPTH = 100;

/**
 * Says why a value would not come back from a store as it went in, and where; undefined when it would. Text must be
 * well-formed Unicode without NUL characters (SQLite and PostgreSQL change or refuse other text), numbers finite,
 * objects plain, and nothing deeper than {@link MAX_JSON_DEPTH} levels. A field that is undefined counts as absent.
 */
export function jsonOffence(value: unknown): string | undefined {
  const path: string[] = [];
  const problem = offenceIn(value, path, 0);
  return problem === undefined ? undefined : `${path.reverse().join('.') || '(value)'}: ${problem}`;
}

/** Fills the path from the inside out. */
function offenceIn(value: unknown, path: string[], depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return textOffence(value);
    case 'number':
      return Number.isFinite(value) ? undefined : `${value} is no number in JSON`;
    case 'boolean':
      return undefined;
    case 'object':
      return value === null ? undefined : offenceInside(value, path, depth);
    default:
      return `${typeof value === 'undefined' ? 'undefined' : `a ${typeof value}`} is not in JSON`;
  }
}

function offenceInside(value: object, path: string[], depth: number): string | undefined {
  if (depth === MAX_JSON_DEPTH) return `deeper than ${MAX_JSON_DEPTH} levels, or within itself`;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const problem = offenceIn(value[index], path, depth + 1);
      if (problem === undefined) continue;
      path.push(String(index));
      return problem;
    }
    return undefined;
  }
  if (!isPlain(value)) return `an object of the class ${className(value)} is not in JSON`;
  for (const [key, field] of Object.entries(value)) {
    const problem =
      key === '__proto__'
        ? 'a field of this name would change what an object is'
        : (textOffence(key) ?? (field === undefined ? undefined : offenceIn(field, path, depth + 1)));
    if (problem === undefined) continue;
    path.push(printable(key));
    return problem;
  }
  return undefined;
}

const textOffence = (text: string): string | undefined => {
  if (!text.isWellFormed()) return 'text with half of a surrogate pair';
  return text.includes('\0') ? 'text with a NUL character' : undefined;
};

/** Made by braces or JSON, in whatever realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const className = (value: object): string => {
  const made: unknown = value.constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : '(unnamed)';
};

/** Text that a message may show and a store may keep. */
export const printable = (text: string): string => text.toWellFormed().replaceAll('\0', '\u{fffd}');
