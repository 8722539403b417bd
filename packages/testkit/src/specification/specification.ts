import {
  type Authorizer,
  type Calendar,
  type CaseEnvelope,
  type DeadlineStanding,
  type Decision,
  type Fact,
  project,
  type ReplyCode,
  rulesAuthorizer,
  standingOf,
  type Workflow,
} from '@motcua/core';
import { instantOf } from '../moment.js';
import { plainCalendar } from '../plain-calendar.js';
import { testkitError } from '../testkit-error.js';
import { type Happening, wordsOf } from './act.js';
import { calendarsOf } from './calendars-of.js';
import { difference, linesOf, pick } from './difference.js';
import { happen, nothingYet, type Outcome, type Stage, type Standing } from './timeline.js';

export interface SpecificationOptions {
  /** Default: {@link plainCalendar}, which has no holidays. */
  readonly calendar?: Calendar;
  /** Further calendars the workflow names. */
  readonly calendars?: readonly Calendar[];
  /** Default: the workflow's access rules, units compared by id. */
  readonly authorizer?: Authorizer;
}

/** What the outcome must look like. What is left out is not looked at; objects may name some of their fields only. */
export interface Expectation {
  readonly state?: string;
  readonly status?: CaseEnvelope['status'];
  readonly tags?: readonly string[];
  readonly context?: Readonly<Record<string, unknown>>;
  /** All facts in order: a type, or an object with some of a fact's fields. */
  readonly facts?: readonly (string | (Readonly<Record<string, unknown>> & { readonly type: string }))[];
  /** By name, of its latest occurrence; `due` as the calendar prints it, such as `2026-03-09T17:00:00+07:00`. */
  readonly deadlines?: Readonly<Record<string, Partial<Omit<DeadlineStanding, 'name'>>>>;
  /** Messages to other cases, in order: sub-cases opened, answers given. */
  readonly messages?: readonly (string | (Readonly<Record<string, unknown>> & { readonly type: string }))[];
}

/** After `when`: says what must have come of it. Each throws an error that shows the difference, and may be called again. */
export interface Outcomes {
  /** The command was accepted, and this is what came of it. Returns the outcome for further looks. */
  expect(expected: Expectation): Outcomes;
  /** The command was refused, failed or dropped with this code, and nothing changed. */
  expectRefused(code: ReplyCode, details?: { readonly allowed?: readonly string[] }): Outcomes;
  /** Nothing came of it: same state, same context, no fact, no message. */
  expectNothing(): Outcomes;
  readonly decision: Decision | undefined;
  readonly envelope: CaseEnvelope | undefined;
  readonly facts: readonly Fact[];
}

export interface Specification {
  /** What happened before. Each must be accepted. Rungs that come due in between fire at their instants. */
  given(...happenings: readonly Happening[]): Specification;
  /** What happens now. */
  when(happening: Happening): Outcomes;
}

/**
 * Specifies a workflow without a store, an engine or a clock: given what happened, when this happens, expect that.
 * Runs on the pure `decide()`; needs no test runner, because what differs is thrown.
 */
export function specification(workflow: Workflow, options: SpecificationOptions = {}): Specification {
  const env = {
    calendars: calendarsOf([options.calendar ?? plainCalendar(), ...(options.calendars ?? [])]),
    authorizer: options.authorizer ?? rulesAuthorizer(),
  };
  return after({ workflow, env }, nothingYet);
}

function after(stage: Stage, standing: Standing): Specification {
  return {
    given(...happenings) {
      let now = standing;
      for (const happening of happenings) {
        const { after: next, decision } = happen(stage, now, happening);
        if (decision !== undefined && decision.reply.status !== 'accepted')
          throw givenRefused(stage, next, decision.reply.message);
        now = next;
      }
      return after(stage, now);
    },
    when: (happening) => outcomes(stage, happening, happen(stage, standing, happening)),
  };
}

