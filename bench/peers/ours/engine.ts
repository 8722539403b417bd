import { vietnamCalendar } from '@motcua/calendar-vn';
import { type AuditLog, createEngine, type Engine, type Store } from '@motcua/core';
import { createMemoryNotifier } from '@motcua/core/memory';
import { EVENTS, eventOf, officer, permit, TENANT } from './workflow.ts';

/** An engine whose clock is ahead by `shiftMs()`: so time can pass that nobody waits for. */
export async function startEngine(
  store: Store,
  {
    background = false,
    shiftMs = () => 0,
    audit,
  }: { readonly background?: boolean; readonly shiftMs?: () => number; readonly audit?: AuditLog } = {},
): Promise<Engine> {
  const engine = createEngine({
    workflows: [permit],
    store,
    calendars: [vietnamCalendar()],
    ...(audit !== undefined && { audit }),
    clock: {
      now: () => Date.now() + shiftMs(),
      sleepUntil: (instant, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, Math.max(0, Math.min(instant - Date.now() - shiftMs(), 1_000)));
          signal?.addEventListener('abort', () => {
            clearTimeout(timer);
            resolve();
          });
        }),
    },
    adapters: { portal: createMemoryNotifier({ topics: ['brought'] }) },
  });
  await engine.start({ background });
  return engine;
}

/** Opens a case. Its term has two firings that wait. */
export async function openCase(engine: Engine, caseId: string): Promise<void> {
  const input = { applicant: `citizen-${caseId}` };
  const reply = await engine.open({ tenant: TENANT, caseId, actor: officer, workflow: 'permit', input });
  if (reply.status !== 'accepted') throw new Error(JSON.stringify(reply));
}

/** One case from its opening through its events; tells how long each transition took, and may wait before it. */
export async function lifeOf(
  engine: Engine,
  caseId: string,
  took: (milliseconds: number) => void,
  pause: () => Promise<void> | undefined = () => undefined,
): Promise<void> {
  const timed = async (work: () => Promise<unknown>) => {
    await pause();
    const start = performance.now();
    await work();
    took(performance.now() - start);
  };
  await timed(() => openCase(engine, caseId));
  for (let step = 0; step < EVENTS; step += 1) {
    await timed(async () => {
      const reply = await engine.send({ tenant: TENANT, caseId, actor: officer, event: eventOf(step) });
      if (reply.status !== 'accepted') throw new Error(JSON.stringify(reply));
    });
  }
}
