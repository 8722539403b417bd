import { z } from 'zod';
import { personalMarkOf } from '../contract/personal.js';
import type { DeadlineSpec, RungSpec } from '../deadlines/spec.js';
import { describeError, MotcuaError } from '../error/index.js';
import { checkMachine, type MachineFacts } from './check-machine.js';
import { checkPersonal } from './check-personal.js';
import { workflowPlan } from './personal-plan.js';
import { stableHash } from './stable-hash.js';
import { FILE_ACTIONS, type Workflow, type WorkflowSchemas, type WorkflowSpec } from './workflow.js';

/** Commands that are governed by access rules beside the events. */
const COMMANDS: ReadonlySet<string> = new Set(['open', 'extend', 'waive', 'migrate', 'reproject', ...FILE_ACTIONS]);
const KERNEL_PREFIXES = ['motcua.', 'deadline.', 'timer.', 'workflow.'];
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Checks a workflow and makes it runnable. Throws MC_WORKFLOW_INVALID with every offence listed, so that nothing a
 * durable runtime cannot honour (code in actions, long `after`s, deadlines bound to tags no state has) reaches a case.
 */
export function defineWorkflow<const S extends WorkflowSchemas>(spec: WorkflowSpec<S>): Workflow {
  const erased = spec as unknown as WorkflowSpec;
  const facts = checkMachine(erased.machine);
  const personal = workflowPlan(erased.schemas);
  const offences = [
    ...checkNames(erased),
    ...checkInForce(erased),
    ...facts.offences,
    ...checkSchemas(erased, facts),
    ...checkPersonal(personal),
    ...checkAccess(erased),
    ...checkUnordered(erased),
    ...Object.entries(erased.deadlines ?? {}).flatMap(([name, deadline]) =>
      checkDeadline(erased, name, deadline, facts),
    ),
  ];
  if (offences.length > 0) {
    throw new MotcuaError('MC_WORKFLOW_INVALID', {
      happened: `Workflow ${spec.id}@${spec.version} has ${offences.length} offences: ${offences.join('; ')}`,
      expected: 'a definition a durable runtime can carry out and replay',
      remedy: 'correct each offence; docs/errors/MC_WORKFLOW_INVALID.md explains them',
      details: { workflow: spec.id, version: spec.version, offences },
    });
  }
  return {
    id: spec.id,
    version: spec.version,
    title: spec.title ?? { vi: spec.id, en: spec.id },
    definitionHash: stableHash({
      machine: erased.machine.config,
      deadlines: erased.deadlines,
      access: withoutFileActions(erased.access),
      unordered: erased.unordered,
      context: jsonSchemaOf(erased.schemas.context),
      input: jsonSchemaOf(erased.schemas.input),
      events: Object.fromEntries(
        Object.entries(erased.schemas.events).map(([type, schema]) => [type, jsonSchemaOf(schema)]),
      ),
    }),
    spec: erased,
    ...(personal !== undefined && { personal }),
  };
}

const withoutFileActions = (access: WorkflowSpec['access']): WorkflowSpec['access'] =>
  Object.fromEntries(Object.entries(access).filter(([action]) => !isFileAction(action)));

const isFileAction = (action: string): boolean => FILE_ACTIONS.some((name) => name === action);

const jsonSchemaOf = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => withoutMark(zodSchema as unknown as z.ZodType, jsonSchema),
  });

/**
 * Marking a field as personal changes how it is stored, not what it means: the hash of a definition stays the same,
 * so a field can be marked while cases are running.
 */
function withoutMark(schema: z.ZodType, jsonSchema: z.core.JSONSchema.BaseSchema): void {
  if (personalMarkOf(schema) === undefined) return;
  const { anyOf: [unmarked] = [] } = jsonSchema;
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
  Object.assign(jsonSchema, unmarked);
}

function checkNames(spec: WorkflowSpec): string[] {
  const offences: string[] = [];
  if (!NAME.test(spec.id)) offences.push(`id "${spec.id}": letters, digits, ".", "_" and "-" only`);
  if (!NAME.test(spec.version)) offences.push(`version "${spec.version}": letters, digits, ".", "_" and "-" only`);
  return offences;
}

function checkInForce({ inForce = {} }: WorkflowSpec): string[] {
  const { from, to } = inForce;
  const offences = Object.entries(inForce).flatMap(([end, date]) =>
    z.iso.date().safeParse(date).success ? [] : [`inForce.${end}: "${String(date)}" is not a date YYYY-MM-DD`],
  );
  if (offences.length === 0 && from !== undefined && to !== undefined && to < from)
    offences.push(`inForce: ends on ${to}, before it begins on ${from}`);
  return offences;
}

