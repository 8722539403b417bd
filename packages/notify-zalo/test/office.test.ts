import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { everythingLeft, failEach, listenToConsole } from '../../notify-webhook/test/planted-secrets.js';
import { openOffice, START, temporaryFolder } from '../../notify-webhook/test/temporary-office.js';
import { phoneNotifier, type Vault } from './phone-notifier.js';
import { type Services, startServices, tokenStore } from './services.js';

let clock: VirtualClock;
let services: Services;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  clock = virtualClock(START);
  services = await startServices({ now: () => clock.now() });
  folder = temporaryFolder();
});
afterEach(async () => {
  await services.close();
  folder.remove();
});

const right: Vault = {
  secretKey: () => 'first app secret',
  sms: () => ({ apiKey: 'sms key', secretKey: 'sms secret' }),
};

async function office(vault = right, phoneOf: (caseId: string) => string | undefined = () => '0987654321') {
  const tokens = tokenStore(services.tokens());
  const phone = phoneNotifier(phoneOf, { vault, tokens, clock }, { ...services.urls, sms: `${services.url}/sms` });
  const opened = await openOffice({ folder: folder.path, clock, adapters: { phone }, retry: { maxAttempts: 2 } });
  await opened.engine.start({ background: false });
  onTestFinished(() => opened.engine.stop());
  return opened;
}

test('applicants are told by Zalo, by SMS whom it does not reach, and not at all who did not agree', async () => {
  const { engine, grant } = await office(right, (caseId) => (caseId === 'silent' ? undefined : '0987654321'));
  await grant('c1');
  await engine.settle();
  services.answerZalo(-118);
  await grant('c2');
  await grant('silent');
  await engine.settle();
  expect(services.notices).toMatchObject([{ template_data: { code: 'c1', name: 'Hà Thị Nhung' } }]);
  expect(services.messages).toMatchObject([{ Content: 'Ho so c2 da co ket qua. Moi ong/ba den bo phan mot cua.' }]);
});

test('what Zalo does not deliver at night goes out in the morning', async () => {
  const { engine, grant } = await office();
  await clock.advanceTo('2026-01-05T22:30:00+07:00');
  services.answerZalo(-133);
  await grant('c1');
  await engine.settle();
  services.answerZalo(0);
  await clock.advanceTo('2026-01-06T05:59:00+07:00');
  await engine.settle();
  expect(services.notices).toEqual([]);
  await clock.advanceTo('2026-01-06T06:00:00+07:00');
  await engine.settle();
  expect(services.notices).toHaveLength(1);
});

test('an answer that was lost costs a second notification, under the same tracking id', async () => {
  const { engine, grant } = await office();
  services.behave('lose-answer');
  await grant('c1');
  await engine.settle();
  services.behave('accept');
  await clock.advanceBy(2_000);
  await engine.settle();
  expect(services.notices).toHaveLength(2);
  expect(new Set(services.notices.map(({ tracking_id: id }) => id)).size).toBe(1);
});

test('tokens, keys and numbers are found nowhere: not in journal, outbox, errors, events or logs', async () => {
  const printed = listenToConsole();
  let secretKey = 'first app secret';
  let smsSecret = 'sms secret';
  const vault: Vault = {
    secretKey: () => secretKey,
    sms: () => ({ apiKey: 'sms key', secretKey: smsSecret }),
  };
  const opened = await office(vault);
  const { dead } = opened;
  const failures: readonly (() => void)[] = [
    () => {},
    () => services.behave('refuse'),
    () => services.behave('fail'),
    () => services.behave('lose-answer'),
    () => {
      services.behave('accept');
      services.answerZalo(-117);
    },
    () => {
      services.answerZalo(-118);
      services.answerSms('108');
    },
    () => {
      smsSecret = 'planted secret of sms';
    },
    () => {
      services.revokeAccess();
      secretKey = 'planted app secret';
    },
  ];
  await failEach(opened, failures, 10_000);
  const letters = await dead();
  expect(letters).toHaveLength(failures.length - 1);
  const everything = everythingLeft(folder, opened, letters, printed);
  expect(everything).toContain('permit.granted');
  for (const trace of ['first app secret', 'planted', 'sms secret', 'sms key', 'access 1', 'refresh 1', '987654321']) {
    expect(everything).not.toContain(trace);
  }
});
