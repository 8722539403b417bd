import type { CaseEnvelope, JournalEntry, ScanRequest, Store } from '@motcua/core';
import type { RecordedCase } from './recorded-case.js';

export interface ExportJournalsOptions extends Omit<ScanRequest, 'limit' | 'after'> {
  /** An open store. Nothing is written to it. */
  readonly store: Store;
  /** Default: all. */
  readonly cases?: number;
}

const PAGE = 200;
const ENTRIES = 1_000;

/**
 * Reads cases and their journals out of a store, one by one, to be kept as a fixture. A case that is written to
 * meanwhile comes with the entries up to the revision it was read at.
 */
export async function* exportJournals({
  store,
  cases,
  ...wanted
}: ExportJournalsOptions): AsyncGenerator<RecordedCase> {
  let left = cases ?? Number.POSITIVE_INFINITY;
  let request: ScanRequest | undefined = { ...wanted, limit: PAGE };
  while (request !== undefined && left > 0) {
    const { items, next } = await store.cases.scan(request);
    for (const envelope of items) {
      if (left <= 0) return;
      left -= 1;
      yield { envelope, journal: await journalOf(store, envelope) };
    }
    request = next && { ...wanted, after: next, limit: PAGE };
  }
}

async function journalOf(store: Store, { tenant, caseId, revision }: CaseEnvelope): Promise<readonly JournalEntry[]> {
  const journal: JournalEntry[] = [];
  for (;;) {
    const page = await store.cases.history({ tenant, caseId, afterRevision: journal.length, limit: ENTRIES });
    journal.push(...page.filter((entry) => entry.revision <= revision));
    if (page.length < ENTRIES || journal.length >= revision) return journal;
  }
}
