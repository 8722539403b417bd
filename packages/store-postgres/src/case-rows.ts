import { createHash } from 'node:crypto';
import { type CaseEnvelope, type CaseSummary, colourAt, type Instant, searchWords } from '@motcua/core/contract';

/** What the summary column holds: a {@link CaseSummary} without what the row or the time of the query says. */
type StoredSummary = Omit<CaseSummary, 'caseId' | 'colour'>;

export function storedSummaryOf(envelope: CaseEnvelope): StoredSummary {
  const { workflow, revision, status, state, index, deadline, openedAt, writtenAt } = envelope;
  return {
    workflow,
    revision,
    status,
    state,
    index,
    ...(deadline === undefined ? {} : { deadline }),
    openedAt,
    writtenAt,
  };
}

export interface SummaryRow {
  readonly case_id: string;
  readonly summary: string;
}

export function summaryOf({ case_id: caseId, summary }: SummaryRow, now: Instant): CaseSummary {
  const stored = JSON.parse(summary) as StoredSummary;
  return { caseId, ...stored, colour: colourAt(stored.status, stored.deadline, now) };
}

/**
 * What the due index is divided by: whether a term runs, is suspended, or none counts while the case is open, or the
 * case is done. Status and colour are both read off it.
 */
export type Phase = 'running' | 'suspended' | 'idle' | 'done';

export const phases: readonly Phase[] = ['running', 'suspended', 'idle', 'done'];

export function phaseOf({ status, deadline }: Pick<CaseEnvelope, 'status' | 'deadline'>): Phase {
  if (status === 'done') return 'done';
  const colour = colourAt(status, deadline, Number.NEGATIVE_INFINITY);
  if (colour === 'suspended') return 'suspended';
  return colour === 'closed' ? 'idle' : 'running';
}

/** Longest text that an index holds as it is. */
const MAX_FACET = 100;

/** A value of the case index as an index of the database holds it: equal for equal values, short, always storable. */
export function facetOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (value.length <= MAX_FACET && isStorable(value)) return value;
  return `#${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;
}

/** PostgreSQL has no U+0000 in texts, and takes an unpaired surrogate for the replacement character. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

/** Beginnings of words that are looked for, and words, are cut here: an index key has its limit. */
const MAX_WORD = 100;
const MARK = ':';

/** The words of a text, each as a search in this tenant looks for it. */
export function tenantWords(tenant: string, text: string): readonly string[] {
  const words = searchWords(text);
  if (words.length === 0) return [];
  const mark = createHash('sha256').update(tenant).digest('base64url').slice(0, 8);
  return [...new Set(words.map((word) => `${mark}${MARK}${word.slice(0, MAX_WORD)}`))];
}

export function wordsOf({ tenant, index }: Pick<CaseEnvelope, 'tenant' | 'index'>): string {
  return tenantWords(tenant, `${index.text ?? ''} ${index.code ?? ''}`).join(' ');
}
