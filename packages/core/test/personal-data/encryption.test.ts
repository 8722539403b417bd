import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/index.js';
import { createMemoryNotifier } from '../../src/memory/index.js';
import { officeCalendar } from '../office-calendar.js';
import {
  citizen,
  clerk,
  finding,
  guardian,
  officer,
  startGuardianOffice,
  TENANT,
  ward,
  witness,
} from './guardian-office.js';
import { guardianship, schoolOpinion } from './guardianship.js';
import { storedText } from './stored-text.js';

const reason = 'Bà Nhung nuôi dưỡng cháu từ năm 2019';

/** What was planted, as it may turn up in a store. */
const planted = [
  ...Object.values(guardian),
  ...Object.values(witness),
  ward.id,
  ward.name,
  '2017',
  '"male"',
  'phế quản',
  'Kim Đồng',
  'Nhung',
  'nhung',
  'Bảo',
  'Khoát',
  'chăm sóc',
  'nuôi dưỡng',
];

const found = (text: string) => planted.filter((word) => text.includes(word));

describe('the store', () => {
  test('gets nothing that is personal: not in case, journal, replies, messages, audit or index', async () => {
    await using office = await startGuardianOffice({
      adapters: {
        slow: createMemoryNotifier({ respond: () => ({ status: 'retry', reason: `no line to ${guardian.phone}` }) }),
      },
      retry: { maxAttempts: 1 },
    });
    const as = (commandId: string) => ({ tenant: TENANT, caseId: 'c1', commandId });
    await office.open();
    await office.engine.send({ ...as('accept'), actor: clerk, event: { type: 'accept' } });
    await office.engine.send({ ...as('visit'), actor: officer, event: { type: 'visit', finding } });
    await office.engine.send({ ...as('witness'), actor: citizen, event: { type: 'witness.add', witness } });
    await office.engine.extend({
      ...as('extend'),
      actor: officer,
      deadline: 'answer',
      budget: { amount: 1, unit: 'workingDay' },
      reason,
      legalBasis: 'art. 5',
    });
    await office.engine.send({ ...as('ask'), actor: officer, event: { type: 'ask', question: finding } });
    await office.engine.settle();
    await office.send({ type: 'answer', content: finding }, officer, 'c1/school.1');
    expect(found(await storedText(office.store, ['accept', 'visit', 'witness', 'extend', 'ask']))).toEqual([]);
    await office.engine.settle();
    await office.engine.send({ ...as('grant'), actor: officer, event: { type: 'grant', reason } });
    await office.engine.settle();
    expect(found(await storedText(office.store, ['grant']))).toEqual([]);
    expect((await office.engine.deadLetters({ tenant: TENANT }))[0]?.reason).toContain(guardian.phone);
  });

  test('gets no value that a refusal quotes, and the caller gets it, the second time as well', async () => {
    await using office = await startGuardianOffice();
    const quoting = { guardian: { ...guardian, name: 'Vô Danh' }, ward, witnesses: [], unit: 'justice' };
    const open = () =>
      office.engine.open({
        tenant: TENANT,
        workflow: 'guardianship',
        actor: clerk,
        caseId: 'c9',
        commandId: 'open',
        input: quoting,
      });
    const refused = await open();
    expect(refused).toMatchObject({ status: 'refused', code: 'MC_INPUT_INVALID' });
    expect(JSON.stringify(refused)).toContain('nobody is called Vô Danh');
    expect(await open()).toEqual(refused);

    await office.open('c1', {
      guardian: { id: guardian.id, name: guardian.name },
      ward,
      witnesses: [],
      unit: 'justice',
    });
    const accept = () =>
      office.engine.send({
        tenant: TENANT,
        caseId: 'c1',
        commandId: 'accept',
        actor: clerk,
        event: { type: 'accept' },
      });
    const turnedDown = await accept();
    expect(JSON.stringify(turnedDown)).toContain(guardian.name);
    expect(await accept()).toEqual(turnedDown);
    const stranger = { kind: 'person' as const, id: '001222333444', name: 'Kẻ Lạ', roles: ['citizen'] };
    expect(await office.send({ type: 'witness.add', witness }, stranger)).toMatchObject({ code: 'MC_ACCESS_DENIED' });
    const unknown = { Nhung: true };
    expect(await office.open('c8', unknown)).toMatchObject({ code: 'MC_INPUT_INVALID' });

    const text = await storedText(office.store, ['open', 'accept']);
    expect(found(text)).toEqual([]);
    expect(text).not.toMatch(/Vô Danh|001222333444|Kẻ Lạ/u);
  });

  test('gets no case id and no command id that holds the id of a person', async () => {
    await using office = await startGuardianOffice();
    await expect(office.open(`case-${guardian.id}`)).rejects.toMatchObject({ code: 'MC_COMMAND_INVALID' });
    await office.open();
    const send = office.engine.send({
      tenant: TENANT,
      caseId: 'c1',
      commandId: `${guardian.id}/1`,
      actor: clerk,
      event: { type: 'accept' },
    });
    await expect(send).rejects.toMatchObject({ code: 'MC_COMMAND_INVALID' });
    expect((await office.get()).revision).toBe(1);
  });

  test('is refused an actor who calls himself erased', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    const send = office.send({ type: 'accept' }, { ...clerk, id: '[erased]' });
    await expect(send).rejects.toMatchObject({ code: 'MC_COMMAND_INVALID' });
  });
});

