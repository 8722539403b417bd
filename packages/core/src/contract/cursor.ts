import { MotcuaError } from '../error/index.js';
import type { CaseQuery } from './store.js';

/** Where a page ended: the value it was ordered by (null: it has none) and the case. */
export interface CursorPosition {
  readonly value: number | null;
  readonly caseId: string;
}

/** An opaque cursor for the page after a position. It is bound to the query's tenant, order and filters. */
export function encodeCursor(query: CaseQuery, position: CursorPosition): string {
  return toBase64Url(JSON.stringify([queryHash(query), position.value, position.caseId]));
}

/**
 * The position in the query's cursor, or undefined when it has none.
 *
 * @throws MC_CURSOR_INVALID when it is not a cursor, or belongs to another tenant, order or filter. `now` and `limit`
 * may differ from page to page.
 */
export function decodeCursor(query: CaseQuery): CursorPosition | undefined {
  if (query.cursor === undefined) return undefined;
  const [hash, value, caseId] = parseCursor(query.cursor);
  const readable = (value === null || Number.isFinite(value)) && typeof caseId === 'string';
  if (!readable) throw cursorInvalid('is not one this library made');
  if (hash !== queryHash(query)) throw cursorInvalid('belongs to another order or filter');
  return { value: value as number | null, caseId };
}

function parseCursor(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(fromBase64Url(cursor));
    return Array.isArray(parts) && parts.length === 3 ? parts : [];
  } catch {
    return [];
  }
}

function cursorInvalid(problem: string): MotcuaError {
  return new MotcuaError('MC_CURSOR_INVALID', {
    happened: `The cursor of a case query ${problem}`,
    expected: 'the `next` of the page before, with the same tenant, order and filters',
    remedy: 'ask for the first page again, without a cursor',
  });
}

/** FNV-1a, 32 bits: recognises a mistake, it is no protection. */
function queryHash(query: CaseQuery): number {
  const { now: _now, limit: _limit, cursor: _cursor, ...bound } = query;
  const entries = Object.entries({ descending: false, ...bound }).filter(([, value]) => value !== undefined);
  const text = JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

function toBase64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replace(/\+/gu, '-').replace(/\//gu, '_').replace(/=+$/u, '');
}

function fromBase64Url(text: string): string {
  const bytes = atob(text.replace(/-/gu, '+').replace(/_/gu, '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}
