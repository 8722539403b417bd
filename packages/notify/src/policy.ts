import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case expected');
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm expected');

/**
 * Whom: by what they are to the case, never by name. `officer`: who has it in hand, and while nobody has, the head.
 * `applicant`: the applicant himself. `representative`: who is authorised to receive his letters. `collector`: who is
 * authorised to fetch his result. `unit-head`: the head of the nearest unit, from the case's upwards, that has one. `level-above`: the next head above.
 */
export const audienceSchema = z.enum([
  'applicant',
  'representative',
  'collector',
  'officer',
  'unit-head',
  'level-above',
]);
export type Audience = z.infer<typeof audienceSchema>;

/** The applicant, and who stands for him: one who is told speaks for all of them, and none of them is named outside. */
const SIDE: ReadonlySet<Audience> = new Set(['applicant', 'representative', 'collector']);
export const isApplicantSide = (audience: Audience): boolean => SIDE.has(audience);

const channelUseSchema = z.strictObject({
  use: name,
  /** `required`: only people who agreed to this channel. Default: everybody who did not withdraw consent. */
  consent: z.enum(['required', 'assumed']).optional(),
  /** `short`: the message `<template>.short` alone, without subject and papers; for SMS. Default `whole`. */
  words: z.enum(['whole', 'short']).optional(),
});

/** When messages may go out. What falls in the quiet hours goes out at the next instant that is allowed. */
export const hoursSchema = z.union([
  /** The hours of the office. */
  z.literal('office'),
  z.strictObject({
    from: wallTime,
    to: wallTime,
    /** `working`: days with office hours, swapped Saturdays included. Default `all`. */
    days: z.enum(['working', 'all']).optional(),
  }),
]);
export type Hours = z.infer<typeof hoursSchema>;

/** A way messages take: a destination of the outbox of its own, so that one way holds up no other. */
const routeSchema = z.strictObject({
  /** In order of preference: the next one is used when one gives up. */
  channels: z.array(channelUseSchema).min(1).max(10).readonly(),
  /** Absent: at any time. */
  hours: hoursSchema.optional(),
  /** Attempts after which a channel that only asks for patience is passed over for the next one. Default 4. */
  patience: z.number().int().min(1).max(20).optional(),
});
export type Route = z.infer<typeof routeSchema>;

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const ruleSchema = z.strictObject({
  /** Type of the fact: exact, or a prefix ending in `.*`. */
  on: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*(\.\*)?$/, 'a fact type, or a prefix ending in .* expected'),
  /** Fields the fact must have: the value, or one of several. */
  where: z.record(z.string(), z.union([scalar, z.array(scalar).min(1).readonly()])).optional(),
  tell: z.array(audienceSchema).min(1).readonly(),
  by: name,
  template: name,
  /** Papers that go with it, by the names given to `createNotifier`. */
  attach: z.array(name).readonly().optional(),
  /** Only while the term that the fact names still runs: a reminder of what was done meanwhile is none. */
  whileRunning: z.boolean().optional(),
  /** `once` (default): the same words about the same case to the same person are sent once. `each`: for every fact. */
  repeat: z.enum(['once', 'each']).optional(),
  /**
   * A person nobody can reach is a dead letter, for somebody to act on; else it is only put on record. Of an applicant
   * and who stands for him one is enough.
   */
  mustReach: z.boolean().optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

/** One message an officer and working morning, with what is due, overdue and suspended. */
const digestSchema = z.strictObject({
  by: name,
  template: name,
});
export type DigestRule = z.infer<typeof digestSchema>;

/** A text that a provider keeps and has approved (Zalo ZNS), and which of our parameters goes into which of its gaps. */
const registeredSchema = z.strictObject({ id: z.string().min(1), parameters: z.record(z.string(), z.string()) });

/** What to tell whom about the cases of a workflow: plain data, kept beside the workflow's own. */
export const notificationPolicySchema = z.strictObject({
  id: name,
  workflow: z.string().min(1),
  /** Roles that make somebody the head of a unit. */
  heads: z.array(z.string().min(1)).min(1).readonly(),
  routes: z.record(name, routeSchema),
  rules: z.array(ruleSchema).readonly(),
  digests: z.record(name, digestSchema).optional(),
  /** By template. */
  registered: z.record(name, registeredSchema).optional(),
});
export type NotificationPolicy = z.infer<typeof notificationPolicySchema>;
