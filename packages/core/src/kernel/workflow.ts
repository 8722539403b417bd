import type { AnyStateMachine } from 'xstate';
import type { z } from 'zod';
import type { AccessRule, Actor } from '../contract/actor.js';
import type { CaseIndex, Holder } from '../contract/case.js';
import type { Text } from '../contract/text.js';
import type { Instant, LocalDate } from '../contract/time.js';
import type { DeadlineSpec } from '../deadlines/spec.js';
import type { WorkflowPlan } from './personal-plan.js';

/** What the kernel adds to every event (and to the opening input) before the machine sees it. */
export interface EventMeta {
  /** Legal time: the machine's only clock. */
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly actor: Actor;
  readonly caseId: string;
  /** The revision this event will write. */
  readonly revision: number;
}

type ObjectSchema = z.ZodType<Record<string, unknown>>;

/** Zod schemas of everything that crosses the boundary of a workflow. */
export interface WorkflowSchemas {
  readonly input: ObjectSchema;
  readonly context: ObjectSchema;
  /** By event type; the payload without `type`. */
  readonly events: Readonly<Record<string, ObjectSchema>>;
  /** By fact type; the payload without `type`. Facts without a schema are refused when emitted. */
  readonly facts?: Readonly<Record<string, ObjectSchema>>;
}

export type ContextOf<S extends WorkflowSchemas> = z.infer<S['context']>;
export type InputOf<S extends WorkflowSchemas> = z.infer<S['input']> & { readonly meta: EventMeta };
/** An empty payload is inferred as a record of `never`, which would spoil every intersection. */
type Payload<Schema extends ObjectSchema> = string extends keyof z.infer<Schema> ? unknown : z.infer<Schema>;

type Flat<Value> = { [Key in keyof Value]: Value[Key] };

export type EventOf<S extends WorkflowSchemas> = {
  [Type in keyof S['events'] & string]: Flat<{ type: Type; meta: EventMeta } & Payload<S['events'][Type]>>;
}[keyof S['events'] & string];
export type FactOf<S extends WorkflowSchemas> =
  S['facts'] extends Readonly<Record<string, ObjectSchema>>
    ? { [Type in keyof S['facts'] & string]: Flat<{ type: Type } & Payload<S['facts'][Type]>> }[keyof S['facts'] &
        string]
    : never;

/** What index, holder and other projections of a case see. */
export interface CaseView<Context> {
  readonly context: Context;
  readonly state: string;
  readonly hasTag: (tag: string) => boolean;
}

/** The terms of a case, by name. */
export interface TermView {
  /** End of the latest occurrence; undefined when the term never started. */
  readonly dueAt: (deadline: string) => Instant | undefined;
}

/** What is done with the file of a case, whatever its state. */
export const FILE_ACTIONS = ['file.hold', 'file.release', 'file.correct', 'file.dispose'] as const;
export type FileAction = (typeof FILE_ACTIONS)[number];

/** When a version applies to new cases: first and last date, both included, each open when absent. */
export interface InForce {
  readonly from?: LocalDate;
  readonly to?: LocalDate;
}

/** A workflow as its author writes it. */
export interface WorkflowSpec<S extends WorkflowSchemas = WorkflowSchemas> {
  /** Unique among the workflows of an engine: `leave-request`. */
  readonly id: string;
  /** Running cases stay on the version they were opened with. */
  readonly version: string;
  /**
   * The dates on which cases begin under this version; absent: on all. A case that is opened without naming a version
   * gets the last one given of those in force on the date of its legal time. Not part of the definition hash: when the
   * end becomes known, it can be written down, and no stored case is disturbed.
   */
  readonly inForce?: InForce;
  readonly title?: Text;
  readonly schemas: S;
  readonly machine: AnyStateMachine;
  readonly deadlines?: Readonly<Record<string, DeadlineSpec<ContextOf<S>>>>;
  /**
   * Event types (and `extend`, `waive`) outside the order of acts: after one of them an act of an earlier legal time may
   * still be recorded, unless it moved the case to another state or into other hands. An apology for a result that, as turns out, had been signed in
   * time; a deputy named; a report of another system.
   */
  readonly unordered?: readonly string[];
  /**
   * By event type, and `open`, `extend`, `waive`, `reproject`, `migrate` (to this version). An event without rules can be
   * sent by the engine only. What is done with the file and not with the case (`file.hold`, `file.release`, `file.correct`,
   * `file.dispose`) is no part of the definition hash: an office changes who may do it without a new version.
   */
  readonly access: Readonly<Record<string, readonly AccessRule[]>>;
  /** What can be searched, and which deadline gives the case its colour. */
  readonly index?: (view: CaseView<ContextOf<S>>) => CaseIndex & { readonly deadline?: string };
  /**
   * Completes an emitted fact with what only the kernel knows: the ends of the terms as this very event leaves them,
   * which a slip must print. The result is parsed against the fact's schema.
   */
  readonly complete?: (fact: FactOf<S>, view: CaseView<ContextOf<S>> & TermView) => FactOf<S>;
  /** Why the state cannot take an event, in words for the person who sent it; undefined leaves the standard text. */
  readonly refusal?: (event: EventOf<S>, view: CaseView<ContextOf<S>>) => string | undefined;
  /** Who has the case in hand; undefined when nobody is waited for (before receipt, after the result). */
  readonly holder?: (view: CaseView<ContextOf<S>>) => Holder | undefined;
}

/** A checked workflow, as the kernel runs it. Made by `defineWorkflow` only. */
export interface Workflow {
  readonly id: string;
  readonly version: string;
  readonly title: Text;
  readonly definitionHash: string;
  readonly spec: WorkflowSpec;
  /** Where its personal fields are; absent when it has none. */
  readonly personal?: WorkflowPlan;
}
