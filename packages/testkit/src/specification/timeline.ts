import {
  type CaseEnvelope,
  type Decision,
  type DecisionEnv,
  decide,
  type Fact,
  type Instant,
  type TimerRow,
  type Workflow,
} from '@motcua/core';
import { instantOf } from '../moment.js';
import { testkitError } from '../testkit-error.js';
import { commandOf, type Happening, wordsOf } from './act.js';

/** A case after some happenings. Immutable. */
export interface Standing {
  readonly envelope?: CaseEnvelope;
  readonly timers: readonly TimerRow[];
  /** How many happenings there were: the source of command ids. */
  readonly count: number;
  /** What happened, one line each. */
  readonly story: readonly string[];
}

/** What one happening led to. */
export interface Outcome {
  readonly before: Standing;
  readonly after: Standing;
  /** Facts of the happening itself; when only time passes, of everything that fired. */
  readonly facts: readonly Fact[];
  /** Messages to other cases. */
  readonly messages: readonly Fact[];
  /** The decision on the command; undefined when only time passed. */
  readonly decision?: Decision;
}

export interface Stage {
  readonly workflow: Workflow;
  readonly env: DecisionEnv;
}

const TENANT = 'specification';
const CASE_ID = 'case-1';
const MAX_FIRINGS = 10_000;

export const nothingYet: Standing = { timers: [], count: 0, story: [] };

/** Lets something happen to a case: first all that comes due before it, then the thing itself. */
export function happen(stage: Stage, before: Standing, happening: Happening): Outcome {
  const print = stage.env.calendars.current().format;
  const at = instantOf(happening.at);
  const fired = fireUntil(stage, before, at);
  const { envelope, count } = fired.after;
  const command = commandOf(happening, {
    id: `command-${count + 1}`,
    tenant: TENANT,
    caseId: CASE_ID,
    workflow: stage.workflow.id,
    version: stage.workflow.version,
    occurrenceOf: (key) => envelope?.children[key]?.occurrence ?? 0,
  });
  const words = wordsOf(happening, print);
  if (command === undefined) return { ...fired, after: { ...fired.after, story: [...fired.after.story, words] } };
  const decision = decide(stage.workflow, envelope, command, stage.env);
  const { change, reply } = decision;
  const result = reply.status === 'accepted' ? reply.state : `${reply.status} ${reply.code}`;
  return {
    before: fired.after,
    after: {
      ...(change === undefined ? envelope && { envelope } : { envelope: change.envelope }),
      timers: change?.timers ?? fired.after.timers,
      count: count + 1,
      story: [...fired.after.story, `${words}: ${result}`],
    },
    facts: change?.journal.facts ?? [],
    messages: messagesOf(decision),
    decision,
  };
}

const messagesOf = ({ change }: Decision): readonly Fact[] =>
  (change?.messages ?? []).map(({ payload }) => payload).filter(({ type }) => type.startsWith('motcua.'));

/** Fires everything that comes due up to an instant, each at its own instant, in order. */
function fireUntil(stage: Stage, before: Standing, until: Instant): Outcome {
  let after = before;
  const facts: Fact[] = [];
  const messages: Fact[] = [];
  for (let firings = 0; after.envelope !== undefined; firings += 1) {
    const next = [...after.timers].sort((a, b) => a.fireAt - b.fireAt || (a.key < b.key ? -1 : 1))[0];
    if (next === undefined || next.fireAt > until) break;
    if (firings === MAX_FIRINGS) throw endless(next);
    const firedAt = next.fireAt;
    const decision = decide(
      stage.workflow,
      after.envelope,
      {
        type: 'fire',
        id: `${CASE_ID}/${next.key}@${firedAt}`,
        tenant: TENANT,
        caseId: CASE_ID,
        actor: { kind: 'timer', id: 'motcua:scheduler', roles: [] },
        timer: next.key,
        occurredAt: firedAt,
        receivedAt: firedAt,
        firedAt,
      },
      stage.env,
    );
    const { change, reply } = decision;
    const left = after.timers.filter((row) => row !== next);
    const envelope: CaseEnvelope = change?.envelope ?? after.envelope;
    const result = reply.status === 'accepted' ? reply.state : `${reply.status} ${reply.code}`;
    const story = [...after.story, `${next.key} at ${stage.env.calendars.current().format(firedAt)}: ${result}`];
    after = { ...after, envelope, timers: change?.timers ?? left, story };
    facts.push(...(change?.journal.facts ?? []));
    messages.push(...messagesOf(decision));
  }
  return { before, after, facts, messages };
}

const endless = ({ key }: TimerRow): Error =>
  testkitError({
    happened: `More than ${MAX_FIRINGS} timers fired before one happening; the next would be ${key}`,
    expected: 'a case that comes to rest',
    remedy: 'look for states whose `after` lead into one another for ever',
  });
