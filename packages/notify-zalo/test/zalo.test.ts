import type { Notification, OutboxRow } from '@motcua/core/contract';
import { virtualClock } from '@motcua/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEsmsGateway, createSmsChannel, createZaloChannel, type ZaloOptions } from '../src/index.js';
import { NOW, type Services, standing, startServices, tokenStore } from './services.js';

const message: OutboxRow = {
  id: 'c1:2:0',
  tenant: 'binh-an',
  caseId: 'c1',
  revision: 2,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted' },
  createdAt: NOW,
  destination: 'zalo',
};
const notification: Notification = {
  recipient: { kind: 'applicant', id: 'p-1', language: 'vi', addresses: { zalo: '+84 987.654.321' } },
  text: 'Kính mời ông/bà đến nhận kết quả hồ sơ Đất đai.',
  template: { id: '227814', parameters: { name: 'Nguyễn Thị Ánh', code: 'H02.101' } },
};

let now = NOW;
let services: Services;
let tokens: ReturnType<typeof tokenStore>;
beforeEach(async () => {
  now = NOW;
  services = await startServices({ now: () => now });
  tokens = tokenStore(services.tokens());
});
afterEach(() => services.close());

const clock = standing(() => now);
const zaloOptions = (): ZaloOptions => ({
  appId: '1',
  secretKey: () => 'first app secret',
  tokens,
  clock,
  urls: services.urls,
});
const context = (key = 'c1:2:0/zalo') => ({ attempt: 1, idempotencyKey: key, signal: new AbortController().signal });
const sms = (diacritics = false) => {
  const credentials = () => ({ apiKey: 'sms key', secretKey: 'sms secret' });
  return createSmsChannel({
    gateway: createEsmsGateway({ brandname: 'BINHAN', credentials, clock, url: `${services.url}/sms`, diacritics }),
  });
};
const send = (more: Partial<ZaloOptions> = {}, given = notification) =>
  createZaloChannel({ ...zaloOptions(), ...more }).send(given, message, context());

describe('a Zalo notification', () => {
  test('carries the template, its parameters, the number as Zalo wants it, and an id to find it by', async () => {
    expect(await send()).toEqual({ status: 'delivered' });
    expect(services.notices).toEqual([
      {
        phone: '84987654321',
        template_id: '227814',
        template_data: { name: 'Nguyễn Thị Ánh', code: 'H02.101' },
        tracking_id: expect.stringMatching(/^[0-9a-f]{40}$/u),
      },
    ]);
  });

  test('is for administrators only while a template is tried out', async () => {
    await send({ development: true });
    expect(services.notices).toMatchObject([{ mode: 'development' }]);
  });

  test.each([
    ['0987654321', '84987654321'],
    ['(024) 3825 3536', '842438253536'],
    ['0084987654321', '84987654321'],
  ])('takes %s for %s', async (zalo, phone) => {
    await send({}, { ...notification, recipient: { ...notification.recipient, addresses: { zalo } } });
    expect(services.notices).toMatchObject([{ phone }]);
  });

  test.each(['', '113', '+1 202 555 0100 00', 'anh@example.org'])('gives up the number "%s"', async (zalo) => {
    const wrong = { ...notification, recipient: { ...notification.recipient, addresses: { zalo } } };
    expect(await send({}, wrong)).toMatchObject({ status: 'give-up' });
    expect(services.notices).toEqual([]);
  });

  test('without a template is given up', async () => {
    const { template: _, ...words } = notification;
    expect(await send({}, words)).toMatchObject({ status: 'give-up', reason: expect.stringContaining('template') });
  });

  const nextMorning = Date.UTC(2026, 0, 5, 23);
  test.each([
    [-118, 'give-up', undefined],
    [-109, 'give-up', undefined],
    [-131, 'give-up', undefined],
    [-115, 'retry', undefined],
    [-117, 'retry', undefined],
    [-100, 'retry', undefined],
    [-999, 'retry', undefined],
    [-133, 'retry', nextMorning],
    [-144, 'retry', nextMorning],
  ])('answered with %s comes to %s', async (code, status, at) => {
    services.answerZalo(code);
    const result = await send();
    expect(result).toMatchObject({
      status,
      reason: expect.stringContaining(String(code)),
      ...(at !== undefined && { at }),
    });
    expect(JSON.stringify(result)).not.toContain('8498');
  });

  test('that came before six in the morning goes out at six', async () => {
    now = Date.UTC(2026, 0, 4, 20); // 03:00 in Vietnam
    services.answerZalo(-133);
    expect(await send()).toMatchObject({ at: Date.UTC(2026, 0, 4, 23) });
  });
});

