import { expect, test } from 'vitest';
import { dossierPolicy } from '../src/index.js';
import { leader, openOffice, receive } from './office.js';

test('the applicant gets the slip with its date, and the letter itself', async () => {
  const office = await openOffice();
  await receive(office);
  expect(office.sent).toMatchObject([
    {
      channel: 'email',
      to: 'an@example.vn',
      notification: {
        subject: 'Đã tiếp nhận hồ sơ H02.19-260302-0001',
        attachments: [{ name: 'receipt.txt' }],
        recipient: { kind: 'applicant', name: 'Nguyễn Văn An', language: 'vi' },
      },
    },
  ]);
  const { text } = office.sent[0]?.notification ?? {};
  expect(text).toContain('Thời gian trả kết quả: 17 giờ 00, ngày 09/03/2026.');
  expect(text).toContain('Cấp giấy xác nhận tình trạng hôn nhân');
  expect(text).toContain('https://tra-cuu.example/H02.19-260302-0001');
});

test('never shows the id of a citizen outside, nor what it could be guessed from', async () => {
  const office = await openOffice();
  const dossier = await receive(office);
  const told = await office.notifications.told({ tenant: office.sim.tenant, caseId: dossier });
  expect(JSON.stringify([office.sent, told])).not.toContain('001099012345');
  expect(office.sent[0]?.notification.recipient.id).toBe('subject-1');
  const other = await openOffice();
  await receive(other, { applicant: '001099099999' });
  expect(other.sent[0]?.key).toBe(office.sent[0]?.key);
  expect(told).toMatchObject([{ audience: 'applicant', channel: 'email', outcome: 'sent', template: 'receipt' }]);
});

test('a term that runs out is told to the officer and the head, and a day later to the level above', async () => {
  const office = await openOffice();
  await receive(office);
  office.sent.length = 0;
  await office.sim.until('2026-03-11T17:30+07:00');
  expect(office.sent.map(({ to, when, notification }) => `${when} ${to}: ${notification.subject}`)).toEqual([
    '2026-03-06T15:42:00+07:00 minh@binh-an.example: Sắp đến hạn: hồ sơ H02.19-260302-0001',
    '2026-03-06T17:00:00+07:00 minh@binh-an.example: Cần xin lỗi và hẹn lại: hồ sơ H02.19-260302-0001',
    '2026-03-06T17:00:00+07:00 ha@binh-an.example: Cần xin lỗi và hẹn lại: hồ sơ H02.19-260302-0001',
    '2026-03-09T17:00:00+07:00 minh@binh-an.example: QUÁ HẠN: hồ sơ H02.19-260302-0001',
    '2026-03-09T17:00:00+07:00 ha@binh-an.example: QUÁ HẠN: hồ sơ H02.19-260302-0001',
    '2026-03-11T07:30:00+07:00 binh@binh-an.example: Quá hạn 1 ngày làm việc: hồ sơ H02.19-260302-0001',
  ]);
});

test('a reminder that repeats says something else each time, and is told each time', async () => {
  const office = await openOffice();
  await receive(office);
  await office.sim.until('2026-03-13T08:30+07:00');
  expect(office.to('binh').map(({ notification }) => notification.subject)).toEqual(
    [1, 2, 3].map((days) => `Quá hạn ${days} ngày làm việc: hồ sơ H02.19-260302-0001`),
  );
});

test('what nobody has in hand is told to the head, once, though the head is told as two', async () => {
  const office = await openOffice();
  await receive(office, { assignee: '' });
  await office.sim.until('2026-03-06T17:30+07:00');
  expect(office.to('ha').map(({ notification }) => notification.subject)).toEqual([
    'Sắp đến hạn: hồ sơ H02.19-260302-0001',
    'Cần xin lỗi và hẹn lại: hồ sơ H02.19-260302-0001',
  ]);
});

test('a reminder that waited is not sent when the term has been answered or stopped meanwhile', async () => {
  const night = { citizens: dossierPolicy.routes['citizens'], superiors: dossierPolicy.routes['superiors'] };
  const officers = { channels: [{ use: 'email' }], hours: { from: '18:00', to: '20:00' } };
  const office = await openOffice({ policy: { routes: { ...night, officers } as typeof dossierPolicy.routes } });
  const dossier = await receive(office);
  await office.sim.until('2026-03-06T16:00+07:00');
  await office.sim.as(leader).send(dossier, { type: 'stop', reason: 'người nộp yêu cầu', legalBasis: 'Điều 21' });
  await office.sim.until('2026-03-10T20:00+07:00');
  expect(office.to('minh')).toEqual([]);
  expect(office.sim.deliveries.some(({ status }) => status === 'retry')).toBe(true);
});

test('an officer is told in the language the directory says', async () => {
  const office = await openOffice();
  await receive(office, { assignee: 'thu' });
  await office.sim.until('2026-03-09T17:30+07:00');
  expect(office.to('thu').at(-1)?.notification).toMatchObject({
    subject: 'OVERDUE: dossier H02.19-260302-0001',
    text: 'Đỗ Hoài Thu: dossier H02.19-260302-0001 (Certificate of marital status) of Nguyễn Văn An at commune.justice was due at 17:00 on 09/03/2026.',
  });
});

test('a fact of another workflow is nobody’s business', async () => {
  const office = await openOffice({ policy: { workflow: 'another' } });
  await receive(office);
  expect(office.sent).toEqual([]);
});
