import { vietnamCalendar } from '@motcua/calendar-vn';
import {
  type Actor,
  ADAPTER_CONTRACT_VERSION,
  type Calendar,
  type Clock,
  createEngine,
  type Engine,
  type Notifier,
  parseInstant,
  type Store,
} from '@motcua/core';
import {
  consultationWorkflow,
  dossierCode,
  dossierInput,
  dossierSeries,
  dossierWorkflow,
  type Letter,
  letterSchema,
  ROLES,
} from '@motcua/core/dossier';
import { procedureOf } from './procedure.js';

// #region versions
/** The year as an office could know it on the day before the announcement, and on the day. */
export const before = vietnamCalendar({ asKnownOn: '2025-12-24' });
export const announced = vietnamCalendar({ asKnownOn: '2025-12-25' });
// #endregion

const counter: Actor = { kind: 'person', id: 'lan', unit: 'commune-1', roles: [ROLES.oneStopOfficer] };
export const supervisor: Actor = { kind: 'person', id: 'hoa', unit: 'province-1', roles: [ROLES.supervisor] };

export interface OfficeOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Of several versions of one id the last counts new terms. */
  readonly calendars: readonly Calendar[];
  /** Where its letters go. */
  readonly letters?: Letter[];
  /** Cases read at a time. Default: the engine's. */
  readonly batch?: number;
}

/** A one-stop shop on a store. Nothing happens by itself: whoever owns the clock lets the engine settle. */
export async function openOffice({ store, clock, calendars, letters = [], batch }: OfficeOptions): Promise<Engine> {
  const engine = createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow()],
    store,
    clock,
    calendars,
    adapters: { 'printing-room': printingRoom(letters) },
    ...(batch !== undefined && { limits: { batch } }),
  });
  await engine.start({ background: false });
  return engine;
}

const printingRoom = (letters: Letter[]): Notifier => ({
  role: 'notifier',
  contractVersion: ADAPTER_CONTRACT_VERSION,
  topics: ['letter.issued'],
  async deliver({ payload: { type: _, ...letter } }) {
    letters.push(letterSchema.parse(letter));
    return { status: 'delivered' };
  },
});

export interface Receipt {
  readonly tenant: string;
  /** Date on which the counter accepts it, at 09:00. */
  readonly received: string;
  /** Working days the procedure grants. */
  readonly days: number;
  /** Id of the calendar of the office; default the standard one. */
  readonly calendar?: string;
}

/** `2025-12-29/05`: the fifth procedure of the day, as it were. */
export const caseIdOf = ({ received, days }: Receipt): string => `${received}/${String(days).padStart(2, '0')}`;

/** A dossier is handed in and accepted, with a slip that names the date of return. */
export async function receive(engine: Engine, receipt: Receipt): Promise<void> {
  const { tenant, received, days, calendar } = receipt;
  const request = { tenant, actor: counter, caseId: caseIdOf(receipt), occurredAt: at(`${received}T09:00`) };
  const input = dossierInput(procedureOf(days), {
    channel: 'counter',
    applicant: { id: `citizen-${days}`, kind: 'citizen', name: 'Nguyễn Văn An' },
    oneStop: 'commune-1',
    papers: [{ id: 'declaration', originals: 1 }],
    ...(calendar !== undefined && { calendar }),
  });
  const parts = { agency: 'H02.19', date: received };
  const sequence = await engine.nextNumber({ tenant, series: dossierSeries(parts) });
  const replies = [
    await engine.open({ ...request, workflow: 'dossier', input }),
    await engine.send({ ...request, event: { type: 'accept', code: dossierCode({ ...parts, sequence }), papers: [] } }),
  ];
  for (const reply of replies) if (reply.status !== 'accepted') throw new Error(reply.message);
}

/** `2025-12-29T09:00` on the wall of the office. */
export const at = (text: string): number => parseInstant(`${text}+07:00`);
