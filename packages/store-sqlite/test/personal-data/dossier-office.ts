import { join } from 'node:path';
import {
  type Actor,
  createEngine,
  type Destination,
  type EngineOptions,
  type EventObject,
  type KeyStore,
  rulesAuthorizer,
  type Store,
} from '@motcua/core';
import { consultationWorkflow, dossierInput, dossierWorkflow, parseProcedure, ROLES } from '@motcua/core/dossier';
import { createMemoryNotifier } from '@motcua/core/memory';
import { plainCalendar } from '@motcua/testkit';
import { createSqliteKeyStore, createSqliteStore } from '../../src/index.js';

export const TENANT = 'hue';
export const calendar = plainCalendar();
export const workflows = [dossierWorkflow(), consultationWorkflow()];

const person = (id: string, unit: string, ...roles: string[]): Actor => ({ kind: 'person', id, unit, roles });
export const counter = person('lan', 'commune.one-stop', ROLES.oneStopOfficer);
export const officer = person('minh', 'commune.justice', ROLES.caseOfficer);
export const leader = person('binh', 'commune', ROLES.leader);
export const police = person('son', 'police', ROLES.consultee);

/** The one who will be erased. None of these words stands anywhere else. */
export const applicant = {
  id: '001188012345',
  kind: 'citizen' as const,
  name: 'Quách Thuỳ Phượng Vỹ',
  identity: '046188099881',
  address: 'Kiệt 17 Đường Khúc Hạo, Vỹ Dạ',
  phone: '0912345678',
  email: 'phuongvy.quach@example.vn',
};
export const representative = {
  id: '001075054321',
  name: 'Tôn Nữ Hoàng Khuê',
  phone: '0987654321',
  identity: '046175066772',
  address: 'Ngõ 88 Nguyễn Sinh Cung, Vỹ Dạ',
  email: 'hoangkhue.ton@example.vn',
  authority: 'Giấy ủy quyền số 4471/2026',
};
/** Another person, whose case must stay whole. */
export const neighbour = {
  id: '001090777777',
  kind: 'citizen' as const,
  name: 'Lương Đắc Thịnh',
  identity: '046090123123',
  address: 'Tổ 3, Hương Hồ',
  phone: '0905550000',
  email: 'thinh@example.vn',
};

/** What people write about the applicant. */
export const words = {
  question: 'Bà Phượng Vỹ có từng đăng ký kết hôn tại Thuỷ Biều không?',
  opinion: 'Đương sự chưa đăng ký kết hôn lần nào tại Thuỷ Biều',
  supplement: 'Bản sao quyết định ly hôn của bà Khúc Hạo',
  verification: 'Biên bản xác minh tại Kiệt 17 Khúc Hạo',
};

export const citizen: Actor = { kind: 'person', id: applicant.id, name: applicant.name, roles: [ROLES.applicant] };

const text = (vi: string, en: string) => ({ vi, en });
const days = (amount: number) => ({ amount, unit: 'workingDay' as const });

const procedure = parseProcedure({
  code: '1.004873',
  version: '2026.07',
  decision: '163/QĐ-BTP',
  name: text('Cấp Giấy xác nhận tình trạng hôn nhân', 'Certificate of marital status'),
  field: text('Hộ tịch', 'Civil status'),
  levels: ['commune'],
  agency: text('UBND cấp xã', 'Commune'),
  channels: ['counter', 'post', 'online'],
  papers: [{ id: 'declaration', name: text('Tờ khai', 'Declaration'), kind: 'form', quantity: '1' }],
  fee: { amount: 0, currency: 'VND', payable: 'return' },
  result: { name: text('Giấy xác nhận', 'Certificate'), codes: [] },
  limits: [{ id: 'standard', budget: days(5) }],
  extensions: [],
  supplement: {
    interruption: 'restart',
    maxTimes: 1,
    noticeWithin: days(3),
    applicantTerm: days(15),
    onExpiry: 'close',
  },
  consultations: [
    {
      id: 'police',
      agency: 'police',
      name: text('Công an xã', 'Commune police'),
      party: 'agency',
      budget: days(2),
      silence: 'chase',
      countsTowardLimit: true,
    },
  ],
  apology: { maxTimes: 1, before: days(1) },
  reopen: 'restart',
  route: { review: false, numbering: true },
  steps: [],
  interlinks: [],
  legalBasis: [],
  source: 'made for a test',
  confidence: 1,
  illustrative: true,
  assumed: [],
});

/** A system that cannot take anything, and says why in the words of what it was given. */
const deafRegister: Destination = {
  contractVersion: 1,
  topics: ['dossier.received', 'letter.issued'],
  deliver: async (row) => ({ status: 'give-up', reason: `the register knows no ${JSON.stringify(row.payload)}` }),
};

export interface OfficeFiles {
  readonly cases: string;
  readonly keys: string;
}

