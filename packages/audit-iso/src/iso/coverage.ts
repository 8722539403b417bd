import type { LogRecord } from '../export/records.js';
import type { LeafBody } from '../leaf/leaf.js';
import { auditTrailEditions, type EvidenceKind, type StandardClause, type StandardEdition } from './clauses.js';

/** Where the evidence is: how many records, and the first and the last of them. */
export interface KindCoverage {
  readonly kind: EvidenceKind;
  readonly records: number;
  readonly first?: number;
  readonly last?: number;
}

export interface ClauseCoverage {
  readonly clause: StandardClause;
  readonly records: number;
  readonly kinds: readonly KindCoverage[];
}

export interface CoverageReport {
  /** The records read: which log, up to which size, in which period. The same again gives the same report. */
  readonly origin: string;
  readonly size: number;
  readonly from?: number;
  readonly to?: number;
  readonly records: number;
  /** Records made more than a day after what they tell of. */
  readonly late: number;
  readonly editions: readonly { readonly id: string; readonly clauses: readonly ClauseCoverage[] }[];
}

interface CoverageInput {
  readonly checkpoint: { readonly origin: string; readonly size: number };
  readonly records: AsyncIterable<LogRecord>;
  readonly editions: readonly StandardEdition[];
  /** By `recordedAt`, as the records were chosen. */
  readonly from?: number;
  readonly to?: number;
}

const DAY_MS = 86_400_000;

/** Counts which records of a period support evidence for which clause. It says where to look, and certifies nothing. */
export async function coverageOf({ checkpoint, records, editions, from, to }: CoverageInput): Promise<CoverageReport> {
  const found = new Map<EvidenceKind, { records: number; readonly first: number; last: number }>();
  const counts = new Map<StandardClause, number>();
  const clauses = editions.flatMap((edition) => edition.clauses);
  let [count, late] = [0, 0];
  for await (const { index, leaf } of records) {
    const kinds = kindsOf(leaf.body);
    count += 1;
    if (Date.parse(leaf.body.recordedAt) - Date.parse(leaf.body.occurredAt) > DAY_MS) late += 1;
    for (const kind of kinds) {
      const before = found.get(kind);
      if (before === undefined) found.set(kind, { records: 1, first: index, last: index });
      else [before.records, before.last] = [before.records + 1, index];
    }
    for (const clause of clauses) {
      // A record that supports a clause in two ways is still one record.
      if (clause.kinds.some((kind) => kinds.has(kind))) counts.set(clause, (counts.get(clause) ?? 0) + 1);
    }
  }
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    records: count,
    late,
    editions: editions.map(({ id, clauses: ofEdition }) => ({
      id,
      clauses: ofEdition.map((clause) => ({
        clause,
        records: counts.get(clause) ?? 0,
        kinds: clause.kinds.map((kind) => ({ kind, ...(found.get(kind) ?? { records: 0 }) })),
      })),
    })),
  };
}

/** A type that is not known here is counted among the records, and supports no clause. */
function kindsOf({ type, deadlines = [], corrects }: LeafBody): ReadonlySet<EvidenceKind> {
  const kinds = new Set<EvidenceKind>();
  if (isKnown(type)) kinds.add(type);
  if (deadlines.some(({ change }) => change === 'breached')) kinds.add('breach');
  if (deadlines.some(({ overruled }) => overruled === true)) kinds.add('overruled');
  if (corrects !== undefined) kinds.add('correction');
  return kinds;
}

const known: readonly string[] = auditTrailEditions.flatMap(({ clauses }) => clauses.flatMap(({ kinds }) => kinds));
const isKnown = (type: string): type is EvidenceKind => known.includes(type);
