/** JSON with sorted keys; functions and symbols are replaced by a mark, so that only structure counts. */
export function stableText(value: unknown): string {
  if (typeof value === 'function') return '"fn"';
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stableText).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${stableText(field)}`);
  return `{${fields.join(',')}}`;
}

/**
 * 64-bit FNV-1a as 16 hex digits. It recognises a definition that changed under an unchanged version by mistake; it is
 * no protection against anybody who means to deceive.
 */
export function stableHash(value: unknown): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(stableText(value))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
