import type { JournalEntry } from '@motcua/core';
import { type Climb, climbOf, type History, historiesOf, rungOf } from '../ledger/histories.ts';
import type { Proof, Subject } from '../proof.ts';

export const firings: Proof = {
  name: 'firings',
  promise:
    'every rung whose instant came has fired, once, not before its instant, and before every act that came after it',
  looked: (subject) => {
    const fired = historiesOf(subject).flatMap(({ entries }) =>
      entries.filter(({ command }) => command.type === 'fire'),
    );
    const lag = fired.filter(
      ({ command }) => command.type === 'fire' && command.firedAt - command.occurredAt > 3_600_000,
    );
    return `${fired.length} firings, ${lag.length} of them more than an hour late`;
  },
  findings: (subject) => historiesOf(subject).flatMap((history) => findingsOf(subject, history)),
};

function findingsOf(subject: Subject, history: History): readonly string[] {
  const { caseId } = history.row;
  const climb = climbOf(subject, history);
  const seen = new Set<string>();
  const found: string[] = [];
  for (const entry of history.entries) {
    const { command } = entry;
    if (command.type !== 'fire') found.push(...passedOver(climb, entry));
    else {
      if (seen.has(command.timer)) found.push(`${command.timer} fired twice`);
      seen.add(command.timer);
      found.push(...wrongFiring(climb, entry));
    }
    climb.read(entry);
  }
  for (const { key, instant } of owedOf(climb))
    if (instant <= subject.evidence.until) found.push(`${key} was due at ${iso(instant)} and never fired`);
  return found.map((text) => `case ${caseId}: ${text}`);
}

const owedOf = (climb: Climb) => [...climb.ladders.values()].flatMap((ladder) => ladder.owed());

/** Rungs the law places before an act, and the engine after it. */
function passedOver(climb: Climb, { revision, command }: JournalEntry): readonly string[] {
  return owedOf(climb)
    .filter(({ instant }) => instant < command.occurredAt && instant <= command.receivedAt)
    .map(({ key }) => `${key} came before ${command.type} at revision ${revision}, and had not fired`);
}

function wrongFiring(climb: Climb, { revision, command, ledger }: JournalEntry): readonly string[] {
  const rung = command.type === 'fire' ? rungOf(command.timer) : undefined;
  if (command.type !== 'fire' || rung === undefined) return [];
  const owed = owedOf(climb);
  const due = owed.find(({ key }) => key === command.timer);
  if (due === undefined) return [`${command.timer} fired at revision ${revision}, and no ladder owed it`];
  const found: string[] = [];
  if (command.firedAt < due.instant) found.push(`${command.timer} fired before its instant`);
  if (command.occurredAt !== due.instant) found.push(`${command.timer} stood for another instant than its own`);
  const earlier = owed.find(({ instant }) => instant < due.instant);
  if (earlier !== undefined) found.push(`${command.timer} fired before ${earlier.key}, which was due earlier`);
  const isBreach = rung.rung === 'due';
  const breaches = ledger.filter(({ entry }) => entry.kind === 'breached' && entry.at === due.instant).length;
  if (isBreach && breaches !== 1) found.push(`${command.timer} left ${breaches} breaches in the ledger`);
  return found;
}

const iso = (instant: number): string => new Date(instant).toISOString();
