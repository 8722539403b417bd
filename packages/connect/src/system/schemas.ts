import { type EventOf, type FactOf, instantSchema } from '@motcua/core';
import { z } from 'zod';
import { reasonSchema } from '../reason.js';

const id = z.string().min(1).max(300);
const cursor = z.string().max(4_000);

/**
 * How an answer differs from what we know. `unknown-field`: a field nobody here has heard of. `missing-field`: one that
 * was always there is not. `new-value`: a value outside its list. `other`: anything else.
 */
export const driftSchema = z.strictObject({
  operation: id,
  path: z.string().max(300),
  kind: z.enum(['unknown-field', 'missing-field', 'new-value', 'other']),
  /** The new value, for a list of values. Nothing else of the answer is kept: it may be personal data. */
  value: z.string().max(100).optional(),
});
export type Drift = z.infer<typeof driftSchema>;

const seenDriftSchema = driftSchema.extend({
  firstAt: instantSchema,
  lastAt: instantSchema,
  /** Why nobody need look at it any more. It stays, so that it is not found again. */
  settled: z.string().optional(),
});
export type SeenDrift = z.infer<typeof seenDriftSchema>;

const downSchema = z.strictObject({
  since: instantSchema,
  /** No call before this instant; then one, to see. */
  until: instantSchema,
  reason: reasonSchema,
  probes: z.number().int().min(0),
});

/** What was told us and could not be carried out: a person has to look. */
const turnedDownSchema = z.strictObject({
  change: id,
  at: instantSchema,
  of: z.string().max(1_100).optional(),
  code: z.string().max(100),
  message: z.string().max(4_000),
});
export type TurnedDown = z.infer<typeof turnedDownSchema>;

const drifts = z.array(driftSchema).min(1).max(200).readonly();

export const systemSchemas = {
  input: z.strictObject({ system: id }),
  context: z.strictObject({
    system: id,
    down: downSchema.optional(),
    cursor: cursor.optional(),
    drift: z.array(seenDriftSchema).max(200).readonly(),
    turnedDown: z.array(turnedDownSchema).max(200).readonly(),
  }),
  events: {
    'breaker.open': z.strictObject({ until: instantSchema, reason: reasonSchema }),
    'breaker.close': z.strictObject({}),
    'cursor.move': z.strictObject({ cursor }),
    'drift.note': z.strictObject({ drift: drifts }),
    /** The connector was adapted, or the field is none of our business. */
    'drift.settle': z.strictObject({ operation: id, path: z.string().max(300), reason: z.string().min(1).max(4_000) }),
    'change.turn-down': turnedDownSchema.omit({ at: true }),
    'change.settle': z.strictObject({ change: id, reason: z.string().min(1).max(4_000) }),
  },
  facts: {
    'system.down': z.strictObject({ system: id, until: instantSchema, reason: reasonSchema }),
    'system.up': z.strictObject({ system: id, since: instantSchema }),
    'system.drifted': z.strictObject({ system: id, drift: drifts }),
    'system.turned-down': z.strictObject({ system: id, change: id, code: z.string() }),
  },
};

export type SystemContext = z.infer<typeof systemSchemas.context>;
export type SystemEvent = EventOf<typeof systemSchemas>;
export type SystemFact = FactOf<typeof systemSchemas>;
