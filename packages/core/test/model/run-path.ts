import { type Calendar, createCalendar, withRows } from '../../src/calendar/index.js';
import type { Actor, CaseEnvelope, Clock, EventObject, Instant, Reply } from '../../src/contract/index.js';
import { calendarSet } from '../../src/engine/calendar-set.js';
import { createEngine, type Engine } from '../../src/index.js';
import type { Workflow } from '../../src/kernel/index.js';
import { createMemoryStore } from '../../src/memory/index.js';
import { officeCalendar } from '../office-calendar.js';
import { actorOf, type Example, examplesOf, type Model, type ModelEvent } from './example.js';
import { expectExplained } from './explained.js';
import type { PlannedPath } from './plan-paths.js';
import { PUPPET_PARENT, puppetChild, puppetParent } from './puppets.js';

const TENANT = 't';
const MINUTE = 60_000;
const anybody = { kind: 'person' as const, id: 'puppeteer', roles: ['any'] };
/** Who may do what is not the matter here; only what the engine alone may do stays with it. */
const authorizer = {
  check: ({ rules }: { readonly rules: readonly unknown[] }) =>
    rules.length > 0 ? { allowed: true as const } : { allowed: false as const, reason: 'only the engine' },
};

/** The case went another way than the path: another path is tried. */
class Strayed extends Error {
  override readonly name = 'Strayed';
}

/** A case on a real engine over a store in memory. */
export async function openRun(
  model: Model,
  workflow: Workflow,
  place: number,
  watch: { readonly committed: () => void; readonly refused: () => void },
) {
  const opening = model.openings[place];
  if (opening === undefined) throw new Error('no such opening');
  let now: Instant = opening.at;
  const clock: Clock = { now: () => now, sleepUntil: () => new Promise<void>(() => {}) };
  const failures: string[] = [];
  const store = createMemoryStore();
  const startEngine = async (calendars: readonly Calendar[]): Promise<Engine> => {
    const engine = createEngine({
      workflows: [workflow, ...(model.children ?? []).map(puppetChild), puppetParent()],
      store,
      calendars,
      clock,
      authorizer,
    });
    engine.on('committed', ({ journal }) => {
      for (const { type, reason } of journal.facts) if (type === 'deadline.event-failed') failures.push(String(reason));
      watch.committed();
    });
    engine.on('refused', watch.refused);
    await engine.start({ background: false });
    return engine;
  };
  const first = await startEngine([officeCalendar]);
  const subject = await openSubject(model, workflow, first, opening.input);
  const ref = { tenant: TENANT, caseId: subject };
  const setClock = (at: Instant) => {
    now = Math.max(now, at);
  };
  const run: Run = { model, workflow, engine: first, subject, now: clock.now, setClock, startEngine };
  return {
    get: () => run.engine.get(ref),
    allowed: (actor: Actor) => run.engine.allowed({ ...ref, actor }),
    /** Lets something happen, some time after what was before. False when it cannot happen. */
    async perform(event: Pick<ModelEvent, 'type'> & { readonly meta: { readonly example: number } }, after = MINUTE) {
      setClock(now + after);
      await run.engine.settle();
      try {
        await perform(run, event);
      } catch (error) {
        if (!(error instanceof Strayed)) throw error;
        return false;
      }
      if (failures.length > 0) throw new Error(failures.join('; '));
      return true;
    },
    /** Its journal and its ledgers explain the case, and the engine ends. */
    async end() {
      const env = (calendars: readonly Calendar[]) => ({ calendars: calendarSet(calendars), authorizer });
      expectExplained(workflow, await run.engine.get(ref), await run.engine.history(ref), {
        before: env([officeCalendar]),
        after: env([officeCalendar, stormyCalendar]),
      });
      await run.engine.stop();
    },
  };
}

