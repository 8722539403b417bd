import { z } from 'zod';
import { jsonOffence } from '../contract/json.js';
import { issuesOf, shortList } from '../error/index.js';

type Context = Readonly<Record<string, unknown>>;

/**
 * Says what is wrong with a context, if anything. Fields that are the very same value as before were checked when they
 * came about, so only changed ones are parsed; a schema with rules across fields is always parsed whole.
 */
export function contextOffence(schema: z.ZodType, before: Context | undefined, after: Context): string | undefined {
  if (before === after) return undefined;
  if (before === undefined || !hasFieldsOnly(schema)) return offenceOf(schema, after);
  const { shape } = schema;
  for (const key of Object.keys(after)) {
    if (after[key] === before[key]) continue;
    const field = shape[key];
    const offence = field === undefined ? offenceOf(schema, after) : offenceOf(field, after[key], key);
    if (offence !== undefined) return offence;
  }
  return Object.keys(before).every((key) => key in after) ? undefined : offenceOf(schema, after);
}

const hasFieldsOnly = (schema: z.ZodType): schema is z.ZodObject<Record<string, z.ZodType>> =>
  schema instanceof z.ZodObject && (schema.def.checks?.length ?? 0) === 0;

function offenceOf(schema: z.ZodType, value: unknown, key?: string): string | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return jsonOffence(key === undefined ? value : { [key]: value });
  const issues = shortList(issuesOf(parsed.error));
  return key === undefined ? issues : `${key}: ${issues}`;
}
