import { type EventOf, type FactOf, instantSchema, lengthSchema, rungEventSchema } from '@motcua/core';
import { z } from 'zod';
import { reasonSchema } from '../reason.js';

const id = z.string().min(1).max(1_100);
const text = z.string().min(1).max(4_000);
const reference = z.string().min(1).max(300);
/** What people call the case, such as the code of a dossier. Never a name of a person. */
const label = z.string().min(1).max(300);

/**
 * How the two sides differ: fields by name, without their values, which may be personal data. `*` is the whole record:
 * it is missing there, there twice, or there though it should not be.
 */
export const differenceSchema = z.strictObject({
  field: z.string().min(1).max(300),
  why: z.enum(['changed-there', 'missing-there', 'twice-there', 'unwanted-there']),
});
export type FieldDifference = z.infer<typeof differenceSchema>;

export const sideSchema = z.enum(['ours', 'theirs']);
/** Whose record is right. */
export type Side = z.infer<typeof sideSchema>;

const waitingSchema = z.strictObject({
  message: id,
  /** When the message was written: since then the other side is behind. */
  since: instantSchema,
  reason: reasonSchema,
  /** Tries that were answered with a failure; what never got an answer does not count. */
  tries: z.number().int().min(0),
});

const deadSchema = z.strictObject({ message: id, reason: reasonSchema, at: instantSchema });
const orderSchema = z.strictObject({ side: sideSchema, reason: text, by: z.string(), at: instantSchema });

const about = { system: z.string(), of: id };

export const connectionSchemas = {
  input: z.strictObject({
    ...about,
    label: label.optional(),
    reference: reference.optional(),
    /** How long the other side may be behind before somebody is told. */
    catchUp: lengthSchema,
    waiting: waitingSchema.optional(),
    dead: deadSchema.optional(),
  }),
  context: z.strictObject({
    ...about,
    label: label.optional(),
    reference: reference.optional(),
    catchUp: lengthSchema,
    waiting: waitingSchema.optional(),
    dead: z.array(deadSchema).max(200).readonly(),
    differences: z.array(differenceSchema).max(200).readonly(),
    order: orderSchema.optional(),
    overdue: z.boolean(),
  }),
  events: {
    'delivery.succeed': z.strictObject({ message: id, reference: reference.optional(), label: label.optional() }),
    'delivery.fail': waitingSchema,
    'delivery.give-up': z.strictObject({ message: id, reason: reasonSchema }),
    'letter.redrive': z.strictObject({ reason: text }),
    'difference.note': z.strictObject({ differences: z.array(differenceSchema).min(1).max(200).readonly() }),
    'difference.clear': z.strictObject({}),
    'repair.order': z.strictObject({ side: sideSchema, reason: text }),
    'repair.succeed': z.strictObject({ reference: reference.optional() }),
    'catch-up.overdue': rungEventSchema,
  },
  facts: {
    'connection.made': z.strictObject({ ...about, reference }),
    'connection.behind': z.strictObject({ ...about, since: instantSchema, reason: reasonSchema }),
    'connection.failed': z.strictObject({ ...about, message: id, reason: reasonSchema }),
    'connection.differs': z.strictObject({ ...about, differences: z.array(differenceSchema).readonly() }),
    'connection.redriven': z.strictObject({ ...about, messages: z.array(id).readonly(), reason: text, by: z.string() }),
    'connection.repair-ordered': z.strictObject({ ...about, side: sideSchema, reason: text, by: z.string() }),
    'connection.in-step': z.strictObject(about),
    'connection.overdue': z.strictObject({ ...about, dueAt: instantSchema }),
  },
};

export type ConnectionContext = z.infer<typeof connectionSchemas.context>;
export type ConnectionEvent = EventOf<typeof connectionSchemas>;
export type ConnectionFact = FactOf<typeof connectionSchemas>;
