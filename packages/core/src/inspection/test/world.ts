import { officeCalendar } from '../../../test/office-calendar.js';
import type { Actor, CaseEnvelope, EventObject, Fact, Instant, Reply, Store } from '../../contract/index.js';
import { createEngine, type Engine, type EngineOptions, rulesAuthorizer } from '../../index.js';
import type { Workflow } from '../../kernel/index.js';
import { createMemoryStore } from '../../memory/index.js';
import { INSPECTION_ROLES, type InspectionRole, inspectionWorkflows } from '../index.js';

export const TENANT = 'province';
export const calendar = officeCalendar;
/** `2026-03-02 10:00` in Vietnam. */
export const at = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}:00+07:00`);
const shown = (instant: Instant | undefined): string =>
  instant === undefined ? '-' : calendar.format(instant).slice(0, 16).replace('T', ' ');

export const person = (id: string, unit: string, ...roles: InspectionRole[]): Actor => ({
  kind: 'person',
  id,
  unit,
  roles,
});

const { homeAffairs, authority, teamLeader, inspector, unitHead, unitOfficer, verifier } = INSPECTION_ROLES;
export const people = {
  planner: person('planner', 'home-affairs', homeAffairs),
  chair: person('chair', 'province', authority),
  leader: person('leader', 'science', teamLeader),
  inspector: person('inspector', 'home-affairs', inspector),
  verifier: person('verifier', 'home-affairs', verifier),
  headOf: (unit: string) => person(`head-${unit}`, unit, unitHead),
  officerOf: (unit: string) => person(`officer-${unit}`, unit, unitOfficer),
};

/** `district` stands above its communes. */
const isWithin = ({ unit, ancestor }: { readonly unit: string; readonly ancestor: string }) =>
  unit === ancestor ||
  unit.startsWith(`${ancestor}.`) ||
  (ancestor === 'district' && unit.startsWith('commune-')) ||
  ancestor === 'province';

/** An engine over a store in memory whose clock moves only when told to, and fires on its way what comes due. */
export async function openWorld({
  from = '2026-03-02 08:00',
  workflows = inspectionWorkflows(),
  store = createMemoryStore(),
  personalData = 'clear',
}: {
  readonly from?: string;
  readonly workflows?: readonly Workflow[];
  readonly store?: Store;
  readonly personalData?: EngineOptions['personalData'];
} = {}) {
  let now = at(from);
  const engine: Engine = createEngine({
    workflows,
    store,
    calendars: [calendar],
    clock: { now: () => now, sleepUntil: () => new Promise<void>(() => {}) },
    authorizer: rulesAuthorizer({ isWithin }),
    ...(personalData !== undefined && { personalData }),
  });
  await engine.start({ background: false });
  const ref = (caseId: string) => ({ tenant: TENANT, caseId });

  const world = {
    engine,
    now: () => now,
    /** Lets time pass; everything that comes due on the way fires at its own instant. */
    async pass(until: string | Instant): Promise<void> {
      const end = typeof until === 'string' ? at(until) : until;
      await engine.settle();
      for (let next = await engine.nextAt(); next !== undefined && next <= end; next = await engine.nextAt()) {
        now = Math.max(now, next);
        await engine.settle();
      }
      now = Math.max(now, end);
    },
    async open(actor: Actor, workflow: string, input: unknown, caseId: string): Promise<CaseEnvelope> {
      const reply = await engine.open({ tenant: TENANT, actor, workflow, input, caseId });
      if (reply.status !== 'accepted') throw new Error(`${reply.code} ${reply.message}`);
      await engine.settle();
      return engine.get(ref(caseId));
    },
    async try(actor: Actor, caseId: string, event: EventObject): Promise<Reply> {
      const reply = await engine.send({ tenant: TENANT, actor, caseId, event });
      await engine.settle();
      return reply;
    },
    async send(actor: Actor, caseId: string, event: EventObject): Promise<void> {
      const reply = await world.try(actor, caseId, event);
      if (reply.status !== 'accepted') throw new Error(`${event.type}: ${reply.code} ${reply.message}`);
    },
    get: (caseId: string) => engine.get(ref(caseId)),
    state: async (caseId: string) => (await engine.get(ref(caseId))).state,
    context: async <Context>(caseId: string) => (await engine.get(ref(caseId))).machine.context as unknown as Context,
    async due(caseId: string, deadline: string): Promise<string> {
      const { deadlines } = await engine.get(ref(caseId));
      return shown(deadlines.findLast(({ name }) => name === deadline)?.dueAt);
    },
    async facts(caseId: string, type?: string): Promise<readonly Fact[]> {
      const history = await engine.history(ref(caseId));
      return history.flatMap(({ facts }) => facts).filter((fact) => type === undefined || fact.type === type);
    },
    stop: () => engine.stop(),
  };
  return world;
}
export type World = Awaited<ReturnType<typeof openWorld>>;
