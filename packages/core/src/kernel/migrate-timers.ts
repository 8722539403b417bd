import type { MachineTimer } from '../contract/case.js';
import type { Draft } from './draft.js';
import { statePath } from './machine.js';
import type { Move } from './migration.js';
import { activePlaces, statePlaces } from './state-paths.js';

/**
 * Carries the timers of a machine over. One that goes on keeps the instant it was armed for; what the new state waits for
 * and the old one did not is armed now, as if it had been entered now.
 */
export function migrateTimers({ migration, before, findings }: Move, draft: Draft): void {
  const { from, to, spec } = migration;
  const armed = new Map<string, number>();
  for (const place of activePlaces(to.spec.machine, statePath(draft.snapshot.value).split('|'))) {
    for (const [id, { delayMs }] of place.timers) armed.set(id, delayMs);
  }
  const follows = followers(from.spec.machine, to.spec.machine, (path) => spec.states?.[path] ?? path);
  const timers: MachineTimer[] = [];
  for (const timer of before.timers) {
    const said = spec.timers?.[timer.id];
    if (typeof said === 'object') {
      findings.push({ kind: 'timer-lost', timer: timer.id, fireAt: timer.fireAt, reason: said.ended });
      continue;
    }
    const isAfter = timer.id === timer.event.type;
    const id = said ?? (isAfter ? follows.get(timer.id) : timer.id);
    const type = isAfter ? id : (spec.events?.[timer.event.type] ?? timer.event.type);
    const goesOn = isAfter ? id !== undefined && armed.has(id) : Object.hasOwn(to.spec.schemas.events, type ?? '');
    if (!goesOn || id === undefined || type === undefined) {
      findings.push({ kind: 'timer-lost', timer: timer.id, fireAt: timer.fireAt });
      continue;
    }
    armed.delete(id);
    timers.push({ ...timer, id, event: { ...timer.event, type } });
  }
  for (const [id, delayMs] of armed)
    timers.push({ id, event: { type: id }, fireAt: draft.at + delayMs, occurrence: draft.revision });
  draft.timers = timers;
}

/** The `after` of the new machine that each of the old one goes on as: of the same state, by the same key. */
function followers(
  from: Parameters<typeof statePlaces>[0],
  to: Parameters<typeof statePlaces>[0],
  nextOf: (path: string) => string,
): ReadonlyMap<string, string> {
  const entered = statePlaces(to);
  const follows = new Map<string, string>();
  for (const place of statePlaces(from).values()) {
    const next = entered.get(nextOf(place.path));
    for (const [id, { key }] of place.timers) {
      const found = [...(next?.timers ?? [])].find(([, timer]) => timer.key === key);
      if (found !== undefined) follows.set(id, found[0]);
    }
  }
  return follows;
}
