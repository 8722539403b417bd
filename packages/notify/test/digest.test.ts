import { expect, test } from 'vitest';
import { type Office, openOffice, receive } from './office.js';

const supervisor = { id: 'quang', unit: 'province', roles: ['supervisor'] };
const beginMornings = ({ sim }: Office) =>
  sim.as(supervisor).open({ workflow: 'daily-digest', input: { digest: 'morning', unit: 'commune' } });
const mornings = (office: Office, to = '') =>
  office.to(to).filter(({ notification }) => /^(Việc ngày|\d\d\/)/u.test(notification.subject ?? ''));

test('an officer gets one list each working morning, with what is overdue, due today and suspended', async () => {
  const office = await openOffice();
  await beginMornings(office);
  await receive(office, { code: 'H02.19-260302-0001' });
  const waiting = await receive(office, { code: 'H02.19-260302-0002' });
  await office.sim.as({ id: 'minh', unit: 'commune.justice', roles: ['case-officer'] }).send(waiting, {
    type: 'supplement.request',
    items: [{ id: 'i1', content: 'Bản sao trích lục ly hôn' }],
    reason: 'thiếu giấy tờ',
  });
  await office.sim.until('2026-03-03T10:00+07:00');
  await receive(office, { code: 'H02.19-260303-0001' });
  await office.sim.until('2026-03-10T12:00+07:00');
  const list = mornings(office, 'minh').at(-1);
  expect(list?.when).toBe('2026-03-10T08:00:00+07:00');
  expect(list?.notification.subject).toBe('Việc ngày 10/03/2026: 1 quá hạn, 1 đến hạn hôm nay, 1 tạm dừng');
  expect(list?.notification.text).toMatchInlineSnapshot(`
    "Chào Trần Văn Minh,

    Ngày 10/03/2026: 1 hồ sơ quá hạn, 1 đến hạn hôm nay, 1 đang tạm dừng.

    QUÁ HẠN (1)
    - H02.19-260302-0001 (thủ tục 1.004873), hạn 17 giờ 00, ngày 09/03/2026

    ĐẾN HẠN HÔM NAY (1)
    - H02.19-260303-0001 (thủ tục 1.004873), hạn 17 giờ 00, ngày 10/03/2026

    TẠM DỪNG (1)
    - H02.19-260302-0002 (thủ tục 1.004873), hạn 17 giờ 00, ngày 09/03/2026"
  `);
});

test('mornings keep to working days, and an empty list is not sent', async () => {
  const office = await openOffice({ start: '2026-02-11T09:00+07:00' });
  await beginMornings(office);
  await receive(office);
  await office.sim.until('2026-02-27T12:00+07:00');
  // Due on 25 February: the 14th to the 22nd are Tết.
  expect(mornings(office, 'minh').map(({ when }) => when.slice(0, 16))).toEqual([
    '2026-02-25T08:00',
    '2026-02-26T08:00',
    '2026-02-27T08:00',
  ]);
});

test('after an outage of some days there is one list, not one a day', async () => {
  const office = await openOffice();
  await beginMornings(office);
  await receive(office);
  await office.sim.until('2026-03-09T09:00+07:00');
  office.sent.length = 0;
  await office.sim.outage({ amount: 3, unit: 'workingDay' });
  await office.sim.until('2026-03-13T09:00+07:00');
  expect(mornings(office, 'minh').map(({ when }) => when.slice(0, 10))).toEqual(['2026-03-12', '2026-03-13']);
});

test('what nobody has in hand stands on the list of the head', async () => {
  const office = await openOffice();
  await beginMornings(office);
  await receive(office, { assignee: '' });
  await office.sim.until('2026-03-09T09:00+07:00');
  expect(mornings(office).map(({ to }) => to)).toEqual(['ha@binh-an.example']);
});

test('an officer of English reads it in English', async () => {
  const office = await openOffice();
  await beginMornings(office);
  await receive(office, { assignee: 'thu' });
  await office.sim.until('2026-03-11T09:00+07:00');
  expect(mornings(office, 'thu').at(-1)?.notification.text).toMatchInlineSnapshot(`
    "Good morning Đỗ Hoài Thu,

    11/03/2026: 1 dossier is overdue, 0 due today, 0 suspended.

    OVERDUE (1)
    - H02.19-260302-0001 (procedure 1.004873), due at 17:00 on 09/03/2026, 1 working day late"
  `);
});

test('mornings end when they are stopped', async () => {
  const office = await openOffice();
  const digest = await beginMornings(office);
  await receive(office);
  await office.sim.as(supervisor).send(digest, 'stop');
  await office.sim.until('2026-03-13T09:00+07:00');
  expect(mornings(office)).toEqual([]);
});
