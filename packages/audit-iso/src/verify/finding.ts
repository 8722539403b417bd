import type { Text } from '@motcua/core/contract';

/** What can be wrong with a published log. */
export type FindingKind =
  /** The checkpoint, or one from an earlier day, does not hold. */
  | 'checkpoint'
  /** A file is missing, or its length is not what its name says. */
  | 'missing'
  /** A record is not the one that was hashed. */
  | 'record'
  /** A hash in a tile is not the one of the records. */
  | 'tile'
  /** The records are not those that the checkpoint's root stands for. */
  | 'root'
  /** A record has another form. */
  | 'form'
  /** The records of a case do not follow one another. */
  | 'chain'
  /** A record corrects one that its case does not have before it. */
  | 'correction'
  /** The time stamp of a day's checkpoint does not hold. */
  | 'timestamp'
  /** A record claims a time before records that were sealed long before it. */
  | 'time'
  /** The signed head of a closed case is missing, does not hold, or names another record. */
  | 'head';

/** One thing that is wrong, and where. */
export interface Finding {
  readonly kind: FindingKind;
  /** A file of the folder, or `record 42`. */
  readonly where: string;
  /** Index of the record, when it is about one. */
  readonly index?: number;
  readonly problem: Text;
}

/** Collects findings up to a limit: a log that is wrong throughout would fill the memory. */
export interface Findings {
  add(finding: Finding): void;
  readonly listed: readonly Finding[];
  /** Findings beyond the limit. */
  readonly more: number;
}

export function createFindings(limit: number): Findings {
  const listed: Finding[] = [];
  let count = 0;
  return {
    add(finding) {
      count += 1;
      if (listed.length < limit) listed.push(finding);
    },
    listed,
    get more() {
      return count - listed.length;
    },
  };
}

const order: readonly FindingKind[] = [
  'checkpoint',
  'missing',
  'record',
  'tile',
  'root',
  'form',
  'chain',
  'head',
  'correction',
  'timestamp',
  'time',
];

/** What explains the others comes first: a changed record before the record that no longer follows it. */
export const causesFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
