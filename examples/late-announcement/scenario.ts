import type { Engine } from '@motcua/core';
import type { VirtualClock } from '@motcua/testkit';
import { at, type Receipt, receive } from './office.js';

const TENANT = 'tinh-h02';

/** Received around the swap of Friday 2 January 2026 for Saturday 10 January, before the office heard of it. */
export const receipts: readonly Receipt[] = [
  ['2025-12-29', [3, 5, 7, 10, 15]] as const,
  ['2025-12-31', [3, 5, 7, 10]] as const,
  ['2026-01-05', [3, 5, 7, 10]] as const,
].flatMap(([received, terms]) => terms.map((days) => ({ tenant: TENANT, received, days })));

/** When the office applies the new calendar. */
export const APPLIED_AT = '2026-01-05T10:00';

/** Takes in dossiers day by day, in virtual time; what comes due in between happens. */
export async function takeIn(engine: Engine, clock: VirtualClock, all: readonly Receipt[]): Promise<void> {
  for (const receipt of all) {
    await passTo(engine, clock, `${receipt.received}T09:00`);
    await receive(engine, receipt);
  }
}

/** Lets time pass, and everything happen that it brings. */
export async function passTo(engine: Engine, clock: VirtualClock, time: string): Promise<void> {
  for (let next = await engine.nextAt(); next !== undefined && next < at(time); next = await engine.nextAt()) {
    await clock.advanceTo(Math.max(next, clock.now()));
    await engine.settle();
  }
  await clock.advanceTo(at(time));
  await engine.settle();
}
