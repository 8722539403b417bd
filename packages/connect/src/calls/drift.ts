import type { z } from 'zod';
import type { Drift } from '../system/schemas.js';

/** An answer, read by its schema, and how it differs from what the schema knows. */
export type Reading =
  | { readonly fits: true; readonly value: unknown; readonly drift: readonly Drift[] }
  | { readonly fits: false; readonly drift: readonly Drift[] };

const MOST = 50;

/** Reads an answer. Fields the schema does not name do no harm and are reported; anything else makes it unreadable. */
export function readAnswer(operation: string, schema: z.ZodType, body: unknown): Reading {
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    return { fits: true, value: parsed.data, drift: unknownFields(operation, body, parsed.data).slice(0, MOST) };
  }
  return { fits: false, drift: parsed.error.issues.flatMap((issue) => driftOf(operation, issue, body)).slice(0, MOST) };
}

function driftOf(operation: string, issue: z.core.$ZodIssue, body: unknown): Drift[] {
  const path = pathOf(issue.path);
  const found = at(body, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ operation, path: pathOf([...issue.path, key]), kind: 'unknown-field' }));
  }
  if (found === undefined) return [{ operation, path, kind: 'missing-field' }];
  if (issue.code === 'invalid_value' && (typeof found === 'string' || typeof found === 'number')) {
    return [{ operation, path, kind: 'new-value', value: String(found).toWellFormed().slice(0, 100) }];
  }
  return [{ operation, path, kind: 'other' }];
}

/** Fields of the answer that the schema let fall. Rows of a list are one path: `items.*.colour`. */
function unknownFields(operation: string, body: unknown, read: unknown): Drift[] {
  const paths = new Set<string>();
  collect(body, read, [], paths);
  return [...paths].map((path) => ({ operation, path, kind: 'unknown-field' }));
}

function collect(body: unknown, read: unknown, path: readonly string[], found: Set<string>): void {
  if (Array.isArray(body) && Array.isArray(read)) {
    for (const [index, item] of body.entries()) collect(item, read[index], [...path, '*'], found);
    return;
  }
  if (!isObject(body) || !isObject(read)) return;
  for (const [key, value] of Object.entries(body)) {
    if (Object.hasOwn(read, key)) collect(value, read[key], [...path, key], found);
    else if (value !== undefined) found.add(pathOf([...path, key]));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined | null)?.[key], body);

/** `items.*.status`: a number stands for a row of a list. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? '*' : String(part)))
    .join('.')
    .toWellFormed()
    .slice(0, 300) || '*';
