import { MotcuaError } from '../error/index.js';
import type { DeadlineMapping, Migration, MigrationSpec } from './migration.js';
import { isLeaf, statePlaces } from './state-paths.js';
import type { WorkflowSpec } from './workflow.js';

/**
 * Checks a migration against both versions. Throws MC_MIGRATION_INVALID with every offence listed. What it says nothing
 * about is not guessed: a stored case for which a state, a term or an answer has no place shows in the plan.
 */
export function defineMigration<Old = Record<string, unknown>>(spec: MigrationSpec<Old>): Migration {
  const erased = spec as unknown as MigrationSpec;
  const { from, to } = erased;
  const offences = [
    ...checkVersions(erased),
    ...checkStates(erased),
    ...Object.entries(erased.deadlines ?? {}).flatMap(([name, mapping]) => checkDeadline(erased, name, mapping)),
    ...checkTimers(erased),
    ...checkEvents(erased),
    ...checkChildren(erased),
  ];
  if (offences.length > 0) {
    throw new MotcuaError('MC_MIGRATION_INVALID', {
      happened: `The migration of ${from.id} from ${from.version} to ${to.version} has ${offences.length} offences: ${offences.join('; ')}`,
      expected: 'lines that name what the two versions have',
      remedy: 'correct each offence; docs/errors/MC_MIGRATION_INVALID.md explains them',
      details: { workflow: from.id, from: from.version, to: to.version, offences },
    });
  }
  return { from, to, spec: erased };
}

function checkVersions({ from, to }: MigrationSpec): string[] {
  if (from.id !== to.id) return [`it leads from workflow "${from.id}" to workflow "${to.id}"`];
  return from.version === to.version ? [`it leads from version ${from.version} to itself`] : [];
}

function checkStates({ from, to, states = {} }: MigrationSpec): string[] {
  const before = statePlaces(from.spec.machine);
  const after = statePlaces(to.spec.machine);
  return Object.entries(states).flatMap(([old, next]) => {
    const where = `state "${old}" → "${next}"`;
    const left = before.get(old);
    const entered = after.get(next);
    if (left === undefined) return [`${where}: version ${from.version} has no state "${old}"`];
    if (entered === undefined) return [`${where}: version ${to.version} has no state "${next}"`];
    if (isLeaf(left) !== isLeaf(entered))
      return [`${where}: one has states below it and the other has none; name the states below`];
    if ((left.type === 'final') !== (entered.type === 'final'))
      return [`${where}: only one of them is final; a migration neither ends a case nor opens it again`];
    return [];
  });
}

function checkDeadline({ from, to, deadlines = {} }: MigrationSpec, name: string, mapping: DeadlineMapping): string[] {
  const where = `deadline "${name}"`;
  const old = from.spec.deadlines ?? {};
  const next = to.spec.deadlines ?? {};
  if (!Object.hasOwn(old, name)) return [`${where}: version ${from.version} has no such deadline`];
  if (typeof mapping === 'object' && 'ended' in mapping)
    return mapping.ended.trim() === '' ? [`${where}: says no reason why it ends`] : [];
  const { to: target = name, rungs = {}, reason } = typeof mapping === 'string' ? { to: mapping } : mapping;
  if (!Object.hasOwn(next, target)) return [`${where}: version ${to.version} has no deadline "${target}"`];
  const offences: string[] = [];
  // Firings are known by the term's name: one that takes over the name of another would inherit its firings.
  if (target !== name && Object.hasOwn(old, target))
    offences.push(`${where}: "${target}" is another deadline of version ${from.version}; give it a name of its own`);
  const rivals = Object.entries(deadlines).filter(([other, line]) => targetOf(other, line) === target);
  if (rivals.length > 1) offences.push(`${where}: "${target}" is named by ${rivals.length} lines`);
  if (reason?.trim() === '') offences.push(`${where}: gives an empty reason`);
  return [...offences, ...checkRungs(where, rungs, { from, to, old: old[name], next: next[target] })];
}

function checkRungs(
  where: string,
  rungs: Readonly<Record<string, string>>,
  { from, to, old, next }: Pick<MigrationSpec, 'from' | 'to'> & Readonly<Record<'old' | 'next', Declared | undefined>>,
): string[] {
  const left = old?.rungs ?? {};
  const entered = next?.rungs ?? {};
  return Object.entries(rungs).flatMap(([rung, renamed]) => [
    ...(Object.hasOwn(left, rung) ? [] : [`${where}: version ${from.version} has no rung "${rung}"`]),
    ...(Object.hasOwn(entered, renamed) ? [] : [`${where}: version ${to.version} has no rung "${renamed}"`]),
    ...(renamed !== rung && Object.hasOwn(left, renamed)
      ? [`${where}: "${renamed}" is another rung of version ${from.version}; give it a name of its own`]
      : []),
  ]);
}

type Declared = NonNullable<WorkflowSpec['deadlines']>[string];

const targetOf = (name: string, mapping: DeadlineMapping): string | undefined =>
  typeof mapping === 'string' ? mapping : 'ended' in mapping ? undefined : (mapping.to ?? name);

function checkTimers({ from, to, timers = {} }: MigrationSpec): string[] {
  const known = (workflow: MigrationSpec['from'], id: string) =>
    !id.startsWith('xstate.after.') ||
    [...statePlaces(workflow.spec.machine).values()].some((place) => place.timers.has(id));
  return Object.entries(timers).flatMap(([id, next]) => {
    const where = `timer "${id}"`;
    if (!known(from, id)) return [`${where}: version ${from.version} has no such timer`];
    if (typeof next !== 'string') return next.ended.trim() === '' ? [`${where}: says no reason why it ends`] : [];
    return known(to, next) ? [] : [`${where}: version ${to.version} has no timer "${next}"`];
  });
}

function checkEvents({ from, to, events = {} }: MigrationSpec): string[] {
  return Object.entries(events).flatMap(([old, next]) => [
    ...(Object.hasOwn(from.spec.schemas.events, old)
      ? []
      : [`event "${old}": version ${from.version} has no such event`]),
    ...(Object.hasOwn(to.spec.schemas.events, next)
      ? []
      : [`event "${next}": version ${to.version} has no such event`]),
  ]);
}

function checkChildren({ children = {} }: MigrationSpec): string[] {
  const next = Object.values(children);
  return [
    ...next
      .filter((key) => !/^[A-Za-z0-9][A-Za-z0-9._-]*$/u.test(key))
      .map((key) => `sub-case "${key}": letters, digits, ".", "_" and "-" only`),
    ...(new Set(next).size < next.length ? ['two sub-cases would have one key'] : []),
  ];
}
