import { z } from 'zod';
import { actorSchema } from '../contract/actor.js';
import { earlierEndRuleSchema } from '../contract/calendar-change.js';
import { colourSchema } from '../contract/deadline.js';
import { idSchema, MAX_CASE_ID } from '../contract/id.js';
import { instantSchema } from '../contract/time.js';
import { describeError, isMotcuaError, issuesOf, MotcuaError, shortList } from '../error/index.js';

const id = idSchema(300);
const caseId = idSchema(MAX_CASE_ID);
const limit = z.number().int().min(1).max(1_000);
const count = z.number().int().min(0);
const onCase = { tenant: id, caseId };
const instant = instantSchema.optional();
const option = id.optional();

const querySchemas = {
  get: z.strictObject(onCase),
  find: z.strictObject({
    tenant: id,
    now: instant,
    workflow: option,
    status: z.enum(['active', 'done']).optional(),
    state: idSchema(1_000).optional(),
    unit: option,
    assignee: option,
    subject: option,
    code: option,
    category: option,
    colour: colourSchema.optional(),
    dueFrom: instant,
    dueTo: instant,
    text: z.string().max(1_000).optional(),
    parent: caseId.optional(),
    order: z.enum(['dueAt', 'openedAt', 'writtenAt']),
    descending: z.boolean().optional(),
    limit,
    cursor: z.string().max(10_000).optional(),
  }),
  history: z.strictObject({ ...onCase, afterRevision: count.optional(), limit: limit.optional() }),
  auditTrail: z.strictObject({ ...onCase, after: count.optional(), limit: limit.optional() }),
  as: z.strictObject({
    actor: actorSchema,
    purpose: z.string().min(1).max(300),
    legalBasis: z.string().min(1).max(300).optional(),
    kind: z.enum(['read', 'export']).optional(),
  }),
  holds: z.strictObject(onCase),
  disposable: z.strictObject({ tenant: id }),
  deadlines: z.strictObject(onCase),
  explain: z.strictObject({ ...onCase, deadline: id, occurrence: count.optional() }),
  lateness: z.strictObject({ ...onCase, deadline: id, occurrence: count.optional(), knownAt: instant }),
  account: z.strictObject({ ...onCase, until: instant }),
  allowed: z.strictObject({ ...onCase, actor: actorSchema }),
  outages: z.strictObject({ from: instant, to: instant, limit: limit.optional() }),
  deadLetters: z.strictObject({ tenant: id, destination: option, limit: limit.optional() }),
  redrive: z.strictObject({ tenant: id, id: idSchema(MAX_CASE_ID + 50), destination: id }),
  nextNumber: z.strictObject({ tenant: id, series: id }),
  planCalendar: z.strictObject({
    tenant: option,
    workflow: option,
    replaces: option,
    earlierEnd: earlierEndRuleSchema.optional(),
  }),
};

/** What was asked, without the fields that are undefined. */
type Parsed<Query> = {
  [Field in keyof Query]: Record<never, never> extends Pick<Query, Field>
    ? Exclude<Query[Field], undefined>
    : Query[Field];
};

/** Parses what a caller asks; a field that is undefined is left out. Throws MC_QUERY_INVALID naming every wrong field. */
export function parseQuery<Query>(kind: keyof typeof querySchemas, query: Query): Parsed<Query> {
  try {
    const parsed = querySchemas[kind].safeParse(query);
    if (parsed.success) return present(parsed.data) as Parsed<Query>;
    throw invalid(kind, issuesOf(parsed.error));
  } catch (error) {
    if (isMotcuaError(error)) throw error;
    throw invalid(kind, [`(all of it): cannot be read: ${describeError(error)}`]);
  }
}

const present = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const invalid = (kind: string, issues: readonly string[]) =>
  new MotcuaError('MC_QUERY_INVALID', {
    happened: `engine.${kind}() was called with ${issues.length} wrong fields: ${shortList(issues)}`,
    expected: `a request as engine.${kind}() documents it`,
    remedy: 'correct the fields',
    details: { query: kind, issues },
  });