describe('an access token', () => {
  test('is refreshed before it ends, once for all who wait, and what comes back is kept', async () => {
    now = NOW + 90_000_000;
    const channel = createZaloChannel(zaloOptions());
    const results = await Promise.all([1, 2, 3].map((n) => channel.send(notification, message, context(`k${n}`))));
    expect(results).toEqual(results.map(() => ({ status: 'delivered' })));
    expect(services.refreshes()).toBe(1);
    expect(tokens.kept()).toEqual(services.tokens());
  });

  test('that Zalo refuses is refreshed, and the notification goes out all the same', async () => {
    services.revokeAccess();
    expect(await send()).toEqual({ status: 'delivered' });
    expect(services.refreshes()).toBe(1);
    expect(services.notices).toHaveLength(1);
  });

  test('that another process has refreshed is taken from where it lies', async () => {
    now = NOW + 90_000_000;
    const stale = tokens.kept();
    await send();
    const behind = { load: async () => (behind.asked++ === 0 ? stale : tokens.kept()), save: tokens.save, asked: 0 };
    expect(await send({ tokens: behind })).toEqual({ status: 'delivered' });
    expect(services.notices).toHaveLength(2);
    expect(tokens.kept()).toEqual(services.tokens());
  });

  test('that could not be kept is used, and kept before the next one is asked for', async () => {
    now = NOW + 90_000_000;
    let down = true;
    const shaky = {
      load: tokens.load,
      async save(next: Parameters<typeof tokens.save>[0]) {
        if (down) throw new Error('database is down');
        await tokens.save(next);
      },
    };
    const channel = createZaloChannel({ ...zaloOptions(), tokens: shaky });
    expect(await channel.send(notification, message, context('k1'))).toEqual({ status: 'delivered' });
    expect(tokens.kept()).not.toEqual(services.tokens());
    down = false;
    expect(await channel.send(notification, message, context('k2'))).toEqual({ status: 'delivered' });
    expect(tokens.kept()).toEqual(services.tokens());
    expect(services.refreshes()).toBe(1);
  });

  test('that Zalo does not give in time is not waited for', async () => {
    const virtual = virtualClock(new Date(NOW + 90_000_000).toISOString());
    now = virtual.now();
    const asked = services.hangRefreshing();
    const sending = send({ clock: virtual });
    await asked;
    await virtual.advanceBy(15_000);
    expect(await sending).toMatchObject({ status: 'retry', reason: expect.stringContaining('no whole answer') });
  });

  test.each([
    ['the secret key is wrong', { secretKey: () => 'planted secret' }],
    [
      'the vault throws',
      {
        secretKey: () => {
          throw new Error('vault said planted secret');
        },
      },
    ],
  ])('cannot be had when %s: the message waits, and the secret is not said', async (_what, more) => {
    now = NOW + 90_000_000;
    const result = await send(more);
    expect(result).toMatchObject({ status: 'retry', reason: expect.stringContaining('no access token') });
    expect(JSON.stringify(result)).not.toMatch(/planted|refresh 1|access 1/u);
    expect(services.notices).toEqual([]);
  });
});

describe('SMS instead', () => {
  test.each([-108, -114, -118, -139, -141])('reaches whom Zalo does not (%s), without diacritics', async (code) => {
    services.answerZalo(code);
    expect(await send({ sms: sms() })).toEqual({ status: 'delivered' });
    expect(services.messages).toMatchObject([
      { Phone: '84987654321', Content: 'Kinh moi ong/ba den nhan ket qua ho so Dat dai.', IsUnicode: '0' },
    ]);
  });

  test.each([-133, -144, -115, -132])(
    'is not sent when Zalo only says later, or the message is wrong (%s)',
    async (code) => {
      services.answerZalo(code);
      expect(await send({ sms: sms() })).not.toEqual({ status: 'delivered' });
      expect(services.messages).toEqual([]);
    },
  );

  test('is sent once, though the message comes again', async () => {
    services.answerZalo(-118);
    expect(await send({ sms: sms() })).toEqual({ status: 'delivered' });
    expect(await send({ sms: sms() })).toEqual({ status: 'delivered' });
    expect(services.messages).toHaveLength(1);
  });

  test('goes to the number for SMS when there is one, with diacritics when that is wanted', async () => {
    services.answerZalo(-118);
    const addresses = { zalo: '0987654321', sms: '0912345678' };
    const given = { ...notification, recipient: { ...notification.recipient, addresses } };
    await send({ sms: sms(true) }, given);
    expect(services.messages).toMatchObject([{ Phone: '84912345678', Content: notification.text, IsUnicode: '1' }]);
  });

  test.each([
    ['101', 'retry'],
    ['103', 'retry'],
    ['999', 'retry'],
    ['99', 'give-up'],
    ['146', 'give-up'],
  ])('answered with %s comes to %s', async (code, status) => {
    services.answerZalo(-118);
    services.answerSms(code);
    const result = await send({ sms: sms() });
    expect(result).toMatchObject({ status, reason: expect.stringContaining(code) });
    expect(JSON.stringify(result)).not.toContain('8498');
  });

  test('without a text is given up', async () => {
    services.answerZalo(-118);
    const { text: _, ...words } = notification;
    expect(await send({ sms: sms() }, words)).toMatchObject({ status: 'give-up' });
  });
});
