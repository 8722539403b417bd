import type { JournalEntry, LedgerEntry, Workflow } from '@motcua/core';
import { groupBy, keyOf, type Subject } from '../proof.ts';
import type { CaseRow } from '../rows.ts';
import { type Ladder, ladderOf } from './ladder.ts';

/** A case, its journal, and the ladders of its terms. */
export interface History {
  readonly row: CaseRow;
  readonly entries: readonly JournalEntry[];
}

export function historiesOf({ rows }: Subject): readonly History[] {
  const journal = groupBy(rows.journal, ({ tenant, caseId }) => keyOf(tenant, caseId));
  return rows.cases.map((row) => ({
    row,
    entries: (journal.get(keyOf(row.tenant, row.caseId)) ?? []).map(({ entry }) => entry),
  }));
}

/** The ladders of a case as its journal is read. */
export interface Climb {
  /** All ladders that were begun, by deadline and occurrence. */
  readonly ladders: ReadonlyMap<string, Ladder>;
  /** Reads the next entry. */
  read(entry: JournalEntry): void;
}

/** What the key of a rung's firing names; undefined for a timer of the machine. */
export function rungOf(key: string): { readonly ladder: string; readonly rung: string } | undefined {
  const [kind, name = '', occurrence = '', rung = ''] = key.split('/');
  return kind === 'deadline' ? { ladder: `${name}/${occurrence}`, rung } : undefined;
}

export function climbOf({ workflows, calendar }: Subject, { row }: History): Climb {
  const ladders = new Map<string, Ladder>();
  const specs = workflows.find(({ id }: Workflow) => id === row.envelope.workflow)?.spec.deadlines ?? {};
  return {
    ladders,
    read({ command, ledger }) {
      const fired = command.type === 'fire' ? rungOf(command.timer) : undefined;
      if (fired !== undefined && command.type === 'fire') ladders.get(fired.ladder)?.fire(fired.rung, command.firedAt);
      for (const { deadline, occurrence, entry } of ledger as readonly {
        readonly deadline: string;
        readonly occurrence: number;
        readonly entry: LedgerEntry;
      }[]) {
        const key = `${deadline}/${occurrence}`;
        const spec = specs[deadline];
        if (spec === undefined) throw new Error(`workflow ${row.envelope.workflow} has no term ${deadline}`);
        const ladder = ladders.get(key) ?? ladderOf(calendar, deadline, occurrence, spec as never);
        ladders.set(key, ladder);
        ladder.add(entry);
      }
    },
  };
}