/** Runs one path. False when the case strayed from it. */
export async function runPath(
  model: Model,
  workflow: Workflow,
  path: PlannedPath,
  watch: { readonly committed: () => void; readonly refused: () => void },
): Promise<boolean> {
  const run = await openRun(model, workflow, path.opening, watch);
  let onPath = true;
  for (const event of path.events) {
    onPath = onPath && (await run.perform(event));
  }
  await run.end();
  return onPath;
}

async function openSubject(model: Model, workflow: Workflow, engine: Engine, input: object): Promise<string> {
  const common = { tenant: TENANT, actor: model.isSubCase === true ? anybody : actorOf(model, {}) };
  const reply =
    model.isSubCase === true
      ? await engine.open({
          ...common,
          caseId: 'parent',
          workflow: PUPPET_PARENT,
          input: { workflow: workflow.id, input },
        })
      : await engine.open({ ...common, caseId: 'subject', workflow: workflow.id, input });
  if (reply.status !== 'accepted') throw new Error(`opening: ${reply.message}`);
  await engine.settle();
  return model.isSubCase === true ? 'parent/subject.1' : 'subject';
}

interface Run {
  readonly model: Model;
  readonly workflow: Workflow;
  /** Another one from the change of the calendar on: the office restarts its engine with both versions. */
  engine: Engine;
  readonly startEngine: (calendars: readonly Calendar[]) => Promise<Engine>;
  readonly subject: string;
  readonly now: () => Instant;
  readonly setClock: (at: Instant) => void;
}

async function perform(
  run: Run,
  event: { readonly type: string; readonly meta: { readonly example: number } },
): Promise<void> {
  const { model, workflow, engine, subject } = run;
  const envelope = await engine.get({ tenant: TENANT, caseId: subject });
  if (envelope.status !== 'active') throw new Strayed('the case is over');
  const example = examplesOf(model, event.type)[event.meta.example] ?? {};
  const payload = example.payload?.({ context: envelope.machine.context as never, now: run.now() }) ?? {};
  const full: EventObject = { type: event.type, ...payload };
  if (isReprojection(workflow, event.type)) await changeCalendar(run, envelope);
  else if (example.act !== undefined) await actLate(run, envelope, example, example.act);
  else if (rungsFor(workflow, event.type).length > 0) await reachRung(run, envelope, event.type);
  else if (workflow.spec.access[event.type] !== undefined) await send(run, subject, full, actorOf(model, example));
  else if ('key' in payload) await puppetSays(run, envelope, full as EventObject & { readonly key: string });
  else {
    expectAccepted(
      await engine.send({ tenant: TENANT, caseId: 'parent', actor: anybody, event: { type: 'tell', event: full } }),
    );
    await engine.settle();
  }
}

async function send(
  { engine }: Run,
  caseId: string,
  event: EventObject,
  actor: ReturnType<typeof actorOf>,
  occurredAt?: Instant,
) {
  expectAccepted(
    await engine.send({ tenant: TENANT, caseId, actor, event, ...(occurredAt !== undefined && { occurredAt }) }),
  );
  await engine.settle();
}

/** A path the machine can go and the engine refuses: its schema or a cap of a term stands in the way. */
function expectAccepted(reply: Reply): void {
  if (reply.status === 'failed') throw new Error(reply.message);
  if (
    reply.status === 'dropped' ||
    (reply.status === 'refused' &&
      reply.code !== 'MC_EVENT_NOT_ALLOWED' &&
      reply.code !== 'MC_EXTENSION_OVER_CAP' &&
      reply.code !== 'MC_DEADLINE_NOT_RUNNING')
  )
    throw new Error(reply.message);
  if (reply.status === 'refused') throw new Strayed(reply.message);
}

const isReprojection = (workflow: Workflow, type: string): boolean =>
  Object.values(workflow.spec.deadlines ?? {}).some(({ events }) => events?.reprojected === type);

/** The office was closed all of 2026: every term that runs is counted again. */
async function changeCalendar(run: Run, envelope: CaseEnvelope): Promise<void> {
  if (!envelope.deadlines.some(({ status }) => status === 'running')) throw new Strayed('no term runs');
  run.engine = await run.startEngine([officeCalendar, stormyCalendar]);
  const { engine, model } = run;
  await engine.applyCalendar(engine.planCalendar(stormyCalendar), {
    actor: actorOf(model, {}),
    reason: 'a storm',
    legalBasis: 'x',
  });
  await engine.settle();
}

