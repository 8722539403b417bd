import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Actor, createEngine, type Instant, parseInstant, type Workflow } from '@motcua/core';
import { consultationWorkflow, ROLES } from '@motcua/core/dossier';
import { createSqliteStore } from '@motcua/store-sqlite';
import { virtualClock } from '@motcua/testkit';

export const TENANT = 'tinh-h02';
export const at = (wall: string): Instant => parseInstant(`${wall.replace(' ', 'T')}:00+07:00`);
/** The day on which the office gets the new version: two weeks after the decree took effect. */
export const DEPLOYED = '2025-07-15 07:30';

const person = (id: string, unit: string, ...roles: string[]): Actor => ({ kind: 'person', id, unit, roles });
export const counter = person('chi', 'district.one-stop', ROLES.oneStopOfficer);
export const supervisor = person('quang', 'province.home-affairs', ROLES.supervisor);

/** An engine on the office's one SQLite file, in virtual time. */
export async function openOffice(folder: string, workflows: readonly Workflow[], start: string) {
  const clock = virtualClock(at(start));
  const store = createSqliteStore({ file: join(folder, 'dossiers.db') });
  const calendar = vietnamCalendar();
  const engine = createEngine({
    workflows: [...workflows, consultationWorkflow()],
    store,
    calendars: [calendar],
    clock,
    needs: { durable: true },
  });
  await engine.start({ background: false });
  return { engine, store, clock, calendar, [Symbol.asyncDispose]: () => engine.stop() };
}
export type Office = Awaited<ReturnType<typeof openOffice>>;
