import type { EventObject } from '../contract/case.js';
import type { DeadlineLedger } from '../contract/deadline.js';
import type { Instant } from '../contract/time.js';
import { overruledLines } from '../deadlines/late-record.js';
import { append } from '../deadlines/ledger.js';
import { type DeadlineSpec, fromContext } from '../deadlines/spec.js';
import { contextOf, type Draft, ledgerScope, putLedger } from './draft.js';
import { line } from './sync-deadlines.js';

/** The line that says of the present end that it passed unanswered. */
export function standingBreach({ entries, dueAt }: DeadlineLedger): number | undefined {
  const overruled = overruledLines(entries);
  const index = entries.findLastIndex((entry) => entry.kind === 'breached' && entry.dueAt === dueAt);
  return index < 0 || overruled.has(index) ? undefined : index;
}

/**
 * What becomes of a breach when the end it was noted for has moved: a later end overrules it (its line says so), and a
 * term that is late by its new end as well was breached there.
 */
export function breachAtNewEnd(
  draft: Draft,
  spec: DeadlineSpec<never>,
  moved: DeadlineLedger,
  { breach, dueBefore }: { readonly breach: number | undefined; readonly dueBefore: Instant },
): void {
  const { dueAt } = moved;
  if (breach === undefined || dueAt === dueBefore || !breachAgain(draft, spec, moved) || dueAt < dueBefore) return;
  // What the machine had heard of the old end is taken back; it hears of the new one.
  draft.consequences.push(...dueEvents(draft, spec, moved));
}

/** A term that was called late by the old count, and is late by the new one as well, was breached at its new end. */
function breachAgain(draft: Draft, spec: DeadlineSpec<never>, ledger: DeadlineLedger): boolean {
  const { name, dueAt, status } = ledger;
  if (status !== 'running' || draft.command.receivedAt <= dueAt) return false;
  const lagMs = draft.command.receivedAt - dueAt;
  const breached = { ...line(draft, 'breached', { dueAt, lagMs }), at: dueAt };
  putLedger(draft, append(ledgerScope(draft, name, spec), ledger, breached));
  return true;
}

/** The events of the rungs at the end of a term, as if they had fired there. */
function dueEvents(draft: Draft, { rungs = {} }: DeadlineSpec<never>, ledger: DeadlineLedger): readonly EventObject[] {
  const { name: deadline, occurrence, dueAt } = ledger;
  const firedAt = draft.command.receivedAt;
  return Object.entries(rungs).flatMap(([rung, { at, event }]) =>
    event === undefined || fromContext(at, contextOf(draft)) !== 'due'
      ? []
      : [{ type: event, deadline, rung, occurrence, dueAt, firedAt, lagMs: firedAt - dueAt }],
  );
}
