import type { Calendar } from '../calendar/types.js';
import type { Actor } from '../contract/actor.js';
import type { Reply } from '../contract/case.js';
import type { DeadLetter } from '../contract/store.js';
import type { Instant } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import type { Migration } from '../kernel/index.js';
import { admission } from './admission.js';
import { type ApplyCalendarRequest, applyCalendarPlan, type CalendarApplication } from './apply-calendar.js';
import { type ApplyMigrationRequest, applyMigrationPlan, type MigrationApplication } from './apply-migration.js';
import { correct } from './audit/corrections.js';
import { type DisposableCase, type Disposal, disposableCases, dispose } from './audit/disposal.js';
import { changeHold, type Hold, holdsOn } from './audit/holds.js';
import { type Reading, recordedQueries, rememberedReadings } from './audit/recorded-queries.js';
import { defaultRetryPolicy } from './backoff.js';
import { type CalendarPlan, createCalendarPlan, type PlanCalendarOptions } from './calendar-plan.js';
import { calendarSet } from './calendar-set.js';
import { type CaseCache, caseCache, noCache } from './case-cache.js';
import { checkOptions } from './check-options.js';
import { commitGroup } from './commit-group.js';
import { type EngineEmitter, engineEmitter } from './events.js';
import { execute, type PreparedCommand, prepare, type ReceivedCommand } from './execute.js';
import { guardAuthorizer } from './guard-authorizer.js';
import { guardClock } from './guard-clock.js';
import { guardStore } from './guard-store.js';
import { mailbox } from './mailbox.js';
import { createMigrationPlan, type MigrationPlan, type PlanMigrationOptions } from './migration-plan.js';
import { openingVersion } from './opening-version.js';
import { parseQuery } from './parse-query.js';
import { createProtection } from './personal-data/create-protection.js';
import { type ErasureResult, erase, protect, type ResumedErasures, resumeErasures } from './personal-data/erase.js';
import type { Protection } from './personal-data/protection.js';
import { type CaseRef, type Queries, queries } from './queries.js';
import { randomId } from './random-ids.js';
import { workflowRegistry } from './registry.js';
import {
  type CommandRequest,
  type CorrectRequest,
  type DisposeRequest,
  type EraseRequest,
  type ExtendRequest,
  type HoldRequest,
  type OpenRequest,
  type ProtectRequest,
  parseRequest,
  type RequestKind,
  type SendRequest,
  type WaiveRequest,
} from './requests.js';
import { rulesAuthorizer } from './rules-authorizer.js';
import { type EngineLimits, type EngineOptions, limitsOf, type Runtime } from './runtime.js';
import { systemClock } from './system-clock.js';
import { createWorker } from './worker.js';

