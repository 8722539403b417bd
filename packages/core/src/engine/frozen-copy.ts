/** A copy that nobody can change. */
export interface FrozenCopy<Document> {
  readonly copy: Document;
  /** What had to be made for it takes at most so much memory, as far as can be told. */
  readonly bytes: number;
}

/**
 * Copies a document: the copy equals what its JSON would give back, and nobody can change it. What stands in the same
 * place of an earlier such copy is taken over from it, so that the next copy of a case costs what has changed in it.
 *
 * @param earlier a frozen copy; nothing else will do, since what is shared with it is not looked into.
 */
export function frozenCopy<Document extends object>(document: Document, earlier?: Document): FrozenCopy<Document> {
  const walk: Walk = { bytes: 0 };
  return { copy: copyOf(document, earlier, walk) as Document, bytes: walk.bytes };
}

/** What a document takes in memory, counted as {@link frozenCopy} does. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value !== 'object' || value === null) return 0;
  const inside = Object.values(value);
  return inside.reduce<number>((sum, inner) => sum + bytesOf(inner), objectBytes(inside.length));
}

interface Walk {
  bytes: number;
}

/** An object or list with so many fields: its header, room to grow, and a place for each. */
const objectBytes = (fields: number): number => 56 + 8 * fields;

const textBytes = ({ length }: string): number => 24 + 2 * length;

function copyOf(value: unknown, earlier: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case 'string':
      if (value === earlier) return earlier;
      walk.bytes += textBytes(value);
      return ownText(value);
    case 'number':
      // JSON has no negative zero.
      return value + 0;
    case 'object':
      if (value === null || value === earlier) return value;
      return Array.isArray(value) ? copyOfList(value, earlier, walk) : copyOfFields(value, earlier, walk);
    default:
      return value;
  }
}

function copyOfList(list: readonly unknown[], earlier: unknown, walk: Walk): readonly unknown[] {
  const before: readonly unknown[] = Array.isArray(earlier) ? earlier : [];
  const copy = list.slice();
  walk.bytes += objectBytes(copy.length);
  for (let index = 0; index < copy.length; index += 1) copy[index] = copyOf(copy[index], before[index], walk);
  return Object.freeze(copy);
}

type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = Object.freeze({});

/** Made at one go and then corrected where it must be, which is several times as fast as field by field. */
function copyOfFields(fields: object, earlier: unknown, walk: Walk): Fields {
  const before = typeof earlier === 'object' && earlier !== null ? (earlier as Fields) : NONE;
  const copy: Record<string, unknown> = { ...fields };
  const keys = Object.keys(copy);
  walk.bytes += objectBytes(keys.length);
  for (const key of keys) {
    const field = copy[key];
    if (field === undefined) delete copy[key];
    else if (isToCorrect(field)) copy[key] = copyOf(field, before[key], walk);
    else if (typeof field === 'string' && field !== before[key]) walk.bytes += textBytes(field);
  }
  return Object.freeze(copy);
}

/** Short texts, truth values and most numbers are their own copies. */
function isToCorrect(field: unknown): boolean {
  if (typeof field === 'string') return field.length >= SHORTEST_SLICE;
  return typeof field === 'number' ? field === 0 : typeof field === 'object';
}

/** The shortest text that V8 keeps as a part of the text it was cut from. */
const SHORTEST_SLICE = 13;

/** The same text on its own: ten lines of a long application must not keep all of it in memory. */
const ownText = (text: string): string => (text.length < SHORTEST_SLICE ? text : ` ${text}`.slice(1));
