import type { Instant, JournalEntry, Text } from '../contract/index.js';
import { iso9001of2015, type StandardEdition } from './iso-clauses.js';

/** One record that shows how a clause was fulfilled. */
export interface ClauseRecord {
  readonly caseId: string;
  readonly revision: number;
  /** Type of the fact; the journal entry has its content. */
  readonly fact: string;
  readonly at: Instant;
  readonly by: string;
}

export interface ClauseEvidence {
  readonly clause: string;
  readonly title: Text;
  readonly records: readonly ClauseRecord[];
}

/**
 * What a case has to show for each clause of an edition, oldest first: `history` of `engine.history`. Give it the
 * histories of several cases, one after another, for a round with its visits and remedies. Clauses without a record are
 * listed too: their emptiness is what an auditor looks for.
 */
export function clauseEvidence(
  histories: readonly { readonly workflow: string; readonly history: readonly JournalEntry[] }[],
  edition: StandardEdition = iso9001of2015,
): readonly ClauseEvidence[] {
  const records = new Map<string, ClauseRecord[]>(Object.keys(edition.clauses).map((clause) => [clause, []]));
  for (const { workflow, history } of histories) {
    const steps = edition.serves[workflow] ?? {};
    for (const { caseId, revision, command, facts } of history) {
      for (const { type } of facts) {
        for (const clause of Object.hasOwn(steps, type) ? (steps[type] ?? []) : []) {
          records.get(clause)?.push({ caseId, revision, fact: type, at: command.occurredAt, by: command.actor.id });
        }
      }
    }
  }
  return [...records].map(([clause, found]) => ({
    clause,
    title: edition.clauses[clause] ?? { vi: clause, en: clause },
    records: found.sort((a, b) => a.at - b.at),
  }));
}
