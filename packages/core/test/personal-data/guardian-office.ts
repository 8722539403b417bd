import {
  type Actor,
  type AuditRecord,
  createEngine,
  type EngineOptions,
  type KeyStore,
  type Store,
} from '../../src/index.js';
import { createMemoryKeyStore, createMemoryNotifier, createMemoryStore } from '../../src/memory/index.js';
import { handClock } from '../office.js';
import { officeCalendar } from '../office-calendar.js';
import { guardianship, schoolOpinion } from './guardianship.js';

export const TENANT = 't';
export const clerk: Actor = { kind: 'person', id: 'lan', name: 'Lê Thị Lan', unit: 'one-stop', roles: ['clerk'] };
export const officer: Actor = { kind: 'person', id: 'minh', unit: 'justice', roles: ['officer'] };

export const guardian = { id: '001188012345', name: 'Hà Thị Nhung', phone: '0912345678' };
export const ward = {
  id: '001317054321',
  name: 'Đỗ Quốc Bảo',
  birthYear: 2017,
  isBlind: true,
  sex: 'male' as const,
  illnesses: ['hen phế quản'],
  schools: { 'Trường Tiểu học Kim Đồng': 3 },
};
export const witness = { id: '001055099999', name: 'Trịnh Văn Khoát', phone: '0987654321' };
export const citizen: Actor = { kind: 'person', id: guardian.id, name: guardian.name, roles: ['citizen'] };

export interface GuardianOfficeOptions extends Partial<EngineOptions> {
  readonly store?: Store;
  readonly keys?: KeyStore;
}

/** An engine that encrypts, started without loops, on a clock set by hand. */
export async function startGuardianOffice({ keys = createMemoryKeyStore(), ...options }: GuardianOfficeOptions = {}) {
  const clock = handClock();
  const store = options.store ?? createMemoryStore();
  const notifier = createMemoryNotifier();
  const engine = createEngine({
    workflows: [guardianship, schoolOpinion],
    calendars: [officeCalendar],
    clock,
    adapters: { notifier },
    personalData: { keys },
    ...options,
    store,
  });
  await engine.start({ background: false });

  const open = (caseId = 'c1', input: object = { guardian, ward, witnesses: [witness], unit: 'justice' }) =>
    engine.open({ tenant: TENANT, workflow: 'guardianship', actor: clerk, caseId, input });
  const send = (event: { readonly type: string; readonly [field: string]: unknown }, actor = officer, caseId = 'c1') =>
    engine.send({ tenant: TENANT, caseId, actor, event });
  const erase = (subject: string) =>
    engine.erase({
      tenant: TENANT,
      subject,
      actor: officer,
      reason: 'request 12/2026',
      legalBasis: 'Law 91/2025/QH15 art. 14',
    });
  const get = (caseId = 'c1') => engine.get({ tenant: TENANT, caseId });
  return { engine, clock, store, keys, notifier, open, send, erase, get, [Symbol.asyncDispose]: () => engine.stop() };
}

type GuardianOffice = Awaited<ReturnType<typeof startGuardianOffice>>;

export const finding = 'Cháu Bảo cần người chăm sóc ban đêm';

/** An open case with something of everything, and a closed one of another guardian about the same ward. */
export async function withCases(office: GuardianOffice): Promise<void> {
  await office.open();
  await office.send({ type: 'accept' }, clerk);
  await office.send({ type: 'visit', finding });
  await office.engine.settle();
  await office.open('c2', { guardian: { ...witness }, ward, witnesses: [], unit: 'justice' });
  await office.send({ type: 'accept' }, clerk, 'c2');
  await office.send({ type: 'grant' }, officer, 'c2');
}

export const auditOf = async (store: Store): Promise<readonly AuditRecord[]> =>
  (await store.cases.audit({ tenant: TENANT, after: 0, limit: 1_000 })).map(({ record }) => record);
