import type { z } from 'zod';
import { personalMarkOf } from '../contract/personal.js';

/** Where the personal fields of a document are. It holds the ways that lead to one, and nothing else. */
export type PersonalPlan =
  | { readonly kind: 'value'; readonly subject: string }
  | { readonly kind: 'fields'; readonly fields: ReadonlyMap<string, PersonalPlan> }
  /** Each element of a list, each value of a record. */
  | { readonly kind: 'items'; readonly item: PersonalPlan }
  /** Each of them, as far as the document has what it names. */
  | { readonly kind: 'several'; readonly plans: readonly PersonalPlan[] };

/** The personal fields of all documents of a workflow. */
export interface WorkflowPlan {
  readonly input: PersonalPlan | undefined;
  readonly context: PersonalPlan | undefined;
  readonly events: ReadonlyMap<string, PersonalPlan>;
  readonly facts: ReadonlyMap<string, PersonalPlan>;
}

type Schemas = Readonly<Record<string, z.ZodType>>;

/** What of a workflow has a schema. */
interface DocumentSchemas {
  readonly input: z.ZodType;
  readonly context: z.ZodType;
  readonly events: Schemas;
  readonly facts?: Schemas;
}

/** Reads the marks of a workflow's schemas; undefined when there is none. */
export function workflowPlan({ input, context, events, facts = {} }: DocumentSchemas): WorkflowPlan | undefined {
  const plan: WorkflowPlan = {
    input: personalPlan(input),
    context: personalPlan(context),
    events: plansOf(events),
    facts: plansOf(facts),
  };
  const isEmpty =
    plan.input === undefined && plan.context === undefined && plan.events.size === 0 && plan.facts.size === 0;
  return isEmpty ? undefined : plan;
}

function plansOf(schemas: Schemas): ReadonlyMap<string, PersonalPlan> {
  return new Map(
    Object.entries(schemas).flatMap(([type, schema]): [string, PersonalPlan][] => {
      const plan = personalPlan(schema);
      return plan === undefined ? [] : [[type, plan]];
    }),
  );
}

/** The ways to the personal fields of a schema; undefined when there are none. A schema may contain itself. */
function personalPlan(schema: z.ZodType): PersonalPlan | undefined {
  const known = new Map<z.ZodType, PersonalPlan>();

  function plan(part: z.ZodType): PersonalPlan | undefined {
    const mark = personalMarkOf(part);
    if (mark !== undefined) return { kind: 'value', subject: mark.subject };
    const before = known.get(part);
    if (before !== undefined) return before;
    if (!leadsToPersonal(part)) return undefined;
    const plans: PersonalPlan[] = [];
    const several: PersonalPlan = { kind: 'several', plans };
    known.set(part, several);
    const { fields, items, same } = partsOf(part);
    const named = Object.entries(fields).flatMap(([name, field]): [string, PersonalPlan][] => {
      const found = plan(field);
      return found === undefined ? [] : [[name, found]];
    });
    if (named.length > 0) plans.push({ kind: 'fields', fields: new Map(named) });
    plans.push(...items.flatMap((item) => itemPlan(plan(item))));
    plans.push(...same.flatMap((other) => plan(other) ?? []));
    const only = plans.length === 1 ? plans[0] : undefined;
    return only ?? several;
  }
  return plan(schema);
}

const itemPlan = (item: PersonalPlan | undefined): readonly PersonalPlan[] =>
  item === undefined ? [] : [{ kind: 'items', item }];

function leadsToPersonal(schema: z.ZodType, seen: Set<z.ZodType> = new Set()): boolean {
  if (personalMarkOf(schema) !== undefined) return true;
  if (seen.has(schema)) return false;
  seen.add(schema);
  const { fields, items, same } = partsOf(schema);
  return [...Object.values(fields), ...items, ...same].some((part) => leadsToPersonal(part, seen));
}

interface Parts {
  readonly fields: Readonly<Record<string, z.ZodType>>;
  readonly items: readonly z.ZodType[];
  /** Schemas of the very same value: what a wrapper wraps, what a union chooses from. */
  readonly same: readonly z.ZodType[];
}

interface Definition {
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly items?: readonly z.ZodType[];
  readonly rest?: z.ZodType | null;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly getter?: () => z.ZodType;
}

function partsOf(schema: z.ZodType): Parts {
  const { shape, catchall, element, valueType, items, rest, innerType, options, left, right, getter, ...pipe } = (
    schema as unknown as { readonly def: Definition }
  ).def;
  const some = (...schemas: readonly (z.ZodType | null | undefined)[]): readonly z.ZodType[] =>
    schemas.filter((one) => one !== undefined && one !== null);
  return {
    fields: shape ?? Object.fromEntries((items ?? []).map((item, index) => [String(index), item])),
    items: some(catchall, element, valueType, rest),
    same: some(innerType, ...(options ?? []), left, right, pipe.in, pipe.out, getter?.()),
  };
}
