import type { EventObject, Fact } from '../contract/case.js';
import { applyEffect, isKernelEffect } from './apply-effect.js';
import { guarded, type Draft } from './draft.js';
import type { MachineStep } from './machine.js';
import { fail } from './refusal.js';
import { syncDeadlines } from './sync-deadlines.js';

/** Lets the machine take an event, then carries out all that follows from it. */
export function stepMachine(draft: Draft, event: EventObject): void {
  const tagsBefore = draft.snapshot.tags;
  settle(draft, guarded(draft, () => draft.runner.step(draft.snapshot, event)), tagsBefore);
}

/** Takes over what a machine step produced: state, facts, timers, terms, effects. */
export function settle(draft: Draft, step: MachineStep, tagsBefore: ReadonlySet<string>): void {
  draft.snapshot = step.snapshot;
  checkContext(draft);
  armTimers(draft, step);
  const effects = step.emitted.filter(isKernelEffect);
  for (const emitted of step.emitted) {
    if (!isKernelEffect(emitted)) draft.facts.push(checkFact(draft, emitted));
  }
  syncDeadlines(draft, tagsBefore);
  for (const effect of effects) applyEffect(draft, effect);
}

function checkContext(draft: Draft): void {
  const parsed = draft.workflow.spec.schemas.context.safeParse(draft.snapshot.context);
  if (parsed.success) return;
  throw fail('MC_MACHINE_FAILED', {
    happened: `Workflow ${draft.workflow.id} made a context its schema forbids: ${parsed.error.message}`,
    expected: 'actions that keep the context within its schema',
    remedy: 'correct the assign action, or the schema; the case stays where it was',
  });
}

function checkFact(draft: Draft, fact: EventObject): Fact {
  const schema = draft.workflow.spec.schemas.facts?.[fact.type];
  const { type, ...payload } = fact;
  const parsed = schema?.safeParse(payload);
  if (parsed?.success) return { ...parsed.data, type };
  throw fail('MC_MACHINE_FAILED', {
    happened: `Workflow ${draft.workflow.id} emitted "${type}"${parsed ? ` with a wrong payload: ${parsed.error.message}` : ', which has no schema'}`,
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
