import { calendarSet } from '../src/engine/calendar-set.js';
import {
  type Actor,
  type Budget,
  type Calendar,
  type CaseEnvelope,
  type Command,
  type DeadlineLedger,
  type DeadlineStanding,
  type Decision,
  type DecisionEnv,
  decide,
  type EarlierEndRule,
  type EventObject,
  type Migration,
  parseInstant,
  type Reply,
  rulesAuthorizer,
  standingOf,
  type TimerKey,
  type TimerRow,
  type Workflow,
} from '../src/index.js';
import { anybody, head } from './actors.js';
import { officeCalendar } from './office-calendar.js';

export const TENANT = 't';
export const CASE_ID = 'c1';
export const at = (text: string): number => parseInstant(`${text}+07:00`);
export const print = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : officeCalendar.format(instant).slice(0, 16);

export const testEnv = (calendars: readonly Calendar[] = [officeCalendar]): DecisionEnv => ({
  calendars: calendarSet(calendars),
  authorizer: rulesAuthorizer(),
});

export interface ActOptions {
  readonly actor?: Actor;
  /** When it happened in law; default: when it is recorded. */
  readonly occurredAt?: string;
  readonly id?: string;
  readonly expectedRevision?: number;
}

export interface MigrateOptions extends ActOptions {
  readonly accepted?: Readonly<Record<string, string>>;
}

/** The two definitions a `migrate` command names. */
export const versionsOf = ({ from, to }: Migration) => ({
  from: { version: from.version, definitionHash: from.definitionHash },
  to: { version: to.version, definitionHash: to.definitionHash },
});

export interface ReprojectOptions extends ActOptions {
  readonly earlierEnd?: EarlierEndRule;
  readonly replaces?: string;
}