/** The embedded runtime: commands in, decisions committed, timers fired, messages relayed. */
export interface Engine extends Queries {
  /** Opens the store and starts the background loops (`background: false`: none; drive it with `settle`). Twice is once. */
  start(options?: { readonly background?: boolean }): Promise<void>;
  /** Takes no more commands, ends those under way and the loops, closes the store. */
  stop(): Promise<void>;
  /** Opens a case. */
  open(request: OpenRequest): Promise<Reply>;
  /** Sends an event to a case. */
  send(request: SendRequest): Promise<Reply>;
  /**
   * Decides a command and leaves it to you to write it, in a transaction with rows of your own: `store.commit([item],
   * { transaction })`. When that answers `conflict`, prepare again. What is prepared and not committed leaves no trace.
   */
  readonly prepare: {
    open(request: OpenRequest): Promise<PreparedCommand>;
    send(request: SendRequest): Promise<PreparedCommand>;
  };
  /** Extends a running term within its cap. */
  extend(request: ExtendRequest): Promise<Reply>;
  /** Ends a term because nobody owes an answer any more. */
  waive(request: WaiveRequest): Promise<Reply>;
  /**
   * Lists what a migration makes of every open case at the version it leaves, case by case, without changing anything.
   * Throws MC_WORKFLOW_UNKNOWN or MC_MIGRATION_INVALID unless the engine runs both versions as the migration knows them.
   */
  planMigration(migration: Migration, options?: PlanMigrationOptions): MigrationPlan;
  /**
   * Moves the cases of a plan, one commit a case. After a crash the same call goes on where it ended. Throws
   * MC_MIGRATION_BLOCKED while findings have no reason.
   */
  applyMigration(plan: MigrationPlan, request: ApplyMigrationRequest): Promise<MigrationApplication>;
  /**
   * Lists what a new calendar version makes of the running terms counted on the one it replaces: per case and term the
   * old end, the new end, and the rows that moved it. Changes nothing; the engine need not know the calendar yet.
   */
  planCalendar(next: Calendar, options?: PlanCalendarOptions): CalendarPlan;
  /**
   * Counts the cases of a plan again, one commit a case, and tells those concerned (`deadline.reprojected`). After a crash
   * the same call goes on where it ended. Throws MC_CALENDAR_UNKNOWN for a calendar the engine was not given.
   */
  applyCalendar(plan: CalendarPlan, request: ApplyCalendarRequest): Promise<CalendarApplication>;
  /**
   * Erases a person: destroys the key, so that nothing encrypted with it can be read any more, in the store, its
   * backups and its copies; then writes the cases of the person again, so that no search finds the person. The cases,
   * their dates and counts stay. May be repeated. MC_CAPABILITY_MISSING without a key store.
   */
  erase(request: EraseRequest): Promise<ErasureResult>;
  /**
   * Ends erasures that a crash interrupted, and repeats those that a restored backup of the store undid. Call it after
   * a start and after restoring a backup. MC_CAPABILITY_MISSING without a key store.
   */
  resumeErasures(): Promise<ResumedErasures>;
  /**
   * Writes every case of a tenant again, so that its personal data and its search index are encrypted under the latest
   * keys: once after turning the encryption on. What is history (journal, replies, messages, audit) stays as it was
   * written. MC_CAPABILITY_MISSING without a key store.
   */
  protect(request: ProtectRequest): Promise<{ readonly cases: number }>;
  /**
   * The queries in the name of somebody: readings of personal data are on record before they are answered, one an actor,
   * case and minute, and so is every export. Throws MC_QUERY_INVALID without a purpose.
   */
  as(actor: Actor, reading: Reading): Queries;
  /**
   * Places a legal hold on a case and gives the holds in force: while there is one, nobody in the case is erased and
   * nothing of it is disposed of. Placed twice is once. Throws MC_CASE_NOT_FOUND, and MC_ACCESS_DENIED to whom the access
   * rule `file.hold` does not name; the refusal is on record.
   */
  hold(request: HoldRequest): Promise<readonly Hold[]>;
  /** Releases a hold and gives those still in force. Throws MC_HOLD_UNKNOWN when it is not, MC_ACCESS_DENIED (`file.release`). */
  release(request: HoldRequest): Promise<readonly Hold[]>;
  /** The legal holds in force on a case. */
  holds(ref: CaseRef): Promise<readonly Hold[]>;
  /**
   * Puts on record that an earlier record of a case is wrong, and in what: the record itself stays as it was. What is wrong in
   * the case is put right by an event. Throws MC_RECORD_UNKNOWN, MC_ACCESS_DENIED (`file.correct`).
   */
  correct(request: CorrectRequest): Promise<void>;
  /** Closed cases whose retention period is over, with the holds that keep them all the same. Changes nothing. */
  disposable(request: { readonly tenant: string }): AsyncIterable<DisposableCase>;
  /**
   * Disposes of a closed case: its content, journal, index, delivered messages and what the audit log could disclose of it
   * are deleted, in one commit with the record of it and its authority. Its audit records stay; whatever is asked of the case
   * after it throws MC_CASE_DISPOSED. May be repeated. Throws MC_DISPOSAL_REFUSED while the period runs, a hold is in force
   * or messages of the case wait, MC_ACCESS_DENIED (`file.dispose`).
   */
  dispose(request: DisposeRequest): Promise<Disposal>;
  /** The next number of a series, such as the dossiers of an agency on a day; unique, never given out twice. */
  nextNumber(request: { readonly tenant: string; readonly series: string }): Promise<number>;
  /** Messages that were given up, newest first. */
  deadLetters(request: {
    readonly tenant: string;
    readonly destination?: string | undefined;
    readonly limit?: number | undefined;
  }): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back into the outbox; false when there is none. */
  redrive(request: { readonly tenant: string; readonly id: string; readonly destination: string }): Promise<boolean>;
  /** Subscribes to what happens in this engine; returns the function that unsubscribes. */
  readonly on: EngineEmitter['on'];
  /** Fires and delivers all that is due now and all that follows now. For tests and simulations. */
  settle(): Promise<void>;
  /** When something becomes due next. */
  nextAt(): Promise<Instant | undefined>;
}

