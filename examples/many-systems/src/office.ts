import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Connections, createConnections } from '@motcua/connect';
import { type Actor, createEngine, type Engine } from '@motcua/core';
import { consultationWorkflow, dossierWorkflow, type Procedure, parseProcedure, ROLES } from '@motcua/core/dossier';
import { createSqliteStore } from '@motcua/store-sqlite';
import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { civilStatusConnector } from './connectors/civil-status.ts';
import { interlinkedConnector } from './connectors/interlinked.ts';
import { portalConnector } from './connectors/portal.ts';
import { loader } from './dossier.ts';
import { type Forms, openForms } from './forms.ts';
import { tokenOf, type World } from './world.ts';

export const TENANT = 'tinh-h02';
/** What the interlinked service signs its webhooks with. */
export const HOOK_SECRET = 'hook-secret-91ab';

const person = (id: string, name: string, unit: string, ...roles: string[]): Actor => ({
  kind: 'person',
  id,
  name,
  unit,
  roles,
});

/** Who works at the commune. All of them are invented. */
export const people = {
  lan: person('lan', 'Nguyễn Thị Lan', 'commune.one-stop', ROLES.oneStopOfficer),
  minh: person('minh', 'Trần Văn Minh', 'commune.justice', ROLES.caseOfficer),
  binh: person('binh', 'Dương Quốc Bình', 'commune.justice', ROLES.leader),
  bay: person('bay', 'Ngô Thị Bảy', 'commune.justice', ROLES.clerk),
} as const satisfies Record<string, Actor>;

export interface Office {
  readonly engine: Engine;
  readonly connections: Connections;
  readonly clock: VirtualClock;
  readonly forms: Forms;
  readonly procedure: Procedure;
}

/** The commune's own application: one engine, three connectors. */
export async function openOffice(folder: string, world: Pick<World, 'baseUrl'>, startsAt: string): Promise<Office> {
  const clock = virtualClock(startsAt);
  const forms = openForms(folder);
  // #region connections
  const load = loader(() => engine, forms);
  const connections = createConnections({
    connectors: [
      portalConnector({ baseUrl: world.baseUrl('portal'), token: async () => tokenOf('portal'), load }),
      civilStatusConnector({
        baseUrl: world.baseUrl('civil-status'),
        token: async () => tokenOf('civil-status'),
        load,
      }),
      interlinkedConnector({
        baseUrl: world.baseUrl('interlinked'),
        token: async () => tokenOf('interlinked'),
        hookSecret: async () => HOOK_SECRET,
        load,
      }),
    ],
    engine: () => engine,
    clock,
  });
  const engine: Engine = createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow(), ...connections.workflows],
    store: createSqliteStore({ file: join(folder, 'commune.db') }),
    calendars: [vietnamCalendar()],
    adapters: connections.adapters,
    retry: { maxAttempts: 1_000 },
    clock,
  });
  // #endregion
  await engine.start({ background: false });
  const data = readFileSync(join(import.meta.dirname, '..', 'data', 'procedures.json'), 'utf8');
  const [procedure] = JSON.parse(data) as unknown[];
  return { engine, connections, clock, forms, procedure: parseProcedure(procedure) };
}
