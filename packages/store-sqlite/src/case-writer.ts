import { type CaseEnvelope, documentText, regionPaths } from '@motcua/core/contract';
import type { Database, Statement } from 'better-sqlite3';
import {
  type Facet,
  facetColumns,
  facetsOf,
  haveSameWords,
  type StoredSummary,
  storedSummaryOf,
  wordsOf,
} from './case-rows.js';

/** What a commit must know of the case before it. */
export interface CaseHead {
  readonly row: number;
  readonly summary: string;
}

/** Writes the envelope of a case and everything that finds it. Runs inside the transaction of a commit. */
export type CaseWriter = (envelope: CaseEnvelope, before: CaseHead | undefined) => void;

export function createCaseWriter(database: Database): CaseWriter {
  const insertCase = database.prepare<Facet[]>(
    `INSERT INTO motcua_cases (tenant, case_id, revision, written_at, opened_at, ${facetColumns.join(', ')}, summary, envelope)
     VALUES (?, ?, ?, ?, ?, ${facetColumns.map(() => '?').join(', ')}, ?, ?)`,
  );
  const insertRegion = database.prepare<[string, string, number]>(
    'INSERT OR IGNORE INTO motcua_case_regions VALUES (?, ?, ?)',
  );
  const deleteRegions = database.prepare<[number]>('DELETE FROM motcua_case_regions WHERE case_row = ?');
  const writeWords = database.prepare<[number, string]>(
    'INSERT OR REPLACE INTO motcua_case_words (rowid, words) VALUES (?, ?)',
  );
  const updates = new Map<number, Statement<Facet[]>>();

  /** An index is rewritten when a column of it is set, even to the value it had: so only what changed is set. */
  function updateOf(changed: number): Statement<Facet[]> {
    const known = updates.get(changed);
    if (known !== undefined) return known;
    const columns = facetColumns.filter((_, place) => (changed & (1 << place)) !== 0);
    const set = ['revision', 'written_at', 'summary', 'envelope', ...columns].map((column) => `${column} = ?`);
    const update = database.prepare<Facet[]>(`UPDATE motcua_cases SET ${set.join(', ')} WHERE id = ?`);
    updates.set(changed, update);
    return update;
  }

  function insert(envelope: CaseEnvelope): void {
    const { tenant, caseId, revision, writtenAt, openedAt } = envelope;
    const summary = storedSummaryOf(envelope);
    const { lastInsertRowid } = insertCase.run(
      tenant,
      caseId,
      revision,
      writtenAt,
      openedAt,
      ...facetsOf(summary),
      JSON.stringify(summary),
      documentText(envelope),
    );
    const row = Number(lastInsertRowid);
    writeRegions(tenant, row, summary.state);
    const words = wordsOf(summary);
    if (words !== '') writeWords.run(row, words);
  }

  function update(envelope: CaseEnvelope, { row, summary: summaryBefore }: CaseHead): void {
    const summary = storedSummaryOf(envelope);
    const summaryJson = JSON.stringify(summary);
    const values: Facet[] = [envelope.revision, envelope.writtenAt, summaryJson, documentText(envelope)];
    let changed = 0;
    if (summaryJson !== summaryBefore) {
      const before = JSON.parse(summaryBefore) as StoredSummary;
      const facetsBefore = facetsOf(before);
      for (const [place, facet] of facetsOf(summary).entries()) {
        if (facet === facetsBefore[place]) continue;
        changed |= 1 << place;
        values.push(facet);
      }
      if (before.state !== summary.state) rewriteRegions(envelope.tenant, row, before.state, summary.state);
      if (!haveSameWords(before, summary)) writeWords.run(row, wordsOf(summary));
    }
    updateOf(changed).run(...values, row);
  }

  function rewriteRegions(tenant: string, row: number, before: string, after: string): void {
    if (before.includes('|')) deleteRegions.run(row);
    writeRegions(tenant, row, after);
  }

  function writeRegions(tenant: string, row: number, state: string): void {
    if (!state.includes('|')) return;
    for (const path of regionPaths(state).slice(1)) insertRegion.run(tenant, path, row);
  }

  return (envelope, before) => (before === undefined ? insert(envelope) : update(envelope, before));
}
