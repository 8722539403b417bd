import { type CaseEnvelope, ERASED, type NotificationLog, parseInstant } from '@motcua/core';
import { createMemoryNotificationLog } from '@motcua/core/memory';
import { expect, test } from 'vitest';
import { dossierApplicants, dossierPolicy, dossierRepresentatives } from '../src/index.js';
import { leader, openOffice, receive } from './office.js';

const busy = { status: 'retry', reason: 'greylisted' } as const;
const refused = { status: 'give-up', reason: 'no such number' } as const;
const channelsOf = ({ sent }: Awaited<ReturnType<typeof openOffice>>) => sent.map(({ channel }) => channel);

test('a channel that needs consent is used by those who gave it', async () => {
  const agreed = await openOffice({ consents: { zalo: true } });
  const never = await openOffice({ consents: {} });
  await receive(agreed);
  await receive(never);
  expect([channelsOf(agreed), channelsOf(never)]).toEqual([['zalo'], ['email']]);
});

test('withdrawn consent closes a channel, and without any channel it is put on record that nobody was told', async () => {
  const office = await openOffice({ consents: { zalo: false, email: false } });
  const dossier = await receive(office);
  expect(office.sent).toEqual([]);
  expect(await office.notifications.told({ tenant: office.sim.tenant, caseId: dossier })).toMatchObject([
    { outcome: 'unreachable', channel: '-', reason: 'zalo: consent withdrawn; email: consent withdrawn' },
  ]);
});

test('consent counts when the message goes out, not when it was written', async () => {
  const consents: Record<string, boolean> = { zalo: true };
  const office = await openOffice({ consents, start: '2026-03-02T20:30+07:00' });
  await receive(office);
  consents['zalo'] = false;
  await office.sim.until('2026-03-03T08:00+07:00');
  expect(channelsOf(office)).toEqual(['email']);
});

test('who must be told and cannot be reached becomes a dead letter that says why', async () => {
  const [first, ...rules] = dossierPolicy.rules;
  const policy = { rules: [{ ...first, mustReach: true } as (typeof dossierPolicy.rules)[number], ...rules] };
  const office = await openOffice({ policy, consents: { email: false } });
  await receive(office);
  const [letter] = await office.sim.engine.deadLetters({ tenant: office.sim.tenant });
  expect(letter?.reason).toBe('applicant: zalo: no consent; email: consent withdrawn');
});

test('an apology that reaches nobody is a dead letter, so that somebody telephones', async () => {
  const office = await openOffice({ consents: { email: false } });
  const dossier = await receive(office);
  await office.sim.until('2026-03-06T17:30+07:00');
  await office.sim.as(leader).send(dossier, {
    type: 'apology.issue',
    reason: 'chờ xác minh',
    until: parseInstant('2026-03-13T17:00+07:00'),
    responsible: 'commune.justice',
  });
  expect(await office.sim.engine.deadLetters({ tenant: office.sim.tenant })).toMatchObject([
    { row: { topic: 'letter.issued', payload: { kind: 'apology' } }, reason: expect.stringContaining('consent') },
  ]);
});

test('the next channel is used when one gives up, and the first is not asked again', async () => {
  const office = await openOffice({ consents: { zalo: true }, answers: { zalo: [refused], email: [busy] } });
  const dossier = await receive(office);
  await office.sim.until('2026-03-02T09:05+07:00');
  expect(channelsOf(office)).toEqual(['email']);
  expect(await office.notifications.told({ tenant: office.sim.tenant, caseId: dossier })).toMatchObject([
    { channel: 'zalo', outcome: 'gave-up', reason: 'no such number' },
    { channel: 'email', outcome: 'sent' },
  ]);
});

test('a channel that only asks for patience is passed over after some attempts; one that throws is busy', async () => {
  const lost = new Error('connect ECONNREFUSED 10.0.0.7, user notifier, password swordfish');
  const office = await openOffice({ consents: { zalo: true }, answers: { zalo: [busy, busy, busy, lost] } });
  const dossier = await receive(office);
  await office.sim.until('2026-03-02T09:10+07:00');
  expect(channelsOf(office)).toEqual(['email']);
  const told = await office.notifications.told({ tenant: office.sim.tenant, caseId: dossier });
  expect(told[0]).toMatchObject({ channel: 'zalo', outcome: 'gave-up', attempt: 4 });
  expect(JSON.stringify([told, office.sim.deliveries])).not.toContain('swordfish');
});

test('when every channel has given up the message is a dead letter; redriven, it begins again with the first', async () => {
  const office = await openOffice({ consents: { zalo: true }, answers: { zalo: [refused], email: [refused] } });
  await receive(office);
  const [letter] = await office.sim.engine.deadLetters({ tenant: office.sim.tenant });
  expect(letter?.reason).toBe('applicant: zalo: no such number; email: no such number');
  const { id, destination } = letter?.row ?? { id: '', destination: '' };
  await office.sim.engine.redrive({ tenant: office.sim.tenant, id, destination });
  await office.sim.until('2026-03-02T09:05+07:00');
  expect(channelsOf(office)).toEqual(['zalo']);
});

