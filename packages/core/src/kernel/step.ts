import type { EventObject, Fact } from '../contract/case.js';
import { jsonOffence } from '../contract/json.js';
import { issuesOf, shortList } from '../error/index.js';
import { applyEffect, isKernelEffect } from './apply-effect.js';
import { contextOffence } from './check-context.js';
import { type Draft, guarded, latestLedger, viewOf } from './draft.js';
import type { MachineStep } from './machine.js';
import { ownField } from './own-field.js';
import { fail } from './refusal.js';
import { syncDeadlines } from './sync-deadlines.js';

/** Lets the machine take an event, then carries out all that follows from it. False when no transition wants it. */
export function stepMachine(draft: Draft, event: EventObject): boolean {
  if (draft.snapshot.status !== 'active') return false;
  const tagsBefore = draft.snapshot.tags;
  const step = guarded(draft, () => draft.runner.step(draft.snapshot, event));
  if (step.taken) settle(draft, step, tagsBefore);
  return step.taken;
}

/** Takes over what a machine step produced: state, facts, timers, terms, effects. */
export function settle(draft: Draft, step: MachineStep, tagsBefore: ReadonlySet<string>): void {
  const before = draft.snapshot?.context as Record<string, unknown> | undefined;
  draft.snapshot = step.snapshot;
  checkContext(draft, before);
  armTimers(draft, step);
  const place = draft.facts.length;
  syncDeadlines(draft, tagsBefore);
  for (const effect of step.emitted.filter(isKernelEffect)) applyEffect(draft, effect);
  // The machine's own facts stand before those of its terms, but are completed after them: a slip prints the end.
  const own = step.emitted
    .filter((emitted) => !isKernelEffect(emitted))
    .map((emitted) => checkFact(draft, complete(draft, emitted)));
  draft.facts.splice(place, 0, ...own);
}

function checkContext(draft: Draft, before: Readonly<Record<string, unknown>> | undefined): void {
  const offence = contextOffence(
    draft.workflow.spec.schemas.context,
    before,
    draft.snapshot.context as Record<string, unknown>,
  );
  if (offence === undefined) return;
  throw fail('MC_MACHINE_FAILED', {
    happened: `Workflow ${draft.workflow.id} made a context its schema forbids: ${offence}`,
    expected: 'actions that keep the context within its schema',
    remedy: 'correct the assign action, or the schema; the case stays where it was',
  });
}

function complete(draft: Draft, emitted: EventObject): EventObject {
  const finish = draft.workflow.spec.complete;
  if (finish === undefined) return emitted;
  const view = { ...viewOf(draft), dueAt: (name: string) => latestLedger(draft, name)?.dueAt };
  return guarded(draft, () => finish(emitted as never, view));
}

function checkFact(draft: Draft, fact: EventObject): Fact {
  const schema = ownField(draft.workflow.spec.schemas.facts, fact.type);
  const { type, ...payload } = fact;
  const parsed = schema?.safeParse(payload);
  const offence = parsed?.success ? jsonOffence(parsed.data) : parsed && shortList(issuesOf(parsed.error));
  if (parsed?.success && offence === undefined) return { ...parsed.data, type };
  throw fail('MC_MACHINE_FAILED', {
    happened: `Workflow ${draft.workflow.id} emitted "${type}"${parsed ? ` with a wrong payload: ${offence}` : ', which has no schema'}`,
    expected: 'facts that are declared in schemas.facts',
    remedy: 'declare the fact, or correct the emit action; the case stays where it was',
  });
}

function armTimers(draft: Draft, step: MachineStep): void {
  for (const change of step.timers) {
    const id = 'arm' in change ? change.arm : change.disarm;
    draft.timers = draft.timers.filter((timer) => timer.id !== id);
    if ('arm' in change) {
      const fireAt = draft.at + change.delayMs;
      draft.timers = [...draft.timers, { id, event: change.event, fireAt, occurrence: draft.revision }];
    }
  }
}