export const filesIn = (folder: string): OfficeFiles => ({
  cases: join(folder, 'cases.db'),
  keys: join(folder, 'keys', 'keys.db'),
});

export interface OfficeParts {
  readonly store: Store;
  readonly keys: KeyStore;
}

/** The adapters on their files; a test may put something between them and the engine. */
export const partsOn = (files: OfficeFiles): OfficeParts => ({
  store: createSqliteStore({ file: files.cases }),
  keys: createSqliteKeyStore({ file: files.keys }),
});

/** The one-stop shop of a commune on two SQLite files, its clock set by hand. */
export async function startDossierOffice(
  { store, keys }: OfficeParts,
  start = '2026-03-02T08:00:00+07:00',
  personalData: EngineOptions['personalData'] = { keys },
) {
  let now = Date.parse(start);
  const letters = createMemoryNotifier();
  const engine = createEngine({
    workflows,
    calendars: [calendar],
    store,
    clock: { now: () => now, sleepUntil: () => new Promise<void>(() => {}) },
    authorizer: rulesAuthorizer({ isWithin: ({ unit, ancestor }) => unit === ancestor }),
    adapters: { letters, register: deafRegister },
    retry: { maxAttempts: 1 },
    personalData,
  });
  await engine.start({ background: false });
  const set = (at: string) => {
    now = Date.parse(`${at}:00+07:00`);
  };
  const send = async (caseId: string, actor: Actor, event: EventObject, at?: string) => {
    if (at !== undefined) set(at);
    else now += 60_000;
    const reply = await engine.send({ tenant: TENANT, caseId, actor, event });
    await engine.settle();
    return reply;
  };
  const must = async (...input: Parameters<typeof send>) => {
    const reply = await send(...input);
    if (reply.status !== 'accepted') throw new Error(`${input[2].type}: ${reply.code} ${reply.message}`);
  };
  const open = (caseId: string, who: typeof applicant, more: object = {}) =>
    engine.open({
      tenant: TENANT,
      workflow: 'dossier',
      caseId,
      actor: counter,
      input: dossierInput(procedure, {
        channel: 'counter',
        applicant: who,
        oneStop: 'commune.one-stop',
        papers: [],
        ...more,
      }),
    });
  const erase = (subject: string = applicant.id) =>
    engine.erase({
      tenant: TENANT,
      subject,
      actor: leader,
      reason: 'yêu cầu số 12/2026',
      legalBasis: 'Luật 91/2025/QH15 điều 14',
    });
  return { engine, letters, set, send, must, open, erase, [Symbol.asyncDispose]: () => engine.stop() };
}

export type DossierOffice = Awaited<ReturnType<typeof startDossierOffice>>;

const accept = (number: number) => ({
  type: 'accept',
  code: `H57.19-260302-000${number}`,
  papers: [{ id: 'declaration' }],
});

/** Three dossiers: a late one of the applicant with something of everything, a finished one, and the neighbour's. */
export async function fillOffice(office: DossierOffice): Promise<void> {
  const { must, send, open, set, engine } = office;
  await open('d1', applicant, { representative });
  await must('d1', counter, accept(1));
  await must('d1', counter, { type: 'representative.name', representative: { ...representative, scope: ['letters'] } });
  await must('d1', counter, { type: 'transfer', unit: 'commune.justice', assignee: 'minh', note: words.supplement });
  await must('d1', officer, {
    type: 'supplement.request',
    items: [{ id: 'decree', content: words.supplement }],
    reason: words.supplement,
  });
  await must('d1', counter, { type: 'supplement.provide', items: ['decree'], papers: [] });
  await must('d1', officer, {
    type: 'consultation.request',
    requests: [{ key: 'police', question: words.question }],
  });
  const { children } = await engine.get({ tenant: TENANT, caseId: 'd1' });
  const consultation = children['police']?.caseId ?? '';
  await must(consultation, police, { type: 'answer', opinion: 'agree', content: words.opinion });

  await open('d2', applicant);
  await must('d2', counter, accept(2));
  await must('d2', citizen, { type: 'withdraw', reason: words.verification });
  await open('d3', neighbour);
  await must('d3', counter, accept(3));

  // Refusals and failures that quote what was sent.
  await send('d1', citizen, { type: 'sign', document: words.question });
  await send('d1', officer, { type: 'supplement.request', items: [], reason: `${applicant.name} ${applicant.phone}` });
  await send('d1', officer, { type: 'assign', assignee: { [applicant.name]: applicant.phone } });
  await send('d1', officer, { type: 'verification.start', place: words.verification, [applicant.email]: 1 });
  await send('d2', counter, { type: 'refuse', reason: words.supplement });
  await engine.open({ tenant: TENANT, workflow: 'dossier', caseId: 'd4', actor: counter, input: { applicant } });
  set('2026-03-12T09:00');
  await engine.settle();
}
