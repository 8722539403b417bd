import type { AuditRecord, CaseEnvelope, Fact, Instant, JournalEntry, Reply } from '@motcua/core/contract';

/** The tables of a database, read with plain SQL: nothing of the store or the engine has a part in it. */
export interface Rows {
  readonly cases: readonly CaseRow[];
  readonly journal: readonly JournalRow[];
  readonly commands: readonly CommandRow[];
  /** In the order they were written. */
  readonly audit: readonly AuditRecord[];
  /** In the order of case and sequence of the case. */
  readonly leaves: readonly LeafRow[];
  readonly timers: readonly TimerTableRow[];
  /** In the order of case, destination, revision, position. */
  readonly outbox: readonly MessageTableRow[];
  readonly liveness: readonly LivenessRow[];
}

export interface CaseRow {
  readonly tenant: string;
  readonly caseId: string;
  readonly revision: number;
  readonly envelope: CaseEnvelope;
}

export interface JournalRow {
  readonly tenant: string;
  readonly caseId: string;
  readonly revision: number;
  readonly entry: JournalEntry;
}

export interface CommandRow {
  readonly tenant: string;
  readonly commandId: string;
  readonly reply: Reply;
}

export interface LeafRow {
  readonly tenant: string;
  readonly caseId: string;
  readonly caseSeq: number;
  readonly leaf: string;
}

export interface TimerTableRow {
  readonly tenant: string;
  readonly caseId: string;
  readonly key: string;
  readonly fireAt: Instant;
}

export interface MessageTableRow {
  readonly tenant: string;
  readonly caseId: string;
  readonly destination: string;
  readonly revision: number;
  readonly position: number;
  readonly messageId: string;
  readonly topic: string;
  readonly status: string;
  readonly payload: Fact;
}

export interface LivenessRow {
  readonly owner: string;
  readonly from: Instant;
  readonly to: Instant;
}