test('one person who cannot be told now holds up nobody else, and nobody is told twice for it', async () => {
  const office = await openOffice({ answers: { email: [{ status: 'delivered' }, { status: 'delivered' }, busy] } });
  await receive(office);
  await office.sim.until('2026-03-06T16:30+07:00');
  office.sent.length = 0;
  await office.sim.until('2026-03-06T17:30+07:00');
  // The officer's message is put off at first; the head's is not, and does not come again with it.
  expect(office.sent.map(({ to }) => to)).toEqual(['ha@binh-an.example', 'minh@binh-an.example']);
});

test('the same message again has the same key, and another person or channel another one', async () => {
  const office = await openOffice();
  await receive(office);
  await office.sim.until('2026-03-09T17:30+07:00');
  const keys = office.sent.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys[0]).toMatch(/^[\w-]{43}\/email$/u);
});

test('what was sent before a restart is not sent again after it', async () => {
  const log = createMemoryNotificationLog();
  const first = await openOffice({ log });
  await receive(first);
  const [message] = first.sim.deliveries.filter(({ destination }) => destination === 'dossier.citizens');
  if (message === undefined) throw new Error('nothing was told');
  // Another process with the same log, which gets the message again because the first one died before it said so.
  const second = await openOffice({ log, cases: () => first.sim.engine });
  const context = { attempt: 2, idempotencyKey: 'x', signal: new AbortController().signal };
  expect(await second.notifications.adapters['dossier.citizens']?.deliver(message.message, context)).toEqual({
    status: 'delivered',
  });
  expect([first.sent.length, second.sent.length]).toEqual([1, 0]);
});

test('a message whose record was lost with the process is sent again under the same key', async () => {
  const right = createMemoryNotificationLog();
  let crashes = 1;
  const log: NotificationLog = {
    ...right,
    async record(record) {
      if (crashes > 0) {
        crashes -= 1;
        throw new Error('killed');
      }
      await right.record(record);
    },
  };
  const office = await openOffice({ log });
  await receive(office);
  await office.sim.until('2026-03-02T09:05+07:00');
  const [first, second, ...more] = office.sent;
  expect([second?.key, more]).toEqual([first?.key, []]);
});

test('a letter is made once for a message, and not for one that was sent before', async () => {
  let made = 0;
  const letter = async () => {
    made += 1;
    return undefined;
  };
  const office = await openOffice({ attachments: { letter } });
  await receive(office);
  const [message] = office.sim.deliveries.filter(({ destination }) => destination === 'dossier.citizens');
  if (message === undefined) throw new Error('nothing was told');
  const context = { attempt: 2, idempotencyKey: 'x', signal: new AbortController().signal };
  await office.notifications.adapters['dossier.citizens']?.deliver(message.message, context);
  expect(made).toBe(1);
});

test('a provider that keeps the text gets its id and what goes into its gaps', async () => {
  const registered = { receipt: { id: '302115', parameters: { ho_ten: 'person', ma: 'code', han: 'dueAt' } } };
  const office = await openOffice({ policy: { registered }, consents: { zalo: true } });
  await receive(office);
  expect(office.sent[0]?.notification.template).toEqual({
    id: '302115',
    parameters: { ho_ten: 'Nguyễn Văn An', ma: 'H02.19-260302-0001', han: '17 giờ 00, ngày 09/03/2026' },
  });
});

test('a channel of few words carries a message that was written for it', async () => {
  const citizens = { channels: [{ use: 'email' }, { use: 'sms', words: 'short' as const }] };
  const office = await openOffice({
    policy: { routes: { ...dossierPolicy.routes, citizens } },
    consents: { email: false },
  });
  await receive(office);
  expect(office.sent).toMatchObject([{ channel: 'sms', to: '0912345678' }]);
  const { subject, text, attachments } = office.sent[0]?.notification ?? {};
  expect([subject, attachments]).toEqual([undefined, undefined]);
  expect(text).toBe(
    'Hồ sơ H02.19-260302-0001 đã được tiếp nhận, trả kết quả 17 giờ 00, ngày 09/03/2026. Tra cứu: https://tra-cuu.example/H02.19-260302-0001',
  );
});

test('a person who was erased is nobody to tell', async () => {
  const erased = { id: ERASED, name: ERASED, email: ERASED };
  const context = { applicant: erased, representative: erased };
  const envelope = { tenant: 't', machine: { context } } as unknown as CaseEnvelope;
  expect(await dossierApplicants()(envelope)).toEqual([]);
  expect(await dossierRepresentatives()({ envelope, receives: 'letters', at: 0 })).toEqual([]);
});
