import type { CaseEnvelope, Command } from '../contract/case.js';
import type { DeadlineLedger, RungState } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { append, markFired } from '../deadlines/ledger.js';
import { project } from '../deadlines/project.js';
import { nextFiring } from '../deadlines/rungs.js';
import { type DeadlineSpec, fromContext, type RungSpec } from '../deadlines/spec.js';
import { stale } from './boundary.js';
import { tryEvent } from './consequences.js';
import { contextOf, type Draft, latestLedger, ledgerScope, metaOf, putLedger } from './draft.js';
import { drop } from './refusal.js';
import { line } from './sync-deadlines.js';
import { parseTimerKey } from './timer-key.js';

type Fire = Extract<Command, { type: 'fire' }>;

interface Pending {
  readonly ledger: DeadlineLedger;
  readonly rung: RungState;
  readonly fireAt: Instant;
}

/** What happens by force of law happens at the instant the law names, not when a worker got round to it. */
export function legalTimeOfFiring(before: CaseEnvelope, command: Fire): Instant {
  const name = parseTimerKey(command.timer);
  const fireAt =
    name?.kind === 'deadline'
      ? before.deadlines
          .find((ledger) => ledger.name === name.deadline && ledger.occurrence === name.occurrence)
          ?.rungs.find((rung) => rung.name === name.rung)?.fireAt
      : before.timers.find((timer) => name !== undefined && timer.id === name.id)?.fireAt;
  return Math.max(fireAt ?? command.firedAt, before.occurredAt);
}

/** Carries out a firing: once, not before its instant, and only if it is still pending. */
export function fire(draft: Draft, command: Fire): void {
  const name = parseTimerKey(command.timer);
  if (name === undefined) throw stale('MC_TIMER_STALE', `Timer ${command.timer}`);
  if (name.kind === 'after') {
    const timer = draft.timers.find(({ id, occurrence }) => id === name.id && occurrence === name.occurrence);
    if (timer === undefined) throw stale('MC_TIMER_STALE', `Timer ${command.timer}`);
    checkReached(draft, command, timer.fireAt);
    draft.timers = draft.timers.filter((other) => other !== timer);
    const failure = tryEvent(draft, { ...timer.event, meta: metaOf(draft) });
    if (failure !== undefined)
      draft.facts.push({ type: 'timer.event-failed', timer: timer.id, event: timer.event.type, reason: failure });
    return;
  }
  const ledger = latestLedger(draft, name.deadline);
  const rung = ledger?.rungs.find((state) => state.name === name.rung);
  const spec = draft.workflow.spec.deadlines?.[name.deadline];
  const rungSpec = spec?.rungs?.[name.rung];
  if (
    ledger?.occurrence !== name.occurrence ||
    rung?.fired !== name.n ||
    rung.fireAt === undefined ||
    !spec ||
    !rungSpec
  ) {
    throw stale('MC_TIMER_STALE', `Timer ${command.timer}`);
  }
  checkReached(draft, command, rung.fireAt);
  fireRung(draft, command, spec, rungSpec, { ledger, rung, fireAt: rung.fireAt });
}

function checkReached(draft: Draft, command: Fire, fireAt: Instant): void {
  if (command.firedAt >= fireAt) return;
  const calendar = draft.env.calendars.current();
  throw drop('MC_TIMER_EARLY', {
    happened: `Timer ${command.timer} of case ${command.caseId} fired at ${calendar.format(command.firedAt)}`,
    expected: `an instant not before ${calendar.format(fireAt)}`,
    remedy: 'check the clocks of the workers; the timer stays pending and fires in time',
  });
}

function fireRung(
  draft: Draft,
  command: Fire,
  spec: DeadlineSpec<never>,
  rungSpec: RungSpec<never>,
  pending: Pending,
): void {
  const { ledger, rung, fireAt } = pending;
  const scope = ledgerScope(draft, ledger.name, spec);
  const isDue = fromContext(rungSpec.at, contextOf(draft)) === 'due';
  const lagMs = command.firedAt - fireAt;
  const times = rungSpec.outage === 'coalesce' ? firingsBy(draft, rungSpec, pending, command.firedAt) : 1;
  let next = markFired(scope, ledger, rung.name, times);
  const facts = {
    deadline: ledger.name,
    rung: rung.name,
    occurrence: ledger.occurrence,
    dueAt: ledger.dueAt,
    firedAt: command.firedAt,
    lagMs,
  };
  if (isDue)
    next = append(scope, next, { ...line(draft, 'breached', { dueAt: ledger.dueAt, lagMs }), at: ledger.dueAt });
  putLedger(draft, next);
  const useless = rungSpec.outage === 'if-useful' && !isDue && fireAt < ledger.dueAt && command.firedAt >= ledger.dueAt;
  if (useless) {
    draft.facts.push({ type: 'deadline.skipped', ...facts });
    return;
  }
  if (!isDue) draft.facts.push({ type: 'deadline.reached', ...facts, effect: rungSpec.effect });
  if (rungSpec.event === undefined) return;
  const event = { type: rungSpec.event, ...facts, meta: metaOf(draft) };
  const failure = tryEvent(draft, event);
  if (failure !== undefined)
    draft.facts.push({ type: 'deadline.event-failed', ...facts, event: event.type, reason: failure });
}

/** How many firings of a repeating rung lie at or before an instant: a burst after downtime becomes one. */
function firingsBy(draft: Draft, spec: RungSpec<never>, { ledger, rung }: Pending, until: Instant): number {
  const calendar = draft.env.calendars.get(project(ledger.entries).calendar);
  let count = 1;
  for (;;) {
    const next =
      rung.place === undefined ? undefined : nextFiring(calendar, spec, rung.place, rung.fired + count - rung.base);
    if (next === undefined || next > until) return count;
    count += 1;
  }
}
