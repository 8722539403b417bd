import { vietnamCalendar } from '@motcua/calendar-vn';
import {
  type Actor,
  type Clock,
  createEngine,
  type Engine,
  type EngineLimits,
  type Reply,
  rulesAuthorizer,
} from '@motcua/core';
import {
  consultationWorkflow,
  type DossierInput,
  dossierCode,
  dossierInput,
  dossierSeries,
  dossierWorkflow,
  unitTree,
} from '@motcua/core/dossier';
import { catalogue } from './catalogue.js';
import { newLookupCode } from './lookup-code.js';
import type { OfficeDatabase, Slip } from './office-database.js';

/** The province whose cases these are. */
export const tenant = 'ninh-binh';
const agency = 'H42.19';
const calendar = vietnamCalendar();
/** In which the times of its answers are told. */
export const { zone } = calendar;
const units = unitTree(
  [
    { id: 'commune', name: { vi: 'UBND xã', en: 'Commune' }, kind: 'authority' as const },
    {
      id: 'counter',
      name: { vi: 'Bộ phận một cửa', en: 'One-stop unit' },
      kind: 'one-stop' as const,
      parent: 'commune',
    },
    { id: 'justice', name: { vi: 'Bộ phận tư pháp', en: 'Justice' }, kind: 'division' as const, parent: 'commune' },
  ].map((unit) => ({ ...unit, tier: 'commune' as const, validFrom: '2025-07-01' })),
);

export interface Office {
  readonly engine: Engine;
  readonly database: OfficeDatabase;
  readonly clock: Clock;
}

export interface OfficeOptions extends Omit<Office, 'engine'> {
  readonly limits?: Partial<EngineLimits>;
}

export function createOffice({ database, clock, limits = {} }: OfficeOptions): Office {
  const engine = createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow()],
    store: database.store,
    calendars: [calendar],
    authorizer: rulesAuthorizer({ isWithin: units.isWithin }),
    clock,
    limits,
    needs: { durable: true, joinsTransaction: true },
    personalData: 'clear', // see docs/explanation/personal-data.md before you keep real ones
  });
  return { engine, database, clock };
}

export interface Arrival {
  readonly actor: Actor;
  /** The same id again opens nothing, and is answered as the first time. */
  readonly commandId: string;
  readonly procedure: string;
  readonly fields: Omit<DossierInput, 'procedure'>;
}

export interface Opened {
  readonly reply: Reply;
  /** Absent when the opening was refused. */
  readonly slip?: Slip | undefined;
}

// #region open
/** Opens a dossier and writes its slip in one transaction: no dossier without a slip, no slip without a dossier. */
export async function openDossier({ engine, database, clock }: Office, arrival: Arrival): Promise<Opened> {
  const { actor, commandId, procedure, fields } = arrival;
  const input = dossierInput(catalogue.get(procedure, { on: calendar.dateOf(clock.now()) }), fields);
  for (;;) {
    const { item } = await engine.prepare.open({ tenant, workflow: 'dossier', actor, commandId, input });
    const slip = { caseId: item.caseId, lookupCode: newLookupCode(), issuedBy: actor.id };
    const result = await database.commitTogether(item, slip);
    if (result.status === 'committed') {
      return item.reply.status === 'accepted' ? { reply: item.reply, slip } : { reply: item.reply };
    }
    if (result.status === 'duplicate') {
      return { reply: result.reply, slip: await database.slipOfCase(result.reply.caseId) };
    }
  }
}
// #endregion

/** Accepts a dossier under the next number of the day. */
export async function acceptDossier(
  { engine, clock }: Office,
  request: { readonly actor: Actor; readonly caseId: string; readonly commandId: string },
): Promise<Reply> {
  const { papers } = (await engine.get({ tenant, caseId: request.caseId })).machine.context as unknown as DossierInput;
  const parts = { agency, date: calendar.dateOf(clock.now()) };
  const sequence = await engine.nextNumber({ tenant, series: dossierSeries(parts) });
  const event = { type: 'accept', code: dossierCode({ ...parts, sequence }), papers };
  return engine.send({ tenant, ...request, event });
}
