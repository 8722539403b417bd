import type { Attachment, Calendar, Channel, Clock, Language, NotificationLog, Queries } from '@motcua/core';
import type { UnitTree } from '@motcua/core/dossier';
import type { AudienceFinder } from './audience.js';
import type { Occasion, ValueSource } from './case-values.js';
import type { Messages, Printer } from './messages.js';
import type { Directory, Person } from './person.js';
import type { NotificationPolicy } from './policy.js';

/** Makes a paper that goes with a message; undefined when there is none for this occasion. */
export type AttachmentMaker = (occasion: Occasion) => Promise<Attachment | undefined>;

export interface NotifierOptions {
  /** See `notificationPolicySchema`. */
  readonly policy: unknown;
  readonly messages: Messages;
  readonly directory: Directory;
  readonly units: UnitTree;
  readonly channels: readonly Channel[];
  readonly log: NotificationLog;
  /** Of the office: its hours are the hours of messages. */
  readonly calendar: Calendar;
  readonly clock: Pick<Clock, 'now'>;
  /** The engine, which is made after its adapters. */
  readonly cases: () => Pick<Queries, 'get' | 'find'>;
  /** The parameters of messages. Default: `caseValues`. */
  readonly values?: ValueSource;
  /** By the names that rules attach them by. */
  readonly attachments?: Readonly<Record<string, AttachmentMaker>>;
  /** Types of the workflow's facts, to check the rules against: `Object.keys(workflow.spec.schemas.facts)`. */
  readonly facts?: readonly string[];
  /** Of people who did not say. Default `vi`. */
  readonly language?: Language;
}

/** What `createNotifier` made of the options. */
export interface NotifierParts extends Required<Omit<NotifierOptions, 'policy' | 'facts' | 'channels'>> {
  readonly policy: NotificationPolicy;
  readonly print: Printer;
  readonly people: AudienceFinder;
  readonly languageOf: (person: Person) => Language;
}
