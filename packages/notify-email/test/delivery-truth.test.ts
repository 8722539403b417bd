import { generateKeyPairSync } from 'node:crypto';
import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { everythingLeft, failEach, listenToConsole } from '../../notify-webhook/test/planted-secrets.js';
import {
  type OfficeOptions,
  openOffice,
  START,
  signalThatEnds,
  temporaryFolder,
} from '../../notify-webhook/test/temporary-office.js';
import { mailNotifier } from './mail-notifier.js';
import { type MailServer, startMailServer } from './mail-server.js';

let clock: VirtualClock;
let server: MailServer;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  clock = virtualClock(START);
  server = await startMailServer();
  folder = temporaryFolder();
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

const toNhung = () => 'nhung@example.org';

async function office(options: Partial<OfficeOptions> = {}) {
  const adapters = { mail: mailNotifier(server.port, clock, toNhung) };
  const opened = await openOffice({ folder: folder.path, clock, adapters, ...options });
  await opened.engine.start({ background: false });
  onTestFinished(() => opened.engine.stop());
  return opened;
}

test('a letter that comes twice, because the process was killed after it was sent, bears the same Message-ID', async () => {
  const worker = new URL('dying-worker.ts', import.meta.url);
  expect(await signalThatEnds(worker, folder.path, String(server.port))).toBe('SIGKILL');
  expect(server.mails).toHaveLength(1);

  // The lease of the dead runs out.
  await clock.advanceBy(60_000);
  const { engine } = await office();
  await engine.settle();
  expect(server.mails).toHaveLength(2);
  expect(server.filed()).toHaveLength(1);
});

test('a letter that was taken without an answer comes again, recognisably', async () => {
  const { engine, grant, told } = await office();
  server.behave('lose-answer');
  await grant('c1');
  await engine.settle();
  server.behave('accept');
  await clock.advanceBy(2_000);
  await engine.settle();
  expect(told).toMatchObject([
    ['delivery.failed', { attempt: 1 }],
    ['delivered', { attempt: 2 }],
  ]);
  expect(server.mails).toHaveLength(2);
  expect(server.filed()).toHaveLength(1);
});

test('a greylisting server gets the letter when it said, and not before', async () => {
  const { engine, grant } = await office();
  server.greylist('4.7.1 Greylisted, try again in 300 seconds');
  await grant('c1');
  await engine.settle();
  server.behave('accept');
  await clock.advanceBy(299_000);
  await engine.settle();
  expect(server.mails).toEqual([]);
  await clock.advanceBy(1_000);
  await engine.settle();
  expect(server.mails).toMatchObject([{ subject: 'Hồ sơ của ông/bà đã có kết quả' }]);
});

test('an address that is refused for good becomes a dead letter that says so; other cases get their letters', async () => {
  const addressOf = (caseId: string) => (caseId === 'bad' ? 'not an address' : 'nhung@example.org');
  const { engine, grant, dead } = await office({ adapters: { mail: mailNotifier(server.port, clock, addressOf) } });
  server.behave('refuse');
  await grant('unknown');
  await engine.settle();
  server.behave('accept');
  await grant('bad');
  await grant('good');
  await engine.settle();
  expect(server.mails).toHaveLength(1);
  expect((await dead()).map(({ row, reason }) => [row.caseId, reason])).toEqual([
    ['bad', expect.stringContaining('an e-mail address that is none')],
    ['unknown', expect.stringContaining('550 5.1.1')],
  ]);
});

test('a person who is not to be told gets no letter', async () => {
  const { engine, grant, told } = await office({
    adapters: { mail: mailNotifier(server.port, clock, () => undefined) },
  });
  await grant('c1');
  await engine.settle();
  expect(server.mails).toEqual([]);
  expect(told).toMatchObject([['delivered', { attempt: 1 }]]);
});

test('password, DKIM key and address are found nowhere: not in journal, outbox, errors, events or logs', async () => {
  const printed = listenToConsole();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const password = 'planted-password';
  let dkim = () => ({ domain: 'binh-an.example', selector: 's1', privateKey: pem });
  const mail = mailNotifier(server.port, clock, () => 'planted@example.org', {
    credentials: () => ({ user: 'planted-user', password }),
    dkim: () => dkim(),
  });
  const opened = await office({ adapters: { mail }, retry: { maxAttempts: 2 } });
  const { dead } = opened;
  const failures: readonly (() => void)[] = [
    () => server.expect(password),
    () => server.behave('refuse'),
    () => server.greylist('4.7.1 planted@example.org planted-password later'),
    () => server.behave('lose-answer'),
    () => server.expect('another'),
    () => {
      dkim = () => {
        throw new Error(`vault: ${pem}`);
      };
    },
  ];
  await failEach(opened, failures, 600_000);
  const letters = await dead();
  expect(letters).toHaveLength(failures.length - 1);
  const everything = everythingLeft(folder, opened, letters, printed);
  expect(everything).toContain('permit.granted');
  for (const trace of [
    'planted',
    Buffer.from(password).toString('base64'),
    ...pem.split('\n').filter((line) => line.length === 64),
  ]) {
    expect(everything).not.toContain(trace);
  }
});
