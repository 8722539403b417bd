import { MAX_LEAF_BYTES } from '@motcua/core/contract';
import { z } from 'zod';
import { parseCanonical } from '../canonical/canonical-text.js';
import { textOf } from '../encoding/bytes.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/u);
/** UTC with milliseconds, and nothing else: one instant, one text. A time that does not exist is none. */
const time = z.string().refine((text) => {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString() === text;
}, 'is not a time in UTC with milliseconds');

/** What a record says. Fields that this version does not know are kept: a newer release may have written them. */
const bodySchema = z.looseObject({
  v: z.literal(1),
  id: z.string().min(1),
  log: z.string().exactOptional(),
  tenant: z.string().min(1),
  case: z.string().min(1),
  type: z.string().min(1),
  action: z.string(),
  outcome: z.string(),
  occurredAt: time,
  recordedAt: time,
  actor: z.looseObject({
    kind: z.string(),
    id: z.string(),
    roles: z.array(z.string()).readonly().exactOptional(),
    unit: z.string().exactOptional(),
  }),
  revision: z.number().int(),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  event: z.string().exactOptional(),
  code: z.string().exactOptional(),
  workflow: z.looseObject({ id: z.string(), version: z.string(), hash: z.string() }).exactOptional(),
  calendar: z.looseObject({ id: z.string(), version: z.string() }).exactOptional(),
  deadlines: z
    .array(
      z.looseObject({
        name: z.string(),
        occurrence: z.number().int(),
        change: z.string(),
        dueAt: time.exactOptional(),
        legalBasis: z.string().exactOptional(),
      }),
    )
    .readonly()
    .exactOptional(),
  legalBasis: z.string().exactOptional(),
  corrects: z.string().exactOptional(),
  fields: z.record(z.string(), hash).exactOptional(),
});

const leafSchema = z.strictObject({
  body: bodySchema,
  /** SHA-256 of the case's record before this one; zeros for the first. */
  casePrev: hash,
  caseSeq: z.number().int().min(1),
});

/** One record of the log, as it was hashed. */
export type Leaf = Readonly<z.infer<typeof leafSchema>>;
export type LeafBody = Leaf['body'];

/** A record, or why these bytes are none. */
export function readLeaf(bytes: Uint8Array): Leaf | { readonly problem: string } {
  if (bytes.length > MAX_LEAF_BYTES) return { problem: `it is longer than ${MAX_LEAF_BYTES} bytes` };
  const text = textOf(bytes);
  const value = text === undefined ? undefined : parseCanonical(text);
  if (value === undefined) return { problem: 'it is not canonical JSON (RFC 8785)' };
  const parsed = leafSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return { problem: `${issue?.path.join('.') || '(record)'}: ${issue?.message ?? 'it has another form'}` };
}