/** One case on the pure `decide`, with the timers a store would keep for it. Times are texts in the office's zone. */
export function caseRun(first: Workflow, env: DecisionEnv = testEnv()) {
  let workflow = first;
  let envelope: CaseEnvelope | undefined;
  let timers: readonly TimerRow[] = [];
  let latest: Decision | undefined;
  const commands: Command[] = [];

  const decideOn = (command: Command, migrations: readonly Migration[] = []): Reply => {
    latest = decide(workflow, envelope, command, { ...env, migrations });
    commands.push(command);
    if (latest.change !== undefined) {
      envelope = latest.change.envelope;
      if (latest.change.timers !== undefined) timers = latest.change.timers;
    }
    // A store forgets the firing a committed command settled; an early one is not committed.
    const early = latest.reply.status === 'dropped' && latest.reply.code === 'MC_TIMER_EARLY';
    if (command.type === 'fire' && !early && latest.change?.timers === undefined) {
      timers = timers.filter(({ key }) => key !== command.timer);
    }
    return latest.reply;
  };
  const base = (when: string, { actor = anybody, occurredAt, id, expectedRevision }: ActOptions) => ({
    tenant: TENANT,
    caseId: CASE_ID,
    id: id ?? `command-${commands.length + 1}`,
    actor,
    receivedAt: at(when),
    occurredAt: at(occurredAt ?? when),
    ...(expectedRevision !== undefined && { expectedRevision }),
  });
  const grounds = { reason: 'for a reason', legalBasis: 'an article' };
  const current = (): CaseEnvelope => {
    if (envelope === undefined) throw new Error('the case is not open');
    return envelope;
  };

  const run = {
    commands,
    decision: () => latest,
    envelope: current,
    timers: () => timers,
    decide: (command: Command) => decideOn(command),
    /** Moves the case to another version; later commands are decided by that one. */
    migrate: (migration: Migration, when: string, { accepted = {}, ...options }: MigrateOptions = {}): Reply => {
      const command: Command = {
        ...base(when, options),
        ...versionsOf(migration),
        type: 'migrate',
        ...grounds,
        accepted,
      };
      const reply = decideOn(command, [migration]);
      if (reply.status === 'accepted') workflow = migration.to;
      return reply;
    },
    workflow: () => workflow,
    open: (when: string, input: unknown = {}, options: ActOptions = {}) =>
      decideOn({ ...base(when, options), type: 'open', workflow: workflow.id, version: workflow.version, input }),
    send: (event: string | EventObject, when: string, options: ActOptions = {}) =>
      decideOn({ ...base(when, options), type: 'send', event: typeof event === 'string' ? { type: event } : event }),
    extend: (deadline: string, budget: Budget, when: string, options: ActOptions = {}) =>
      decideOn({ ...base(when, options), type: 'extend', deadline, budget, ...grounds }),
    waive: (deadline: string, when: string, options: ActOptions = {}) =>
      decideOn({ ...base(when, options), type: 'waive', deadline, ...grounds }),
    /** Counts the terms again on a calendar the environment has. */
    reproject: ({ id, version }: Calendar, when: string, options: ReprojectOptions = {}) => {
      const { earlierEnd, replaces = id } = options;
      return decideOn({
        ...base(when, { actor: head, ...options }),
        type: 'reproject',
        ...grounds,
        calendar: { id, version },
        replaces,
        ...(earlierEnd !== undefined && { earlierEnd }),
      });
    },
    /** Fires a timer as a scheduler does, at the given time. */
    fire: (timer: TimerKey, when: string | number) => {
      const firedAt = typeof when === 'number' ? when : at(when);
      const actor: Actor = { kind: 'timer', id: 'motcua:scheduler', roles: [] };
      const id = `${timer}@${firedAt}#${commands.length}`;
      return decideOn({
        type: 'fire',
        id,
        tenant: TENANT,
        caseId: CASE_ID,
        actor,
        timer,
        occurredAt: firedAt,
        receivedAt: firedAt,
        firedAt,
      });
    },
    /** Fires all that comes due up to a time, each at its own instant; returns what fired. */
    pass: (until: string): readonly string[] =>
      fireAll(
        (row) => row.fireAt <= at(until),
        (row) => row.fireAt,
      ),
    /** Fires all that is overdue at a time, late, after an outage. */
    recover: (when: string): readonly string[] =>
      fireAll(
        (row) => row.fireAt <= at(when),
        () => at(when),
      ),
    ledger: (name = 'answer', occurrence?: number): DeadlineLedger => {
      const found = current().deadlines.findLast(
        (ledger) => ledger.name === name && (occurrence === undefined || ledger.occurrence === occurrence),
      );
      if (found === undefined) throw new Error(`no ledger ${name}`);
      return found;
    },
    due: (name = 'answer') => print(run.ledger(name).dueAt),
    kinds: (name = 'answer') => run.ledger(name).entries.map(({ kind }) => kind),
    /** Pending firings by rung: `warn 2026-03-06T15:42`. */
    armed: (name = 'answer') =>
      run
        .ledger(name)
        .rungs.filter(({ fireAt }) => fireAt !== undefined)
        .map((rung) => `${rung.name} ${print(rung.fireAt)}`),
    standing: (when: string, name = 'answer'): DeadlineStanding => {
      const within = workflow.spec.deadlines?.[name]?.within;
      const outer = current().deadlines.findLast((ledger) => ledger.name === within);
      return standingOf(run.ledger(name), at(when), officeCalendar, outer);
    },
    factTypes: () => latest?.change?.journal.facts.map(({ type }) => type) ?? [],
  };

  const fireAll = (isDue: (row: TimerRow) => boolean, firedAt: (row: TimerRow) => number): readonly string[] => {
    const fired: string[] = [];
    for (;;) {
      const next = [...timers].sort((a, b) => a.fireAt - b.fireAt || (a.key < b.key ? -1 : 1)).find(isDue);
      if (next === undefined) return fired;
      run.fire(next.key, firedAt(next));
      fired.push(`${next.key.replace(/^deadline\//u, '')} ${print(next.fireAt)}`);
    }
  };
  return run;
}

export type CaseRun = ReturnType<typeof caseRun>;
