import type { DeadlineLedger } from '@motcua/core';
import { climbOf, historiesOf } from '../ledger/histories.ts';
import { isSame, type Proof } from '../proof.ts';

export const deadlines: Proof = {
  name: 'deadlines',
  promise:
    'every deadline ends where the lines of its ledger, added up on the calendar, say; and the lines are those of the journal',
  looked: ({ rows }) => `${rows.cases.reduce((sum, { envelope }) => sum + envelope.deadlines.length, 0)} ledgers`,
  findings: (subject) =>
    historiesOf(subject).flatMap((history) => {
      const { caseId, envelope } = history.row;
      const climb = climbOf(subject, history);
      for (const entry of history.entries) climb.read(entry);
      const found: string[] = [];
      const names = envelope.deadlines.map(({ name, occurrence }) => `${name}/${occurrence}`);
      if (!isSame([...names].sort(), [...climb.ladders.keys()].sort()))
        found.push(`has the terms ${names.join()}, its journal ${[...climb.ladders.keys()].join()}`);
      for (const ledger of envelope.deadlines) {
        const name = `${ledger.name}/${ledger.occurrence}`;
        const dueAt = climb.ladders.get(name)?.dueAt();
        if (dueAt !== ledger.dueAt) found.push(`${name} ends at ${ledger.dueAt}, its lines give ${dueAt}`);
        const lines = history.entries.flatMap((entry) =>
          entry.ledger
            .filter(({ deadline, occurrence }) => `${deadline}/${occurrence}` === name)
            .map(({ entry: line }) => line),
        );
        if (!isSame(lines, ledger.entries)) found.push(`${name} has other lines than its journal`);
        if (
          envelope.deadline?.name === ledger.name &&
          isIndexed(envelope.deadlines, ledger) &&
          envelope.deadline.dueAt !== ledger.dueAt
        )
          found.push(`${name} is indexed under ${envelope.deadline.dueAt}, and ends at ${ledger.dueAt}`);
      }
      return found.map((text) => `case ${caseId}: ${text}`);
    }),
};

/** The index shows the latest occurrence of the term it names. */
const isIndexed = (all: readonly DeadlineLedger[], ledger: DeadlineLedger): boolean =>
  all.findLast(({ name }) => name === ledger.name) === ledger;
