import { type CaseEnvelope, ENVELOPE_FORMAT, type JournalEntry } from '@motcua/core';
import { testkitError } from '../testkit-error.js';

/** A case as it was stored, and all that had happened to it. */
export interface RecordedCase {
  readonly envelope: CaseEnvelope;
  /** Complete, oldest first. */
  readonly journal: readonly JournalEntry[];
}

/** A recorded case as one line of a file of journals (newline-delimited JSON). */
export const writeJournal = (recorded: RecordedCase): string => `${JSON.stringify(recorded)}\n`;

/** Reads a file of journals. Throws when a line is no recorded case, naming the line. */
export function readJournals(text: string): readonly RecordedCase[] {
  return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [readLine(line, index + 1)]));
}

function readLine(line: string, number: number): RecordedCase {
  const fault = (happened: string) =>
    testkitError({
      happened: `Line ${number} of the journals ${happened}`,
      expected: 'one case a line, as writeJournal makes it',
      remedy: 'export the journals again',
    });
  const value = jsonOf(line);
  if (!isRecordedCase(value)) throw fault(value === undefined ? 'is no JSON' : 'is no recorded case');
  const { envelope, journal } = value;
  if (envelope.format !== ENVELOPE_FORMAT) throw fault(`is a case in format ${String(envelope.format)}`);
  if (journal.some(({ revision }, index) => revision !== index + 1) || journal.length !== envelope.revision)
    throw fault(`has ${journal.length} entries of a case at revision ${envelope.revision}`);
  return value;
}

function isRecordedCase(value: unknown): value is RecordedCase {
  if (typeof value !== 'object' || value === null) return false;
  const { envelope, journal } = value as Partial<RecordedCase>;
  return typeof envelope === 'object' && envelope !== null && Array.isArray(journal);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
