import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Actor, createEngine, type EventObject, foldText } from '@motcua/core';
import { consultationWorkflow, dossierInput, dossierWorkflow, parseProcedure, ROLES } from '@motcua/core/dossier';
import { createMemoryNotifier } from '@motcua/core/memory';
import { createSqliteKeyStore, createSqliteStore } from '@motcua/store-sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import procedures from '../data/procedures.json' with { type: 'json' };

const TENANT = 'binh-an';
const START = Date.UTC(2026, 2, 2, 1);
const clock = { now: () => START, sleepUntil: () => new Promise<void>(() => {}) };
const person = (id: string, unit: string, role: string): Actor => ({ kind: 'person', id, unit, roles: [role] });
const counter = person('lan', 'commune.one-stop', ROLES.oneStopOfficer);
const officer = person('minh', 'commune.justice', ROLES.caseOfficer);
const supervisor = person('thu', 'commune', ROLES.supervisor);

const applicant = {
  id: '001188012345',
  kind: 'citizen' as const,
  name: 'Hà Thị Nhung',
  identity: '001188099999',
  address: 'Thôn Đông Hạ, xã Bình An',
  phone: '0912345678',
  email: 'nhung.ha@thu-dien-tu.vn',
};
const representative = {
  id: '001077055555',
  name: 'Trịnh Văn Khoát',
  phone: '0987654321',
  authority: 'Giấy ủy quyền 88',
};
const citizen: Actor = { kind: 'person', id: applicant.id, name: applicant.name, roles: [ROLES.applicant] };
const stranger: Actor = { kind: 'person', id: '001999888777', name: 'Người Tò Mò', roles: ['none'] };

const written = {
  supplement: 'Bà Nhung chưa nộp bản sao trích lục',
  note: 'Chuyển hồ sơ của bà Nhung',
  question: 'Bà Nhung thường trú từ năm nào',
};
const words = ['Nhung', 'nhung', 'Khoát', 'Tò Mò', 'Đông Hạ', 'trích lục', 'thường trú', 'ủy quyền'];
const planted = [
  ...Object.values(applicant).filter((value) => value !== 'citizen'),
  ...Object.values(representative),
  ...Object.values(written),
  stranger.id,
  ...words,
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'motcua-person-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function office(personalData?: 'clear') {
  const data = join(folder, 'cases.db');
  const engine = createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow()],
    calendars: [vietnamCalendar()],
    store: createSqliteStore({ file: data }),
    clock,
    adapters: {
      letters: createMemoryNotifier({
        respond: () => ({ status: 'give-up', reason: `no such box: ${applicant.email}` }),
      }),
    },
    personalData: personalData ?? { keys: createSqliteKeyStore({ file: join(folder, 'keys.db') }) },
  });
  await engine.start({ background: false });
  const ref = { tenant: TENANT, caseId: 'd1' };
  const send = (actor: Actor, event: EventObject) => engine.send({ ...ref, actor, event });
  return { engine, ref, send, files: [data, `${data}-wal`, `${data}-journal`] };
}
type Office = Awaited<ReturnType<typeof office>>;

/** A dossier with something of everything, refusals that quote included. */
async function live({ engine, ref, send }: Office) {
  const procedure = parseProcedure(procedures.find(({ code }) => code === '1.004873'));
  const input = dossierInput(procedure, {
    channel: 'counter',
    applicant,
    representative,
    oneStop: 'commune.one-stop',
    papers: [],
  });
  const opened = await engine.open({ ...ref, workflow: 'dossier', actor: counter, input });
  await send(stranger, { type: 'withdraw', reason: written.note });
  await send(counter, {
    type: 'accept',
    code: 'H02.19-260302-0001',
    papers: [{ id: 'declaration', [applicant.name]: 1 }],
  });
  const accepted = await send(counter, { type: 'accept', code: 'H02.19-260302-0001', papers: [{ id: 'declaration' }] });
  await send(counter, { type: 'transfer', unit: 'commune.justice', assignee: 'minh', note: written.note });
  await send(officer, {
    type: 'supplement.request',
    items: [{ id: 'copy', content: written.supplement }],
    reason: written.supplement,
  });
  await send(citizen, { type: 'supplement.provide', items: ['copy'], papers: [] });
  const asked = await send(officer, {
    type: 'consultation.request',
    requests: [
      {
        key: 'police',
        question: written.question,
        agency: 'commune.police',
        budget: { amount: 2, unit: 'workingDay' },
      },
    ],
  });
  await engine.settle();
  return [opened, accepted, asked].map(({ status }) => status);
}