/** Makes an engine. Throws MC_CAPABILITY_MISSING or MC_WORKFLOW_INVALID for parts that do not go together. */
export function createEngine(options: EngineOptions): Engine {
  checkOptions(options);
  const { workflows, personalData } = options;
  const inner = guardStore(options.store);
  const clock = guardClock(options.clock ?? systemClock());
  const protection = createProtection({ store: inner, workflows, clock, personalData });
  const { store } = protection;
  const limits = limitsOf(options);
  const parts: Omit<Runtime, 'wake'> = {
    store,
    inner,
    protection,
    clock,
    registry: workflowRegistry(options.workflows),
    calendars: calendarSet(options.calendars),
    authorizer: guardAuthorizer(options.authorizer ?? rulesAuthorizer()),
    ...(options.audit !== undefined && { audit: options.audit }),
    retention: options.retention ?? {},
    adapters: options.adapters ?? {},
    events: engineEmitter(),
    group: commitGroup(protection, limits.commits),
    cases: cacheOf(limits, protection),
    mailbox: mailbox(),
    retry: { ...defaultRetryPolicy, ...options.retry },
    limits,
    owner: randomId(),
  };
  const worker = createWorker(parts);
  const runtime: Runtime = { ...parts, wake: worker.wake };
  let state: 'new' | 'started' | 'stopped' = 'new';
  let stopListening = () => {};

  const admitted = admission(limits.commands);
  const admit = (command: ReceivedCommand) => admitted(() => execute(runtime, command));
  const checkStarted = () => {
    if (state === 'started') return;
    throw new MotcuaError('MC_ENGINE_STOPPED', {
      happened: `The engine was asked for something while it is ${state}`,
      expected: 'an engine between start() and stop()',
      remedy: state === 'new' ? 'await engine.start() first' : 'make a new engine; this one has closed its store',
    });
  };
  const accepted = <Request extends CommandRequest>(kind: RequestKind, request: Request): Request => {
    checkStarted();
    return parseRequest(kind, request, parts.limits);
  };
  const common = ({ tenant, actor, commandId, occurredAt }: CommandRequest) => {
    const receivedAt = parts.clock.now();
    return { tenant, actor, id: commandId ?? randomId(), receivedAt, ...(occurredAt !== undefined && { occurredAt }) };
  };
  const onCase = (request: SendRequest | ExtendRequest | WaiveRequest) => ({
    ...common(request),
    caseId: request.caseId,
    ...(request.expectedRevision !== undefined && { expectedRevision: request.expectedRevision }),
  });
  const opening = (given: OpenRequest): ReceivedCommand => {
    const request = accepted('open', given);
    const command = common(request);
    const { workflow, version, caseId = randomId(), input } = request;
    const chosen = openingVersion(parts, { workflow, version, at: command.occurredAt ?? command.receivedAt });
    return { ...command, type: 'open', workflow, version: chosen, caseId, input };
  };
  const sending = (given: SendRequest): ReceivedCommand => {
    const request = accepted('send', given);
    return { ...onCase(request), type: 'send', event: request.event };
  };

  const plain = queries(parts);
  const readAs = recordedQueries(parts, plain, rememberedReadings());
  return {
    ...plain,
    as: (actor, reading) => {
      const { actor: reader, ...why } = parseQuery('as', { actor, ...reading });
      return readAs(reader, why);
    },
    async hold(given) {
      return changeHold(runtime, 'place', accepted('hold', given));
    },
    async release(given) {
      return changeHold(runtime, 'release', accepted('hold', given));
    },
    async holds(given) {
      return holdsOn(runtime, parseQuery('holds', given));
    },
    async correct(given) {
      return correct(runtime, accepted('correct', given));
    },
    disposable: (given) => disposableCases(runtime, parseQuery('disposable', given).tenant),
    async dispose(given) {
      return dispose(runtime, accepted('dispose', given));
    },
    async start({ background = true } = {}) {
      if (state === 'started') return;
      if (state === 'stopped') checkStarted();
      await store.open();
      await protection.people?.keys.open();
      state = 'started';
      const unprotected = workflows.filter((workflow) => workflow.personal !== undefined).map(({ id }) => id);
      if (personalData === undefined && unprotected.length > 0) {
        parts.events.emit('personal-data.clear', { workflows: [...new Set(unprotected)] });
      }
      if (background) {
        worker.start();
        stopListening = store.listen(worker.wake);
      }
    },
    async stop() {
      if (state === 'stopped') return;
      state = 'stopped';
      stopListening();
      await worker.stop();
      await parts.mailbox.drain();
      await store.close();
      await protection.people?.keys.close();
    },
    open: async (request) => admit(opening(request)),
    send: async (request) => admit(sending(request)),
    prepare: {
      open: async (request) => admitted(() => prepare(runtime, opening(request))),
      send: async (request) => admitted(() => prepare(runtime, sending(request))),
    },
    async extend(given) {
      const request = accepted('extend', given);
      const { deadline, budget, reason, legalBasis } = request;
      return admit({ ...onCase(request), type: 'extend', deadline, budget, reason, legalBasis });
    },
    async waive(given) {
      const request = accepted('waive', given);
      const { deadline, reason, legalBasis } = request;
      return admit({ ...onCase(request), type: 'waive', deadline, reason, legalBasis });
    },
    async erase(given) {
      return erase(runtime, accepted('erase', given));
    },
    async resumeErasures() {
      checkStarted();
      return resumeErasures(runtime);
    },
    async protect(given) {
      return protect(runtime, accepted('protect', given));
    },
    planMigration(migration, options = {}) {
      checkStarted();
      return createMigrationPlan(parts, migration, options);
    },
    async applyMigration(plan, { onCase, signal, ...given }) {
      checkStarted();
      const request = {
        ...parseRequest('applyMigration', given, parts.limits),
        ...(onCase && { onCase }),
        ...(signal && { signal }),
      };
      return applyMigrationPlan(runtime, plan, request, checkStarted);
    },
    planCalendar(next, options = {}) {
      checkStarted();
      return createCalendarPlan(parts, next, parseQuery('planCalendar', options));
    },
    async applyCalendar(plan, { onCase: watch, signal, ...given }) {
      checkStarted();
      const request = parseRequest('applyCalendar', given, parts.limits);
      const company = { ...(watch && { onCase: watch }), ...(signal && { signal }) };
      return applyCalendarPlan(runtime, plan, { ...request, ...company }, checkStarted);
    },
    nextNumber: async (request) => store.allocate(parseQuery('nextNumber', request)),
    async deadLetters(request) {
      const { limit = 100, ...query } = parseQuery('deadLetters', request);
      return store.outbox.dead({ ...query, limit });
    },
    async redrive(request) {
      const found = await store.outbox.redrive({ ...parseQuery('redrive', request), at: parts.clock.now() });
      if (found) runtime.wake();
      return found;
    },
    on: parts.events.on,
    settle: worker.settle,
    nextAt: worker.nextAt,
  };
}

/** Cases are kept in clear: where a person may be erased, by another process too, none is kept. */
const cacheOf = ({ cacheBytes }: EngineLimits, { people }: Protection): CaseCache =>
  cacheBytes > 0 && people === undefined ? caseCache(cacheBytes) : noCache;
