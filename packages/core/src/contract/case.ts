import type { ReplyCode } from '../error/codes.js';
import type { Actor } from './actor.js';
import type { EarlierEndRule } from './calendar-change.js';
import type { CalendarRef, Colour, DeadlineLedger, LedgerEntry } from './deadline.js';
import type { Protected, Sealed } from './personal.js';
import type { Json } from './text.js';
import type { Budget, Instant } from './time.js';

/** Layout of the stored envelope; a store never holds another one unnoticed. */
export const ENVELOPE_FORMAT = 1;

/** What an event looks like to a machine: its payload, plus `meta` added by the kernel. */
export interface EventObject {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A fact a case emitted: dotted, in the past tense (`supplement.requested`). */
export interface Fact {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Who has the case in hand. Every working minute from receipt to result belongs to one holder. */
export interface Holder {
  readonly kind: 'unit' | 'citizen' | 'agency' | 'suspension';
  /** Unit or agency id; for a suspension its name. */
  readonly id: string;
}

/** A change of hands: from this instant on. Without a holder nobody is waited for. */
export interface Custody {
  readonly from: Instant;
  readonly holder?: Holder;
}

/** Event types by those that stood for them in an earlier version. */
export type RenamedEvents = Readonly<Record<string, string>>;

/** A sub-case this case opened, by its key. */
export interface ChildLink {
  readonly caseId: string;
  readonly workflow: string;
  /** Counts the openings under this key: an answer to an earlier one is stale. */
  readonly occurrence: number;
  readonly status: 'open' | 'answered';
  /** Type of the event its answer comes as. */
  readonly replyEvent: string;
  /** Types its events come as, by the types it was told to use before this case moved to another version. */
  readonly renamed?: RenamedEvents;
}

/** The case this one answers to. */
export interface ParentLink {
  readonly caseId: string;
  readonly key: string;
  readonly occurrence: number;
  /** Type of the event the parent receives when this case ends. */
  readonly replyEvent: string;
  /** Types its events come as, by the types it used before this case moved to another version. */
  readonly renamed?: RenamedEvents;
}

/** A definition a case is at: the version, and what it looked like. */
export interface DefinitionRef {
  readonly version: string;
  readonly definitionHash: string;
}

/** What can be searched. */
export interface CaseIndex {
  /** Id of the person or body the case is about. */
  readonly subject?: string;
  /** The unit that has it. */
  readonly unit?: string;
  /** The officer who has it. */
  readonly assignee?: string;
  /** Who may act in the assignee's place. */
  readonly deputies?: readonly string[];
  /** A business number, such as a dossier code. */
  readonly code?: string;
  /** A business category, such as a procedure code. */
  readonly category?: string;
  /** Searched word by word, without regard to case and diacritics. */
  readonly text?: string;
  /** As a store keeps it, with `subject` and `text` blind: what they are. Kept, never searched. */
  readonly sealed?: Sealed;
}

/** The term people look at, as the index sees it. */
export interface DeadlineIndex {
  readonly name: string;
  readonly status: DeadlineLedger['status'];
  readonly dueAt: Instant;
  readonly soonAt?: Instant;
  /** Set when it was met: the legal time of the act. */
  readonly metAt?: Instant;
}

/** A short timer of the machine itself (`after`, at most 24 hours), kept as an absolute instant. */
export interface MachineTimer {
  readonly id: string;
  readonly event: EventObject;
  readonly fireAt: Instant;
  /** Counts the armings of this id: a firing of an earlier one is stale. */
  readonly occurrence: number;
}

/** The state of a machine, as data. */
export interface MachineState {
  readonly value: Json;
  readonly context: Json;
  /** For history states: ids of the states each returns to. */
  readonly history?: Readonly<Record<string, readonly string[]>>;
  readonly output?: Json;
}

/** Everything a case is, as one JSON document. Written only by a commit. */
export interface CaseEnvelope extends Protected {
  readonly format: typeof ENVELOPE_FORMAT;
  readonly tenant: string;
  readonly caseId: string;
  readonly workflow: string;
  readonly version: string;
  readonly definitionHash: string;
  /** 1 after opening; one more with every commit. */
  readonly revision: number;
  readonly status: 'active' | 'done';
  readonly machine: MachineState;
  /** Where it is, in words: `processing.examining`, regions joined by `|`. */
  readonly state: string;
  readonly tags: readonly string[];
  readonly deadlines: readonly DeadlineLedger[];
  readonly timers: readonly MachineTimer[];
  readonly custody: readonly Custody[];
  readonly children: Readonly<Record<string, ChildLink>>;
  readonly parent?: ParentLink;
  readonly index: CaseIndex;
  readonly deadline?: DeadlineIndex;
  readonly openedAt: Instant;
  readonly writtenAt: Instant;
  /** The latest legal time recorded so far. */
  readonly occurredAt: Instant;
}

interface CommandBase {
  /** Chosen by the caller; the same id again returns the first reply. */
  readonly id: string;
  readonly tenant: string;
  readonly caseId: string;
  readonly actor: Actor;
  /** When it happened in law. */
  readonly occurredAt: Instant;
  /** When the office recorded it. */
  readonly receivedAt: Instant;
  /** Refused with MC_REVISION_MISMATCH when the case has moved on. */
  readonly expectedRevision?: number;
}

/** What a caller or a timer asks of a case. */
export type Command =
  | (CommandBase & {
      readonly type: 'open';
      readonly workflow: string;
      readonly version: string;
      readonly input: unknown;
      readonly parent?: ParentLink;
    })
  | (CommandBase & { readonly type: 'send'; readonly event: EventObject })
  /** A sub-case tells the case that opened it something; `final`: it has ended, and this is its answer. */
  | (CommandBase & {
      readonly type: 'answer';
      readonly key: string;
      readonly occurrence: number;
      readonly final: boolean;
      readonly event: EventObject;
    })
  /** A case tells a sub-case it opened. */
  | (CommandBase & { readonly type: 'instruct'; readonly from: string; readonly event: EventObject })
  | (CommandBase & { readonly type: 'fire'; readonly timer: TimerKey; readonly firedAt: Instant })
  | (CommandBase & {
      readonly type: 'extend';
      readonly deadline: string;
      readonly budget: Budget;
      readonly reason: string;
      readonly legalBasis: string;
    })
  /** Counts the running terms of a case again, on another version of their calendar. */
  | (CommandBase & {
      readonly type: 'reproject';
      readonly calendar: CalendarRef;
      /** Id of the calendar whose terms are counted again. */
      readonly replaces: string;
      /** Default: as each term declares. */
      readonly earlierEnd?: EarlierEndRule;
      readonly reason: string;
      readonly legalBasis: string;
    })
  | (CommandBase & {
      readonly type: 'waive';
      readonly deadline: string;
      readonly reason: string;
      readonly legalBasis: string;
    })
  /** Moves the case to another version of its workflow, by the migration declared from one to the other. */
  | (CommandBase & {
      readonly type: 'migrate';
      readonly from: DefinitionRef;
      readonly to: DefinitionRef;
      readonly reason: string;
      readonly legalBasis: string;
      /** Kinds of findings somebody answers for, each with the reason. */
      readonly accepted: Readonly<Record<string, string>>;
    })
  /** Writes the case as it is, its personal data under the present keys. */
  | (CommandBase & { readonly type: 'protect' })
  /** A person of this case was erased: writes the case as it is without that person. */
  | (CommandBase & {
      readonly type: 'erase';
      /** Id of the key that was destroyed. */
      readonly key: string;
      readonly reason: string;
      readonly legalBasis: string;
    });

export type CommandType = Command['type'];

/**
 * Names one firing: `deadline/<name>/<occurrence>/<rung>/<n>` or `after/<id>/<occurrence>`. Unique within a case,
 * so a rung can be claimed and fired once only.
 */
export type TimerKey = string;

/** A pending firing, as the store indexes it. */
export interface TimerRow {
  readonly key: TimerKey;
  readonly fireAt: Instant;
}

/** One accepted command, as it is remembered. */
export interface JournalEntry extends Protected {
  readonly tenant: string;
  readonly caseId: string;
  readonly revision: number;
  readonly command: Command;
  readonly from: string;
  readonly to: string;
  readonly facts: readonly Fact[];
  readonly ledger: readonly { readonly deadline: string; readonly occurrence: number; readonly entry: LedgerEntry }[];
}

/** A message to the outside, written with the commit and delivered after it, at least once. */
export interface OutboxMessage extends Pick<Protected, 'erased'> {
  /** `<caseId>:<revision>:<index>`: the idempotency key of the receiver. */
  readonly id: string;
  readonly tenant: string;
  readonly caseId: string;
  readonly revision: number;
  readonly index: number;
  /** The type of the fact. */
  readonly topic: string;
  /** As a store keeps it: with a field `$sealed`, when a part of it is encrypted. */
  readonly payload: Fact;
  readonly createdAt: Instant;
}

/** What an auditor is shown of a command, whatever became of it. */
export interface AuditRecord extends Protected {
  readonly tenant: string;
  readonly caseId: string;
  readonly commandId: string;
  readonly at: Instant;
  readonly actor: Actor;
  readonly action: string;
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'dropped';
  readonly code?: ReplyCode;
  readonly message?: string;
  /** The revision written, for an accepted command; else the one it was decided on. */
  readonly revision: number;
  /** Of an erasure: why, and how far it reached. */
  readonly erasure?: ErasureScope;
  /** Of what is done with a file without a command: a reading, a hold, a correction, a disposal. */
  readonly grounds?: Grounds;
}

/** Why a file was read, held, corrected or disposed of. Stays on record, and names nobody. */
export interface Grounds {
  readonly reason: string;
  readonly legalBasis?: string;
  /** Id of the record that is corrected. */
  readonly corrects?: string;
  /** Name of the legal hold. */
  readonly hold?: string;
}

/** What an audit record says of an erasure. It names the key that was destroyed, never the person. */
export interface ErasureScope {
  readonly key: string;
  readonly reason: string;
  readonly legalBasis: string;
  /** Ids of the cases that held the person's data. */
  readonly cases: readonly string[];
  /** Of these, the ones with records that were written before personal data was encrypted, and still hold it. */
  readonly unprotected: readonly string[];
}

/** A deadline as a caller sees it. */
export interface DeadlineView {
  readonly name: string;
  readonly occurrence: number;
  readonly status: DeadlineLedger['status'];
  readonly owner: DeadlineLedger['owner'];
  readonly dueAt: Instant;
}

/** The answer to a command. The same command id always gets the same answer. */
export type Reply = Protected &
  (
    | {
        readonly status: 'accepted';
        readonly caseId: string;
        readonly revision: number;
        readonly state: string;
        readonly facts: readonly Fact[];
        readonly deadlines: readonly DeadlineView[];
      }
    | {
        /** `refused`: not allowed now. `failed`: machine code threw. `dropped`: too late or seen before. Nothing changed. */
        readonly status: 'refused' | 'failed' | 'dropped';
        readonly caseId: string;
        readonly revision: number;
        readonly code: ReplyCode;
        readonly message: string;
        /** The events this actor could send now. */
        readonly allowed: readonly string[];
      }
  );

/** A row of a list. */
export interface CaseSummary {
  readonly caseId: string;
  readonly workflow: string;
  readonly revision: number;
  readonly status: CaseEnvelope['status'];
  readonly state: string;
  readonly index: CaseIndex;
  readonly deadline?: DeadlineIndex;
  readonly colour: Colour;
  readonly openedAt: Instant;
  readonly writtenAt: Instant;
}
