import {
  type Actor,
  type CaseRef,
  createEngine,
  type EventObject,
  MotcuaError,
  printExplanation,
  type Reply,
  type Workflow,
} from '@motcua/core';
import { createMemoryNotifier, createMemoryStore } from '@motcua/core/memory';
import { instantOf, type Moment } from '../moment.js';
import { plainCalendar } from '../plain-calendar.js';
import { testkitError } from '../testkit-error.js';
import { virtualClock } from '../virtual-clock.js';
import { commitLimit } from './commit-limit.js';
import { passage } from './passage.js';
import { recorder } from './recorder.js';
import type { ActingIn, ActorInShort, SendInShort, Simulation, SimulationOptions } from './simulation.js';

/**
 * Makes a world in which legal terms can be broken in a test: a real engine on a clock that moves only when told to.
 *
 * Adapters should answer from memory. One that hangs gets its time limit like any other, by the virtual clock.
 */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { workflows, tenant = 'test' } = options;
  const calendars = options.calendars ?? [plainCalendar()];
  const calendar = calendars.findLast(({ id }) => id === calendars[0]?.id);
  const [first] = workflows;
  if (first === undefined || calendar === undefined) {
    throw testkitError({
      happened: `simulate() was given ${workflows.length} workflows and ${calendars.length} calendars`,
      expected: 'at least one of each',
      remedy: 'name the workflow to simulate; leave `calendars` out to use one without holidays',
    });
  }
  const clock = virtualClock(options.start);
  const notes = recorder(calendar, clock.now);
  const limit = commitLimit(options.store ?? createMemoryStore(), options.maxCommits ?? 10_000);
  const adapters = Object.entries(options.adapters ?? { observer: createMemoryNotifier() });
  const engine = createEngine({
    workflows,
    calendars,
    clock,
    store: limit.store,
    adapters: Object.fromEntries(adapters.map(([name, adapter]) => [name, notes.record(name, adapter)])),
    ...(options.authorizer && { authorizer: options.authorizer }),
    ...(options.retry && { retry: options.retry }),
    ...(options.limits && { limits: options.limits }),
    ...(options.personalData && { personalData: options.personalData }),
  });
  const { settle, goTo } = passage(engine, clock, limit, options.patience ?? 2_000);
  notes.listenTo(engine);
  await engine.start({ background: false });
  let opened = 0;

  const ref = (caseId: string): CaseRef => ({ tenant, caseId });
  const times = ({ occurredAt }: { readonly occurredAt?: Moment }) =>
    occurredAt === undefined ? {} : { occurredAt: instantOf(occurredAt) };
  const doing = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    limit.begin();
    const result = await act();
    await settle();
    return result;
  };
  const passing = async (target: () => number) => {
    const known = notes.facts.length;
    limit.begin();
    await goTo(target());
    return notes.facts.slice(known);
  };

  const as = (short: ActorInShort): ActingIn => {
    const actor: Actor = { kind: 'person', roles: [], ...short };
    const attempt = (caseId: string, event: string | EventObject, { occurredAt, ...rest }: SendInShort = {}) => {
      const full = typeof event === 'string' ? { type: event } : event;
      return doing(() =>
        engine.send({
          ...ref(caseId),
          actor,
          event: full,
          ...rest,
          ...times({ ...(occurredAt !== undefined && { occurredAt }) }),
        }),
      );
    };
    return {
      attempt,
      async open({ input, workflow = first.id, version, caseId, occurredAt }) {
        opened += 1;
        const reply = await doing(() =>
          engine.open({
            tenant,
            actor,
            workflow,
            input,
            caseId: caseId ?? `case-${opened}`,
            ...(version !== undefined && { version }),
            ...times({ ...(occurredAt !== undefined && { occurredAt }) }),
          }),
        );
        return accepted(reply, actor, `open ${workflow}`).caseId;
      },
      send: async (caseId, event, rest) =>
        accepted(await attempt(caseId, event, rest), actor, `send ${typeof event === 'string' ? event : event.type}`),
      extend: async (caseId, request) =>
        accepted(
          await doing(() => engine.extend({ ...ref(caseId), actor, ...request })),
          actor,
          `extend ${request.deadline}`,
        ),
      waive: async (caseId, request) =>
        accepted(
          await doing(() => engine.waive({ ...ref(caseId), actor, ...request })),
          actor,
          `waive ${request.deadline}`,
        ),
    };
  };

  return {
    engine,
    clock,
    calendar,
    tenant,
    as,
    open: ({ actor, ...request }) =>
      as(actor ?? somebodyWhoMayOpen(workflows, request.workflow ?? first.id)).open(request),
    pass: (length) => passing(() => calendar.add(clock.now(), length)),
    until: (moment) => passing(() => ahead(clock.now(), instantOf(moment), calendar.format)),
    async outage(length) {
      await clock.advanceTo(calendar.add(clock.now(), length));
      return passing(() => clock.now());
    },
    facts: (type = '*') => notes.facts.filter((fact) => matches(type, fact.type)),
    deliveries: notes.deliveries,
    async standing(caseId, deadline) {
      const standings = await engine.deadlines(ref(caseId));
      const found = standings.findLast(({ name }) => name === deadline);
      if (found !== undefined) return found;
      throw testkitError({
        happened: `Case ${caseId} has no term "${deadline}"`,
        expected: `one of ${[...new Set(standings.map(({ name }) => name))].join(', ') || '(none has started)'}`,
        remedy: 'name a term that has started',
      });
    },
    explain: async (caseId, deadline, language = 'en') =>
      printExplanation(await engine.explain({ ...ref(caseId), deadline }), language),
    case: (caseId) => engine.get(ref(caseId)),
    timeline: () => notes.lines,
    print: (instant) => calendar.format(instant ?? clock.now()),
    [Symbol.asyncDispose]: () => engine.stop(),
  };
}

type Accepted = Extract<Reply, { status: 'accepted' }>;

function accepted(reply: Reply, actor: Actor, action: string): Accepted {
  if (reply.status === 'accepted') return reply;
  throw new MotcuaError(reply.code, {
    happened: `${actor.id} could not ${action} on case ${reply.caseId}: ${reply.status} with ${reply.code}: ${reply.message}`,
    expected: 'a command the case accepts',
    remedy: 'correct the test; where the refusal is what it proves, use attempt()',
    details: { reply },
  });
}

/** An actor with every role that may open the workflow. */
function somebodyWhoMayOpen(workflows: readonly Workflow[], id: string): ActorInShort {
  const rules = workflows.findLast((workflow) => workflow.id === id)?.spec.access['open'] ?? [];
  return { id: 'somebody', roles: rules.flatMap(({ roles }) => roles) };
}

function ahead(now: number, target: number, format: (at: number) => string): number {
  if (target >= now) return target;
  throw testkitError({
    happened: `The simulation stands at ${format(now)} and was to go on until ${format(target)}`,
    expected: 'a moment that is still to come',
    remedy: 'correct the moment; an act of an earlier hour is sent with occurredAt',
  });
}

const matches = (pattern: string, type: string): boolean =>
  pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)));
