import { isoAudit } from '@motcua/audit-iso';
import { createEngine, type Destination, isMotcuaError } from '@motcua/core';
import { carryOut } from '../office/carry-out.ts';
import { destinations, officeCalendar, START, TENANT, workflows } from '../office/index.ts';
import type { Acknowledgement, Evidence } from '../run/evidence.ts';
import { planOf } from '../run/plan.ts';
import { seededRandom } from '../run/random.ts';
import type { Receipt } from '../run/receipt.ts';
import { drivenClock } from '../worker/driven-clock.ts';
import { openStore } from '../worker/open-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const DOWNTIME_MS = 3 * DAY_MS;

/** A small run in this process, without a kill: its database is sound. */
export async function soundRun(file: string, commands: number): Promise<Evidence> {
  let now = START;
  const clock = drivenClock(now, 0);
  const advance = (ms: number) => {
    now += ms;
    clock.tick(now);
  };
  const receipts: Receipt[] = [];
  const acknowledgements: Acknowledgement[] = [];
  const adapter = (topics: readonly string[]): Destination => ({
    contractVersion: 1,
    topics,
    deliver: async ({ id, destination, caseId, revision, index, topic, payload }, { attempt }) => {
      receipts.push({ id, destination, caseId, revision, index, topic, payload, attempt });
      return { status: 'delivered' };
    },
  });
  const store = openStore('sqlite', file);
  const engine = createEngine({
    workflows,
    calendars: [officeCalendar],
    clock,
    store,
    audit: isoAudit(),
    adapters: Object.fromEntries(Object.entries(destinations).map(([name, topics]) => [name, adapter(topics)])),
  });
  const beat = () => store.liveness.beat({ owner: 'the only one', now, maxGapMs: DAY_MS / 24 });
  await engine.start({ background: false });
  const random = seededRandom(7);
  const plan = planOf('c0', random);
  for (let sent = 0; sent < commands; sent += 1) {
    const { command } = plan.next().value ?? {};
    if (command === undefined) break;
    const reply = await carryOut(engine, clock, command).catch((error: unknown) => {
      if (!isMotcuaError(error, 'MC_CASE_NOT_FOUND')) throw error;
    });
    if (reply) acknowledgements.push({ commandId: command.id, caseId: command.caseId, reply });
    advance(random.between(10, 120) * MINUTE_MS);
    await engine.settle();
    await beat();
  }
  const downtime = { from: now, to: now + DOWNTIME_MS };
  advance(DOWNTIME_MS);
  await engine.settle();
  await beat();
  const { pending } = await store.outbox.count({ tenant: TENANT });
  if (pending > 0) throw new Error(`${pending} messages are left`);
  await engine.stop();
  return { acknowledgements, receipts, downtimes: [downtime], until: now };
}