function checkSchemas(spec: WorkflowSpec, facts: MachineFacts): string[] {
  const offences: string[] = [];
  for (const type of facts.eventTypes) {
    if (!Object.hasOwn(spec.schemas.events, type)) offences.push(`event "${type}" is handled but has no schema`);
  }
  for (const type of Object.keys(spec.schemas.events)) {
    if (!facts.eventTypes.has(type)) offences.push(`event "${type}" has a schema but no state takes it`);
  }
  for (const type of Object.keys(spec.schemas.facts ?? {})) {
    if (KERNEL_PREFIXES.some((prefix) => type.startsWith(prefix))) {
      offences.push(`fact "${type}": the prefixes ${KERNEL_PREFIXES.join(', ')} belong to the kernel`);
    }
  }
  const { context, input, events, facts: factSchemas } = spec.schemas;
  const named = (kind: string, schemas: WorkflowSchemas['events']) =>
    Object.entries(schemas).map(([type, schema]): [string, z.ZodType] => [`${kind} "${type}"`, schema]);
  const all: [string, z.ZodType][] = [
    ['context', context],
    ['input', input],
    ...named('event', events),
    ...named('fact', factSchemas ?? {}),
  ];
  for (const [name, schema] of all) {
    try {
      jsonSchemaOf(schema);
    } catch (error) {
      offences.push(`schema of ${name} is not plain JSON: ${describeError(error)}`);
    }
  }
  return offences;
}

function checkAccess(spec: WorkflowSpec): string[] {
  const offences: string[] = [];
  for (const action of Object.keys(spec.access)) {
    if (!COMMANDS.has(action) && !Object.hasOwn(spec.schemas.events, action))
      offences.push(`access names unknown event "${action}"`);
  }
  for (const type of Object.keys(spec.schemas.events)) {
    if (isFileAction(type)) offences.push(`event "${type}" has the name of something that is done with the file`);
  }
  if (!Object.hasOwn(spec.access, 'open')) offences.push('access says nothing about "open": nobody could open a case');
  return offences;
}

function checkUnordered({ unordered = [], schemas }: WorkflowSpec): string[] {
  return unordered.flatMap((action) =>
    action === 'extend' || action === 'waive' || Object.hasOwn(schemas.events, action)
      ? []
      : [`unordered names unknown event "${action}"`],
  );
}

function checkDeadline(spec: WorkflowSpec, name: string, deadline: DeadlineSpec<never>, facts: MachineFacts): string[] {
  const offences: string[] = [];
  const where = `deadline "${name}"`;
  if (!NAME.test(name)) offences.push(`${where}: letters, digits, ".", "_" and "-" only`);
  const tags = [
    deadline.startsIn,
    ...(deadline.suspendedIn ?? []),
    ...(deadline.metIn ?? []),
    ...(deadline.stoppedIn ?? []),
  ];
  for (const tag of tags) {
    if (!facts.tags.has(tag)) offences.push(`${where}: no state has the tag "${tag}"`);
  }
  if (deadline.within !== undefined && !Object.hasOwn(spec.deadlines ?? {}, deadline.within)) {
    offences.push(`${where}: must fit within "${deadline.within}", which is not declared`);
  }
  if (deadline.soon !== undefined && !Object.hasOwn(deadline.rungs ?? {}, deadline.soon)) {
    offences.push(`${where}: soon names the rung "${deadline.soon}", which is not declared`);
  }
  for (const [happening, event] of Object.entries(deadline.events ?? {})) {
    if (!Object.hasOwn(spec.schemas.events, event)) {
      offences.push(`${where}: sends "${event}" when ${happening}, which has no schema`);
    }
  }
  const rungs = Object.entries(deadline.rungs ?? {});
  return [
    ...offences,
    ...rungs.flatMap(([rung, rungSpec]) => checkRung(spec, `${where} rung "${rung}"`, rung, rungSpec)),
  ];
}

function checkRung(spec: WorkflowSpec, where: string, rung: string, { at, event, repeat }: RungSpec<never>): string[] {
  const offences: string[] = [];
  if (!NAME.test(rung)) offences.push(`${where}: letters, digits, ".", "_" and "-" only`);
  if (event !== undefined && !Object.hasOwn(spec.schemas.events, event)) {
    offences.push(`${where}: sends "${event}", which has no schema`);
  }
  if (typeof at === 'object' && 'percent' in at && !(at.percent >= 1 && at.percent <= 99)) {
    offences.push(`${where}: percent must lie between 1 and 99`);
  }
  if (repeat !== undefined && !(Number.isInteger(repeat.times) && repeat.times >= 1 && repeat.times <= 1000)) {
    offences.push(`${where}: repeats must be bounded, 1 to 1000 times`);
  }
  return offences;
}