const DAY_MS = 86_400_000;
const stormyCalendar = createCalendar(
  withRows(
    officeCalendar.definition,
    Array.from({ length: 300 }, (_, day) => ({
      date: officeCalendar.dateOf(Date.UTC(2026, 2, 3) + day * DAY_MS),
      kind: 'office-off' as const,
      name: { vi: 'Bão', en: 'Storm' },
      status: 'enacted' as const,
      source: 'for tests',
    })),
    { version: '2' },
  ),
);

const rungsFor = (workflow: Workflow, type: string): readonly string[] =>
  Object.entries(workflow.spec.deadlines ?? {}).flatMap(([name, { rungs }]) =>
    Object.entries(rungs ?? {}).flatMap(([rung, spec]) => (spec.event === type ? [`${name}/${rung}`] : [])),
  );

/** Lets time pass until a rung that sends this event fires, and everything before it. */
async function reachRung(
  { workflow, engine, subject, setClock }: Run,
  envelope: CaseEnvelope,
  type: string,
): Promise<void> {
  const wanted = new Set(rungsFor(workflow, type));
  const at = envelope.deadlines
    .flatMap(({ name, rungs }) =>
      rungs.flatMap(({ name: rung, fireAt }) =>
        wanted.has(`${name}/${rung}`) && fireAt !== undefined ? [fireAt] : [],
      ),
    )
    .sort((a, b) => a - b)[0];
  if (at === undefined) throw new Strayed(`nothing sends ${type}`);
  for (let next = await engine.nextAt(); next !== undefined && next <= at; next = await engine.nextAt()) {
    setClock(next);
    await engine.settle();
    if ((await engine.get({ tenant: TENANT, caseId: subject })).status !== 'active') return;
  }
}

/** Lets the end of a running term pass, and then records an act that happened just before it. */
async function actLate(
  run: Run,
  envelope: CaseEnvelope,
  example: Example,
  act: NonNullable<Example['act']>,
): Promise<void> {
  const { workflow, engine, subject, setClock, model } = run;
  const type = Object.entries(model.examples).find(
    ([, value]) => value === example || (Array.isArray(value) && value.includes(example)),
  )?.[0];
  const ledger = envelope.deadlines.find(
    ({ name, status }) => status === 'running' && workflow.spec.deadlines?.[name]?.events?.overruled === type,
  );
  if (ledger === undefined) throw new Strayed(`no term to be overruled by ${type}`);
  const { dueAt } = ledger;
  for (let next = await engine.nextAt(); next !== undefined && next <= dueAt; next = await engine.nextAt()) {
    setClock(next);
    await engine.settle();
  }
  setClock(dueAt + MINUTE);
  const before = await engine.get({ tenant: TENANT, caseId: subject });
  if (before.status !== 'active' || before.occurredAt > dueAt) throw new Strayed('the case moved on by itself');
  const payload = act.payload?.({ context: before.machine.context as never, now: dueAt }) ?? {};
  await send(run, subject, { type: act.type, ...payload }, actorOf(model, act), dueAt);
}

/** Lets the sub-case of a key say something, or end. */
async function puppetSays(
  { engine }: Run,
  envelope: CaseEnvelope,
  event: EventObject & { readonly key: string },
): Promise<void> {
  const { key, type, output, occurrence: _, caseId: __, ...said } = event as EventObject & Record<string, unknown>;
  const link = envelope.children[key as string];
  if (link?.status !== 'open') throw new Strayed(`no sub-case ${String(key)}`);
  const what = output === undefined ? { type: 'say', event: { type, ...said } } : { type: 'end', output };
  expectAccepted(await engine.send({ tenant: TENANT, caseId: link.caseId, actor: anybody, event: what }));
  await engine.settle();
}
