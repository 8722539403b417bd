import {
  type CaseEnvelope,
  createRecordReader,
  type JournalEntry,
  type RecordReader,
  type RecordReaderOptions,
  type ScanRequest,
} from '@motcua/core';
import type { RecordedCase } from './recorded-case.js';

export interface ExportJournalsOptions extends Omit<ScanRequest, 'limit' | 'after'>, RecordReaderOptions {
  /** Default: all. */
  readonly cases?: number;
}

const PAGE = 200;
const ENTRIES = 1_000;

/**
 * Reads cases and their journals out of a store, one by one, to be kept as a fixture. A case that is written to
 * meanwhile comes with the entries up to the revision it was read at. Without `keys`, what is encrypted in the store comes
 * as if everybody were erased: such a fixture may lie in a repository.
 */
export async function* exportJournals({
  store,
  keys,
  codecs,
  cases,
  ...wanted
}: ExportJournalsOptions): AsyncGenerator<RecordedCase> {
  const reader = createRecordReader({ store, ...(keys && { keys }), ...(codecs && { codecs }) });
  let left = cases ?? Number.POSITIVE_INFINITY;
  let request: ScanRequest | undefined = { ...wanted, limit: PAGE };
  while (request !== undefined && left > 0) {
    const { items, next } = await reader.scan(request);
    for (const envelope of items) {
      if (left <= 0) return;
      left -= 1;
      yield { envelope, journal: await journalOf(reader, envelope) };
    }
    request = next && { ...wanted, after: next, limit: PAGE };
  }
}

async function journalOf(
  reader: RecordReader,
  { tenant, caseId, revision }: CaseEnvelope,
): Promise<readonly JournalEntry[]> {
  const journal: JournalEntry[] = [];
  for (;;) {
    const page = await reader.history({ tenant, caseId, afterRevision: journal.length, limit: ENTRIES });
    journal.push(...page.filter((entry) => entry.revision <= revision));
    if (page.length < ENTRIES || journal.length >= revision) return journal;
  }
}
