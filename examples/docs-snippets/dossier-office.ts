// #region engine
import { vietnamCalendar } from '@motcua/calendar-vn';
import {
  type Actor,
  type Clock,
  createEngine,
  type Engine,
  type Instant,
  rulesAuthorizer,
  type Store,
} from '@motcua/core';
import {
  consultationWorkflow,
  dossierCode,
  dossierInput,
  dossierSeries,
  dossierWorkflow,
  unitTree,
} from '@motcua/core/dossier';
import { catalogue } from './marriage-certificate.js';

const units = unitTree([
  {
    id: 'commune-1',
    name: { vi: 'UBND xã', en: 'Commune' },
    tier: 'commune',
    kind: 'authority',
    validFrom: '2025-07-01',
  },
  {
    id: 'commune-1.counter',
    name: { vi: 'Trung tâm Phục vụ hành chính công', en: 'One-stop unit' },
    tier: 'commune',
    kind: 'one-stop',
    parent: 'commune-1',
    validFrom: '2025-07-01',
  },
  {
    id: 'commune-1.justice',
    name: { vi: 'Bộ phận tư pháp', en: 'Justice' },
    tier: 'commune',
    kind: 'division',
    parent: 'commune-1',
    validFrom: '2025-07-01',
  },
]);

export const calendar = vietnamCalendar();

export function dossierEngine(store: Store, clock?: Clock): Engine {
  return createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow()],
    store,
    calendars: [calendar],
    authorizer: rulesAuthorizer({ isWithin: units.isWithin }),
    ...(clock !== undefined && { clock }),
  });
}
// #endregion

// #region register
/** A citizen hands in a dossier. It is registered under the procedure in force on that day. */
export function register(engine: Engine, actor: Actor, tenant: string, receivedAt: Instant) {
  const procedure = catalogue.get('1.004873', { on: calendar.dateOf(receivedAt) });
  return engine.open({
    tenant,
    actor,
    workflow: 'dossier',
    occurredAt: receivedAt,
    input: dossierInput(procedure, {
      channel: 'counter',
      applicant: { id: 'citizen-1', kind: 'citizen', name: 'Nguyễn Văn An' },
      oneStop: 'commune-1.counter',
      papers: [{ id: 'declaration', originals: 1 }],
    }),
  });
}
// #endregion

// #region accept
/** The counter accepts it: a number of the day, a code, a slip with the date of return. */
export async function accept(engine: Engine, actor: Actor, tenant: string, caseId: string, at: Instant) {
  const parts = { agency: 'H02.19', date: calendar.dateOf(at) };
  const sequence = await engine.nextNumber({ tenant, series: dossierSeries(parts) });
  const code = dossierCode({ ...parts, sequence });
  return engine.send({ tenant, actor, caseId, occurredAt: at, event: { type: 'accept', code, papers: [] } });
}
// #endregion