describe('the engine', () => {
  test('shows cases, journals and lists in clear', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    await office.send({ type: 'visit', finding });
    const envelope = await office.get();
    expect(envelope.machine.context).toMatchObject({ guardian, ward, witnesses: [witness], finding });
    expect(envelope.index).toMatchObject({
      subject: guardian.id,
      text: `${guardian.name} ${ward.name} đăng ký giám hộ`,
    });
    expect(envelope).not.toHaveProperty('sealed');
    expect(envelope).not.toHaveProperty('erased');
    const [opened, accepted, visited] = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
    expect(opened?.command).toMatchObject({ input: { guardian, ward } });
    expect(accepted?.facts[0]).toMatchObject({ type: 'slip.issued', guardian });
    expect(visited?.command).toMatchObject({ event: { finding } });
    const { items } = await office.engine.find({ tenant: TENANT, order: 'openedAt', limit: 10 });
    expect(items[0]?.index).toEqual(envelope.index);
  });

  test('gives destinations what they are to tell', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    await office.engine.settle();
    const slip = office.notifier.received().find(({ topic }) => topic === 'slip.issued');
    expect(slip?.payload).toEqual({ type: 'slip.issued', guardian, ward: { id: ward.id, name: ward.name } });
  });

  test('hands persons on to a sub-case and hears its answer', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    await office.send({ type: 'ask', question: finding });
    await office.engine.settle();
    expect((await office.get('c1/school.1')).machine.context).toMatchObject({
      ward: { id: ward.id },
      question: finding,
    });
    await office.send({ type: 'answer', content: 'Cháu ngoan' }, officer, 'c1/school.1');
    await office.engine.settle();
    const history = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
    expect(history.at(-1)?.command).toMatchObject({
      type: 'answer',
      event: { output: { said: 'The school says: Cháu ngoan' } },
    });
  });

  test('lets the person of a case act in it, and no other', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    expect(await office.send({ type: 'witness.add', witness }, citizen)).toMatchObject({ status: 'accepted' });
    const other = { ...citizen, id: '001999999999' };
    expect(await office.send({ type: 'witness.add', witness }, other)).toMatchObject({ code: 'MC_ACCESS_DENIED' });
    const history = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
    expect(history.at(-1)?.command.actor).toEqual(citizen);
  });

  test.each([
    ['nhung', ['c1']],
    ['Nhu', ['c1']],
    ['HÀ đỗ', ['c1']],
    ['Hà Thị Nhung'.normalize('NFD'), ['c1']],
    ['gh 0001 giám', ['c1', 'c2']],
    ['khoat', []],
    ['hung', []],
    ['', ['c1', 'c2']],
  ])('finds "%s" as a store finds clear words', async (text, expected) => {
    await using office = await startGuardianOffice();
    await office.open('c1');
    await office.open('c2', {
      guardian: { ...witness },
      ward: { ...ward, name: 'Lý Mạc Sầu' },
      witnesses: [],
      unit: 'justice',
    });
    if (text === 'khoat') await office.erase(witness.id);
    const page = await office.engine.find({ tenant: TENANT, text, order: 'openedAt', limit: 10 });
    expect(page.items.map(({ caseId }) => caseId)).toEqual(expected);
  });

  test('finds the cases of a person, page by page, among cases that are not encrypted', async () => {
    await using clear = await startGuardianOffice({ personalData: 'clear' });
    for (const caseId of ['a1', 'a2', 'a3']) await clear.open(caseId);
    await using office = await startGuardianOffice({ store: clear.store });
    for (const caseId of ['b1', 'b2', 'b3']) await office.open(caseId);
    const query = { tenant: TENANT, subject: guardian.id, order: 'openedAt', limit: 2 } as const;
    const ids: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await office.engine.find({ ...query, ...(cursor !== undefined && { cursor }) });
      ids.push(...page.items.map(({ caseId }) => caseId));
      cursor = page.next;
      if (cursor === undefined) break;
    }
    expect(ids).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  });

  test('keeps the persons of one tenant apart from those of another', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    const input = { guardian, ward, witnesses: [], unit: 'justice' };
    await office.engine.open({ tenant: 'other', workflow: 'guardianship', actor: clerk, caseId: 'c1', input });
    const pseudonyms = (await office.store.cases.scan({ limit: 10 })).items.map(({ index }) => index.subject);
    expect(new Set(pseudonyms).size).toBe(2);
    await office.erase(guardian.id);
    const { machine } = await office.engine.get({ tenant: 'other', caseId: 'c1' });
    expect(machine.context).toMatchObject({ guardian });
  });
});

