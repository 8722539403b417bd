import type { Calendar } from '../calendar/types.js';
import type { Authorizer } from '../contract/actor.js';
import type { AuditRecord, CaseEnvelope, JournalEntry, OutboxMessage, Reply, TimerRow } from '../contract/case.js';
import type { CalendarRef } from '../contract/deadline.js';
import type { Migration } from './migration.js';

/** The calendars a decision may count on. */
export interface CalendarSet {
  /** The version in force; the first calendar when no id is given. Throws MC_CALENDAR_UNKNOWN. */
  current(id?: string): Calendar;
  /** An exact version. Throws MC_CALENDAR_UNKNOWN. */
  get(ref: CalendarRef): Calendar;
}

/** All that a decision depends on besides the case and the command. No clock: time is on the command. */
export interface DecisionEnv {
  readonly calendars: CalendarSet;
  readonly authorizer: Authorizer;
  /** The ways between versions; needed only to migrate. */
  readonly migrations?: readonly Migration[];
}

/** Everything one command writes, and the answer to it. */
export interface Decision {
  readonly reply: Reply;
  readonly audit: AuditRecord;
  /** Revision the decision was made on; 0 for a case that does not exist yet. */
  readonly expectedRevision: number;
  /** Absent when nothing changed. */
  readonly change?: {
    readonly envelope: CaseEnvelope;
    readonly journal: JournalEntry;
    /** The complete set of pending firings; absent when it did not change. */
    readonly timers?: readonly TimerRow[];
    readonly messages: readonly OutboxMessage[];
  };
}
