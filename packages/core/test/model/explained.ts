import { expect } from 'vitest';
import type { CaseEnvelope, JournalEntry } from '../../src/contract/index.js';
import { dueOf } from '../../src/deadlines/index.js';
import { type DecisionEnv, decide, type Workflow } from '../../src/kernel/index.js';

/** As a store gives it back. */
const stored = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/**
 * A case is explained by its journal and its ledgers: decided again from nothing, its commands give the very case; each
 * ledger is the sum of the lines the journal has of it; each end follows from its lines; no rung fired twice.
 */
export function expectExplained(
  workflow: Workflow,
  envelope: CaseEnvelope,
  history: readonly JournalEntry[],
  /** What the engine knew before and after the calendar changed, if it did. */
  env: { readonly before: DecisionEnv; readonly after: DecisionEnv },
): void {
  const changedAt = history.find(({ command }) => command.type === 'reproject')?.revision ?? Number.POSITIVE_INFINITY;
  const replayed = history.reduce<CaseEnvelope | undefined>((before, entry) => {
    const known = entry.revision < changedAt ? env.before : env.after;
    const { change } = decide(workflow, before, stored(entry.command), known);
    if (change === undefined) throw new Error(`revision ${entry.revision} is refused now`);
    expect(stored(change.journal)).toStrictEqual(stored(entry));
    return stored(change.envelope);
  }, undefined);
  expect(replayed).toStrictEqual(stored(envelope));
  expect(history.at(-1)?.to).toBe(envelope.state);
  for (const { name, occurrence, entries, status, dueAt } of envelope.deadlines) {
    const lines = history.flatMap(({ ledger }) =>
      ledger.filter((line) => line.deadline === name && line.occurrence === occurrence),
    );
    expect(lines.map(({ entry }) => entry)).toStrictEqual(entries);
    if (status === 'running' || status === 'suspended') expect(dueAt).toBe(dueOf(entries, env.after.calendars.get));
  }
  const fired = history.flatMap(({ command }) => (command.type === 'fire' ? [command.timer] : []));
  expect(new Set(fired).size).toBe(fired.length);
}