function foundIn(files: readonly string[]): readonly string[] {
  const bytes = files.filter((file) => existsSync(file)).map((file) => readFileSync(file));
  return planted.filter((value) => bytes.some((content) => content.includes(Buffer.from(value))));
}

test('the database file and its log hold nothing of the persons of a dossier', async () => {
  const { engine, ...rest } = await office();
  expect(await live({ engine, ...rest })).toEqual(['accepted', 'accepted', 'accepted']);
  expect(existsSync(`${rest.files[0]}-wal`)).toBe(true);
  expect(foundIn(rest.files)).toEqual([]);
  expect((await engine.deadLetters({ tenant: TENANT }))[0]?.reason).toContain(applicant.email);
  await engine.stop();
  expect(foundIn(rest.files)).toEqual([]);
});

test('the same search finds them all where nothing is encrypted', async () => {
  const clear = await office('clear');
  await live(clear);
  expect(foundIn(clear.files)).toEqual(
    expect.arrayContaining([...Object.values(written), applicant.id, applicant.name, 'Khoát', 'nhung']),
  );
  await clear.engine.stop();
});

test('after the erasure the person is nowhere, and dates, terms and counts are as they were', async () => {
  const { engine, ref, files, send } = await office();
  await live({ engine, ref, files, send });
  const look = async () => ({
    explanation: await engine.explain({ ...ref, deadline: 'resolution' }),
    terms: await engine.deadlines(ref),
    account: (await engine.account(ref)).rows,
    state: (await engine.get(ref)).state,
    ofUnit: (await engine.find({ tenant: TENANT, unit: 'commune.justice', order: 'dueAt', limit: 10 })).items.length,
    ofProcedure: (await engine.find({ tenant: TENANT, category: '1.004873', order: 'dueAt', limit: 10 })).items.length,
    history: (await engine.history(ref))
      .map(({ from, to, facts }) => [from, to, facts.map(({ type }) => type)])
      .slice(0, 6),
  });
  const before = await look();
  const request = {
    tenant: TENANT,
    actor: supervisor,
    reason: 'request 12/2026',
    legalBasis: 'Law 91/2025/QH15 art. 14',
  };
  const result = await engine.erase({ ...request, subject: applicant.id });
  expect(result).toMatchObject({ status: 'erased', cases: ['d1', 'd1/police.1'], unprotected: [], pending: [] });
  expect(await look()).toEqual(before);
  const shown = JSON.stringify([
    await engine.get(ref),
    await engine.get({ tenant: TENANT, caseId: 'd1/police.1' }),
    await engine.history(ref),
    await engine.deadLetters({ tenant: TENANT }),
  ]);
  for (const value of [...Object.values(applicant).slice(2), applicant.id, ...Object.values(written)]) {
    expect(shown.includes(value), value).toBe(false);
  }
  for (const query of [{ subject: applicant.id }, { text: 'nhung' }, { text: foldText(applicant.name) }]) {
    expect((await engine.find({ tenant: TENANT, ...query, order: 'openedAt', limit: 10 })).items).toEqual([]);
  }
  expect((await engine.find({ tenant: TENANT, text: 'H02 0001', order: 'openedAt', limit: 10 })).items).toHaveLength(2);
  expect((await engine.get(ref)).machine.context).toMatchObject({ representative: { name: representative.name } });
  expect(await send(officer, { type: 'suspend', cause: 'other', reason: 'x', legalBasis: 'y' })).toMatchObject({
    code: 'MC_ACCESS_DENIED',
  });
  expect(foundIn(files)).toEqual([]);
  await engine.stop();
});
