/** Where two JSON values begin to differ. */
export interface ValueDifference {
  /** `[1].entry.budget.amount`; '' for the values themselves. */
  readonly path: string;
  readonly stored: unknown;
  readonly replayed: unknown;
}

/** The first place in which two values differ, in the order of the stored one; undefined when they are equal as JSON. */
export function firstDifference(stored: unknown, replayed: unknown, path = ''): ValueDifference | undefined {
  if (Object.is(stored, replayed)) return undefined;
  if (!isContainer(stored) || !isContainer(replayed) || Array.isArray(stored) !== Array.isArray(replayed))
    return { path, stored, replayed };
  const keys = new Set([...Object.keys(stored), ...Object.keys(replayed)]);
  for (const key of keys) {
    const inside = Array.isArray(stored) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = firstDifference(stored[key], replayed[key], inside);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
