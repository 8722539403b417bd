/** Where two JSON values begin to differ. */
export interface ValueDifference {
  /** `[1].entry.budget.amount`; '' for the values themselves. */
  readonly path: string;
  readonly stored: unknown;
  readonly replayed: unknown;
}

export interface ComparedValues {
  readonly stored: unknown;
  readonly replayed: unknown;
  /** JSON pointer of the values in their record. */
  readonly pointer?: string;
  /** Places, as JSON pointers, of which the stored value is not known. */
  readonly unknown?: ReadonlySet<string>;
}

/** The first place in which two values differ, in the order of the stored one; undefined when they are equal as JSON. */
export function firstDifference(
  { stored, replayed, pointer = '', unknown = NONE }: ComparedValues,
  path = '',
): ValueDifference | undefined {
  if (Object.is(stored, replayed) || unknown.has(pointer)) return undefined;
  if (!isContainer(stored) || !isContainer(replayed) || Array.isArray(stored) !== Array.isArray(replayed))
    return { path, stored, replayed };
  const keys = new Set([...Object.keys(stored), ...Object.keys(replayed)]);
  for (const key of keys) {
    const inside = Array.isArray(stored) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const below = { stored: stored[key], replayed: replayed[key], pointer: pointerTo(pointer, key), unknown };
    const found = firstDifference(below, inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

const NONE: ReadonlySet<string> = new Set();

const pointerTo = (base: string, key: string): string => `${base}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
