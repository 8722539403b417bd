/** JSON pointers (RFC 6901) and what is done with them. */
export function pointerTo(base: string, key: string): string {
  const isPlain = !key.includes('~') && !key.includes('/');
  return `${base}/${isPlain ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** What a document has in a place; undefined when it has no such place. */
export function valueAt(document: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce(
    (value: unknown, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    document,
  );
}

const segmentsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

interface Branch {
  value?: unknown;
  isSet: boolean;
  readonly below: Map<string, Branch>;
}

/**
 * The document with other values at some places; what lies beside them is shared with the original. Undefined when
 * the document has no such place.
 */
export function patched<Document>(document: Document, values: ReadonlyMap<string, unknown>): Document | undefined {
  if (values.size === 0) return document;
  const root: Branch = { isSet: false, below: new Map() };
  for (const [pointer, value] of values) {
    let branch = root;
    for (const segment of segmentsOf(pointer)) {
      const next = branch.below.get(segment) ?? { isSet: false, below: new Map() };
      branch.below.set(segment, next);
      branch = next;
    }
    branch.value = value;
    branch.isSet = true;
  }
  try {
    return apply(document, root) as Document;
  } catch (error) {
    if (error === missing) return undefined;
    throw error;
  }
}

const missing = Symbol('missing');

function apply(value: unknown, branch: Branch): unknown {
  if (branch.isSet) return branch.value;
  if (Array.isArray(value)) {
    const copy: unknown[] = [...value];
    for (const [key, below] of branch.below) {
      if (!(key in copy)) throw missing;
      copy[Number(key)] = apply(copy[Number(key)], below);
    }
    return copy;
  }
  if (typeof value !== 'object' || value === null) throw missing;
  const left = new Set(branch.below.keys());
  // Entries and not a spread with assignments: a key may be called `__proto__`.
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const below = branch.below.get(key);
      left.delete(key);
      return [key, below === undefined ? inner : apply(inner, below)];
    }),
  );
  if (left.size > 0) throw missing;
  return copy;
}