function outcomes(stage: Stage, happening: Happening, outcome: Outcome): Outcomes {
  const { decision, facts, messages } = outcome;
  const envelope = outcome.after.envelope;
  const reply = decision?.reply;
  const check = (expected: object, found: object) => {
    const [wanted, got] = [linesOf(expected), linesOf(pick(found, expected))];
    if (wanted.join('\n') === got.join('\n')) return;
    throw differs(stage, happening, outcome, difference(wanted, got));
  };
  const self: Outcomes = {
    decision,
    envelope,
    facts,
    expect(expected) {
      check(
        { reply: 'accepted', ...expected },
        { reply: replyWords(reply), ...found(stage, happening, outcome, expected) },
      );
      return self;
    },
    expectRefused(code, { allowed } = {}) {
      const refusal =
        reply === undefined || reply.status === 'accepted'
          ? {}
          : { code: reply.code, allowed: [...reply.allowed].sort() };
      check(
        { reply: 'refused', code, ...(allowed && { allowed: [...allowed].sort() }) },
        { reply: reply?.status === 'accepted' ? 'accepted' : 'refused', ...refusal },
      );
      return self;
    },
    expectNothing() {
      const view = (at: CaseEnvelope | undefined) => ({ state: at?.state, context: at?.machine.context });
      check({ ...view(outcome.before.envelope), facts: [], messages: [] }, { ...view(envelope), facts, messages });
      return self;
    },
  };
  return self;
}

const replyWords = (reply: Decision['reply'] | undefined): string =>
  reply === undefined || reply.status === 'accepted' ? 'accepted' : `${reply.status} ${reply.code}: ${reply.message}`;

/** The outcome in the shape of an expectation. */
function found(
  stage: Stage,
  happening: Happening,
  { after: { envelope }, facts, messages }: Outcome,
  expected: Expectation,
) {
  const now = instantOf(happening.at);
  const names = [...new Set(envelope?.deadlines.map(({ name }) => name))];
  return {
    state: envelope?.state,
    status: envelope?.status,
    tags: envelope?.tags,
    context: envelope?.machine.context,
    facts: asListed(facts, expected.facts),
    messages: asListed(messages, expected.messages),
    deadlines: Object.fromEntries(names.map((name) => [name, envelope && standing(stage, envelope, name, now)])),
  };
}

/** A fact is shown by its type where the expectation names a type, and whole where it names fields. */
const asListed = (facts: readonly Fact[], expected: Expectation['facts']) =>
  facts.map((fact, index) => (typeof (expected?.[index] ?? '') === 'string' ? fact.type : fact));

function standing(
  { workflow, env }: Stage,
  envelope: CaseEnvelope,
  name: string,
  now: number,
): DeadlineStanding | undefined {
  const latest = (wanted: string | undefined) => envelope.deadlines.findLast((ledger) => ledger.name === wanted);
  const ledger = latest(name);
  if (ledger === undefined) return undefined;
  const calendar = env.calendars.get(project(ledger.entries).calendar);
  return standingOf(ledger, now, calendar, latest(workflow.spec.deadlines?.[name]?.within));
}

function differs({ workflow, env }: Stage, happening: Happening, outcome: Outcome, lines: readonly string[]): Error {
  return new Error(
    [
      `Workflow ${workflow.id}@${workflow.version} does something else than specified.`,
      ...storyLines(outcome.before.story),
      `when   ${wordsOf(happening, env.calendars.current().format)}`,
      'then   (- expected, + found)',
      ...lines.map((line) => `       ${line}`),
    ].join('\n'),
  );
}

const storyLines = (story: readonly string[]): readonly string[] =>
  story.map((line, index) => `${index === 0 ? 'given ' : 'and   '} ${line}`);

const givenRefused = ({ workflow }: Stage, { story }: Standing, message: string): Error =>
  testkitError({
    happened: `Workflow ${workflow.id} did not accept what was given:\n${storyLines(story).join('\n')}\n${message}`,
    expected: 'a past that could happen',
    remedy: 'correct the given happenings, or move the last one to when() and use expectRefused()',
  });
