import { vietnamCalendar } from '@motcua/calendar-vn';
import {
  type Channel,
  type DeliveryResult,
  type Notification,
  type NotificationLog,
  rulesAuthorizer,
} from '@motcua/core';
import { dossierInput, dossierWorkflow, parseProcedure, type Representative, unitTree } from '@motcua/core/dossier';
import { createMemoryNotificationLog } from '@motcua/core/memory';
import { type Simulation, simulate } from '@motcua/testkit';
import {
  createDirectory,
  createNotifier,
  digestWorkflow,
  dossierApplicants,
  dossierMessages,
  dossierPolicy,
  dossierRepresentatives,
  dossierValues,
  type NotificationPolicy,
  type NotifierOptions,
} from '../src/index.js';

const unit = (id: string, vi: string, kind: string, parent?: string) => ({
  id,
  name: { vi, en: id },
  tier: id.startsWith('province') ? 'province' : 'commune',
  kind,
  validFrom: '2025-07-01',
  ...(parent !== undefined && { parent }),
});

const units = unitTree([
  unit('province', 'UBND tỉnh', 'authority'),
  unit('commune', 'UBND xã Bình An', 'authority', 'province'),
  unit('commune.counter', 'Trung tâm Phục vụ hành chính công xã', 'one-stop', 'commune'),
  unit('commune.justice', 'Bộ phận tư pháp', 'division', 'commune'),
]);

const officer = (id: string, name: string, at: string, role: string, language: 'vi' | 'en' = 'vi') => ({
  id,
  name,
  unit: at,
  roles: [role],
  language,
  addresses: { email: `${id}@binh-an.example` },
});

export const officers = [
  officer('minh', 'Trần Văn Minh', 'commune.justice', 'case-officer'),
  officer('thu', 'Đỗ Hoài Thu', 'commune.justice', 'case-officer', 'en'),
  officer('ha', 'Phạm Thu Hà', 'commune.justice', 'head-of-division'),
  officer('binh', 'Dương Quốc Bình', 'commune', 'leader'),
];

export const counter = { id: 'lan', unit: 'commune.counter', roles: ['one-stop-officer'] };
export const head = { id: 'ha', unit: 'commune.justice', roles: ['head-of-division'] };
export const leader = { id: 'binh', unit: 'commune', roles: ['leader'] };

const procedure = parseProcedure({
  code: '1.004873',
  version: '1',
  decision: null,
  name: { vi: 'Cấp giấy xác nhận tình trạng hôn nhân', en: 'Certificate of marital status' },
  field: { vi: 'Hộ tịch', en: 'Civil status' },
  levels: ['commune'],
  agency: { vi: 'Ủy ban nhân dân cấp xã', en: "Commune People's Committee" },
  channels: ['counter'],
  papers: [{ id: 'declaration', name: { vi: 'Tờ khai', en: 'Declaration' }, kind: 'form', quantity: '1' }],
  fee: { amount: 0, currency: 'VND', payable: 'return' },
  result: { name: { vi: 'Giấy xác nhận', en: 'Certificate' }, codes: [] },
  limits: [{ id: 'standard', budget: { amount: 5, unit: 'workingDay' } }],
  extensions: [],
  supplement: { interruption: 'pause', maxTimes: 1, onExpiry: 'close' },
  consultations: [],
  apology: { maxTimes: 1, before: { amount: 1, unit: 'workingDay' } },
  reopen: 'restart',
  route: { review: false, numbering: false },
  steps: [],
  interlinks: [],
  legalBasis: [],
  source: 'invented for this test',
  confidence: 0,
  illustrative: true,
  assumed: [],
});

/** One message as a channel got it. */
export interface Sent {
  readonly channel: string;
  readonly to: string;
  readonly notification: Notification;
  readonly key: string;
  readonly when: string;
}

export interface OfficeOptions extends Partial<Omit<NotifierOptions, 'policy' | 'channels'>> {
  readonly start?: string;
  readonly policy?: Partial<NotificationPolicy>;
  readonly consents?: Readonly<Record<string, boolean>>;
  /** What channels answer, attempt by attempt; after the last one they deliver. */
  readonly answers?: Readonly<Record<string, readonly (DeliveryResult | Error)[]>>;
}

/** An office that tells people, on a clock of its own. */
export async function openOffice(options: OfficeOptions = {}) {
  const { start = '2026-03-02T09:00+07:00', policy, consents, answers = {}, ...more } = options;
  const sent: Sent[] = [];
  const log: NotificationLog = more.log ?? createMemoryNotificationLog();
  const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  const channel = (name: string): Channel => ({
    name,
    async send(notification, _message, { idempotencyKey: key }) {
      const answer = left.get(name)?.shift() ?? { status: 'delivered' };
      if (answer instanceof Error) throw answer;
      const to = notification.recipient.addresses[name] ?? '';
      if (answer.status === 'delivered') sent.push({ channel: name, to, notification, key, when: sim.print() });
      return answer;
    },
  });
  const calendar = vietnamCalendar();
  const people = { ...(consents !== undefined && { consentsOf: async () => consents }) };
  const notifications = createNotifier({
    messages: dossierMessages,
    directory: createDirectory({
      officers,
      subjects: dossierApplicants(people),
      representatives: dossierRepresentatives(people),
    }),
    units,
    log,
    calendar,
    values: dossierValues({ units, calendar, lookup: (code) => `https://tra-cuu.example/${code}` }),
    attachments: {
      letter: async ({ fact }) => ({
        name: `${String(fact['kind'])}.txt`,
        mediaType: 'text/plain',
        bytes: new TextEncoder().encode(String(fact['kind'])),
      }),
    },
    clock: { now: () => sim.clock.now() },
    cases: () => sim.engine,
    ...more,
    policy: { ...dossierPolicy, ...policy },
    channels: ['email', 'zalo', 'sms'].map(channel),
  });
  const sim: Simulation = await simulate({
    workflows: [dossierWorkflow(), digestWorkflow()],
    calendars: [calendar],
    start,
    adapters: notifications.adapters,
    authorizer: rulesAuthorizer({ isWithin: units.isWithin }),
  });
  return { sim, sent, log, notifications, to: (address: string) => sent.filter(({ to }) => to.startsWith(address)) };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;

interface Received {
  readonly applicant?: string;
  readonly code?: string;
  readonly assignee?: string;
  readonly contact?: { readonly email?: string; readonly phone?: string };
  readonly representative?: Representative;
}

/** A dossier is handed in, accepted, and given to an officer; the result is due in five working days. */
export async function receive(
  { sim }: Office,
  {
    applicant = '001099012345',
    code = 'H02.19-260302-0001',
    assignee = 'minh',
    contact = { email: 'an@example.vn', phone: '0912345678' },
    representative,
  }: Received = {},
): Promise<string> {
  const input = dossierInput(procedure, {
    channel: 'counter',
    applicant: { id: applicant, kind: 'citizen', name: 'Nguyễn Văn An', ...contact },
    ...(representative !== undefined && { representative }),
    oneStop: 'commune.counter',
    papers: [{ id: 'declaration', originals: 1 }],
  });
  const dossier = await sim.open({ input });
  await sim.as(counter).send(dossier, { type: 'accept', code, papers: [] });
  await sim.as(counter).send(dossier, {
    type: 'transfer',
    unit: 'commune.justice',
    ...(assignee !== '' && { assignee }),
  });
  return dossier;
}
