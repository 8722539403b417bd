/** A value as lines of text, with sorted keys, so that two of them can be compared line by line. */
export function linesOf(value: unknown): readonly string[] {
  return (JSON.stringify(value, sortKeys, 2) ?? 'undefined').split('\n');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The longest common subsequence of two lists of lines, as a table of its lengths. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const row = table[i] as number[];
      const below = table[i + 1] as number[];
      row[j] = left[i] === right[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

/** How to get from the expected lines to the found ones: `- ` expected only, `+ ` found only. */
export function difference(expected: readonly string[], found: readonly string[]): readonly string[] {
  const table = commonLengths(expected, found);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < expected.length || j < found.length) {
    if (i < expected.length && j < found.length && expected[i] === found[j]) {
      lines.push(`  ${expected[i]}`);
      i += 1;
      j += 1;
    } else if (j >= found.length || (i < expected.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      lines.push(`- ${expected[i]}`);
      i += 1;
    } else {
      lines.push(`+ ${found[j]}`);
      j += 1;
    }
  }
  return lines;
}

/** The part of a value that a pattern speaks of: the named fields of objects, everything else whole. */
export function pick(found: unknown, pattern: unknown): unknown {
  if (Array.isArray(pattern) && Array.isArray(found)) {
    return found.map((item: unknown, index) => (index < pattern.length ? pick(item, pattern[index]) : item));
  }
  if (isRecord(pattern) && isRecord(found)) {
    return Object.fromEntries(Object.keys(pattern).map((key) => [key, pick(found[key], pattern[key])]));
  }
  return found;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
