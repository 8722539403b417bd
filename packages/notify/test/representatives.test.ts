import type { Representative } from '@motcua/core/dossier';
import { expect, test } from 'vitest';
import { counter, leader, type Office, openOffice, receive } from './office.js';

const binh: Representative = { id: '001088000001', name: 'Lê Văn Bình', email: 'le.binh@example.vn' };
const representatives = (office: Office) =>
  office.sent.filter(({ notification }) => notification.recipient.kind !== 'applicant').map(({ to }) => to);
const subjects = (office: Office, address: string) =>
  office.to(address).map(({ notification }) => notification.subject?.split(' H02')[0]);

/** Signed, and the result is at the counter. */
async function settle({ sim }: Office, dossier: string): Promise<void> {
  await sim.as({ id: 'minh', unit: 'commune.justice', roles: ['case-officer', 'clerk'] }).send(dossier, {
    type: 'draft.submit',
    outcome: 'granted',
  });
  await sim.as(leader).send(dossier, { type: 'sign' });
  await sim.as({ id: 'tam', unit: 'commune.justice', roles: ['clerk'] }).send(dossier, 'result.transfer');
}

test('who is authorised for everything gets the letters of the applicant, and hears that the result is there', async () => {
  const office = await openOffice();
  await settle(office, await receive(office, { representative: binh }));
  const expected = ['Đã tiếp nhận hồ sơ', 'Đã có kết quả hồ sơ'];
  expect(subjects(office, 'le.binh@')).toEqual(expected);
  expect(subjects(office, 'an@')).toEqual(expected);
});

test('letters go only to who may receive them, the news of the result to who may fetch it', async () => {
  const letters = await openOffice();
  await settle(letters, await receive(letters, { representative: { ...binh, scope: ['letters'] } }));
  expect(subjects(letters, 'le.binh@')).toEqual(['Đã tiếp nhận hồ sơ']);
  const result = await openOffice();
  await settle(result, await receive(result, { representative: { ...binh, scope: ['act', 'result'] } }));
  expect(subjects(result, 'le.binh@')).toEqual(['Đã có kết quả hồ sơ']);
});

test('nobody is told by an authorisation that has run out, or was ended', async () => {
  const office = await openOffice();
  const dossier = await receive(office, { representative: { ...binh, until: Date.parse('2026-03-03T00:00+07:00') } });
  expect(representatives(office)).toEqual(['le.binh@example.vn']);
  await office.sim.until('2026-03-03T09:00+07:00');
  await settle(office, dossier);
  expect(representatives(office)).toEqual(['le.binh@example.vn']);
  const other = await openOffice();
  const ended = await receive(other, { representative: binh });
  await other.sim.as(counter).send(ended, { type: 'representative.end', reason: 'người nộp chấm dứt ủy quyền' });
  await settle(other, ended);
  expect(representatives(other)).toEqual(['le.binh@example.vn']);
});

test('of an applicant and who stands for him one who is reached is enough', async () => {
  const office = await openOffice();
  const dossier = await receive(office, { contact: {}, representative: binh });
  const request = { type: 'supplement.request', items: [{ id: '1', content: 'Giấy tờ gốc' }], reason: 'thiếu giấy tờ' };
  await office.sim.as({ id: 'minh', unit: 'commune.justice', roles: ['case-officer'] }).send(dossier, request);
  expect(subjects(office, 'le.binh@')).toContain('Đề nghị bổ sung hồ sơ');
  const { tenant, engine } = office.sim;
  expect(await engine.deadLetters({ tenant, limit: 10 })).toEqual([]);

  const unheard = await openOffice();
  const silent = await receive(unheard, { contact: {}, representative: { id: binh.id, name: binh.name } });
  await unheard.sim.as({ id: 'minh', unit: 'commune.justice', roles: ['case-officer'] }).send(silent, request);
  const items = await unheard.sim.engine.deadLetters({ tenant, limit: 10 });
  expect(items.map(({ reason }) => reason)).toEqual([
    'applicant: zalo: no consent; email: no address; representative: zalo: no consent; email: no address',
  ]);
});

test('one person is told once, and no id of a citizen is shown outside', async () => {
  const office = await openOffice();
  const dossier = await receive(office, { representative: { ...binh, id: '001099012345', email: 'an@example.vn' } });
  expect(office.sent).toHaveLength(1);
  const other = await openOffice();
  await receive(other, { representative: binh });
  const told = [
    ...(await office.notifications.told({ tenant: office.sim.tenant, caseId: dossier })),
    ...(await other.notifications.told({ tenant: other.sim.tenant, caseId: dossier })),
  ];
  for (const id of ['001099012345', binh.id]) expect(JSON.stringify([told, office.sent, other.sent])).not.toContain(id);
  expect(other.sent.map(({ notification: { recipient } }) => recipient.id)).toEqual(['subject-1', 'representative-1']);
});
