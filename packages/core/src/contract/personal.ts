import { z } from 'zod';
import { MotcuaError } from '../error/index.js';

/**
 * What stands where a personal value was before its person was erased: this text for a text, 0 for a number, false for
 * a truth value, an empty list or record for one. The record that holds it lists the place in `erased`.
 */
export const ERASED = '[erased]';

/** Where to find the person a personal field is about. */
export interface PersonalMark {
  /**
   * Path of the field that holds the person's id: beside the marked field (`id`, `person/id`), or from the root
   * (`/applicant/id`) of the same input, event, fact or context, and if it is not there, of the case's context.
   * That field must be personal itself.
   */
  readonly subject: string;
}

type Gap<Value> =
  | (Value extends string ? typeof ERASED : never)
  | (Value extends number ? 0 : never)
  | (Value extends boolean ? false : never);

/** A schema that also takes what stands for an erased value. */
export type Personal<Schema extends z.ZodType> = z.ZodType<
  z.output<Schema> | Gap<z.output<Schema>>,
  z.input<Schema> | Gap<z.input<Schema>>
>;

/**
 * Marks a field as personal data of somebody: stored encrypted under a key of that person, and gone when the key is
 * destroyed. For texts, numbers, truth values, choices, and lists or records as a whole; the fields of an object are
 * marked one by one. Add checks to the schema before it is marked: `personal(z.string().min(1), { subject: 'id' })`.
 * Throws MC_WORKFLOW_INVALID for an object.
 */
export function personal<Schema extends z.ZodType>(schema: Schema, mark: PersonalMark): Personal<Schema> {
  const gaps = gapsOf(schema);
  const marked = z.union([schema, ...gaps]) as z.ZodType;
  return marked.meta({ personal: mark }) as Personal<Schema>;
}

/** The mark of a schema, if it has one; with an empty `subject` when it was not made by {@link personal}. */
export function personalMarkOf(schema: z.ZodType): PersonalMark | undefined {
  const mark = schema.meta()?.['personal'];
  if (mark === undefined) return undefined;
  const subject = typeof mark === 'object' && mark !== null ? (mark as Partial<PersonalMark>).subject : undefined;
  return schema instanceof z.ZodUnion && typeof subject === 'string' ? { subject } : { subject: '' };
}

const ERASED_LITERAL = z.literal(ERASED);

/** The schemas of what may stand for an erased value of this schema. */
function gapsOf(schema: z.ZodType): readonly z.ZodType[] {
  const { def } = schema as unknown as { readonly def: SchemaDefinition };
  switch (def.type) {
    case 'number':
      return [z.literal(0)];
    case 'boolean':
      return [z.literal(false)];
    case 'array':
    case 'tuple':
      return [z.tuple([])];
    case 'record':
      return [z.strictObject({})];
    case 'literal':
      return [...new Set((def.values ?? []).map(gapOf))].map((gap) => z.literal(gap));
    case 'union':
      return [...new Set((def.options ?? []).flatMap(gapsOf))];
    case 'object':
      throw new MotcuaError('MC_WORKFLOW_INVALID', {
        happened: 'An object was marked as personal data',
        expected: 'a mark on each personal field of the object',
        remedy: 'mark its fields, so that code that reads them still finds the object when a person is erased',
      });
    default:
      return def.innerType === undefined ? [ERASED_LITERAL] : gapsOf(def.innerType);
  }
}

interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly values?: readonly unknown[];
}

function gapOf(value: unknown): string | number | boolean {
  if (typeof value === 'number') return 0;
  return typeof value === 'boolean' ? false : ERASED;
}

/** Name and version of the form the encrypted values of a record have before they are encrypted. */
export const SERIALIZER = 'json/1';

const keyRefSchema = z.strictObject({
  id: z.string(),
  version: z.number().int().min(1),
  /** In the case itself: pseudonym of the person the key belongs to. */
  subject: z.string().optional(),
});
export type KeyRef = z.infer<typeof keyRefSchema>;

/** Values of a record that are about the same person, or the same persons, encrypted together. */
const sealedPartSchema = z.strictObject({
  /** The keys in the order they were applied; all of them are needed. */
  keys: z.array(keyRefSchema).min(1).readonly(),
  /** JSON pointers into the record, in the order the values come. */
  paths: z.array(z.string()).readonly(),
  /** What the codec made of the values, in base64. */
  data: z.string(),
});
export type SealedPart = z.infer<typeof sealedPartSchema>;

/**
 * What of a stored record is encrypted. The record itself holds, in those places, what stands for an erased value; so
 * without the keys the record is what it will be when the persons are erased.
 */
export const sealedSchema = z.strictObject({
  serializer: z.string(),
  codec: z.string(),
  parts: z.array(sealedPartSchema).readonly(),
  /** JSON pointers of values that were given up, because the person was erased. */
  erased: z.array(z.string()).readonly().optional(),
});
export type Sealed = z.infer<typeof sealedSchema>;

/** What a record has when personal data is encrypted; neither is there when it holds none. */
export interface Protected {
  /** As a store keeps it: written and read by the engine only. */
  readonly sealed?: Sealed;
  /** As the engine shows it: JSON pointers of the values an erasure took away. */
  readonly erased?: readonly string[];
}