describe('an engine without a key store', () => {
  test('says at the start which workflows it stores in clear, unless it was told to', async () => {
    const said: unknown[] = [];
    const start = async (personalData?: 'clear') => {
      await using office = await startGuardianOffice({ personalData: 'clear' });
      const engine = createEngine({
        workflows: [guardianship, schoolOpinion],
        calendars: [officeCalendar],
        store: office.store,
        ...(personalData !== undefined && { personalData }),
      });
      engine.on('personal-data.clear', (event) => void said.push(event));
      await engine.start({ background: false });
      await engine.stop();
    };
    await start('clear');
    expect(said).toEqual([]);
    await start();
    expect(said).toEqual([{ workflows: ['guardianship', 'school-opinion'] }]);
  });

  test('refuses what another one encrypted', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await using clear = await startGuardianOffice({ store: office.store, personalData: 'clear' });
    const ref = { tenant: TENANT, caseId: 'c1' };
    const refused = { code: 'MC_CODEC_UNKNOWN' };
    await expect(clear.engine.get(ref)).rejects.toMatchObject(refused);
    await expect(clear.engine.history(ref)).rejects.toMatchObject(refused);
    await expect(clear.engine.find({ tenant: TENANT, order: 'openedAt', limit: 1 })).rejects.toMatchObject(refused);
    await expect(clear.send({ type: 'accept' }, clerk)).rejects.toMatchObject(refused);
    await expect(clear.erase(guardian.id)).rejects.toMatchObject({ code: 'MC_CAPABILITY_MISSING' });
  });

  test('does not deliver a message that another one encrypted', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    await using clear = await startGuardianOffice({
      store: office.store,
      personalData: 'clear',
      retry: { maxAttempts: 1 },
    });
    await clear.engine.settle();
    expect(clear.notifier.received().map(({ topic }) => topic)).toEqual(['deadline.started']);
    expect((await clear.store.outbox.dead({ tenant: TENANT, limit: 1 }))[0]?.reason).toContain('aes-256-gcm/1');
  });
});
