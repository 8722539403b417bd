import type { OutboxRow } from '@motcua/core/contract';
import { type NotifierHarness, notifierContract } from '@motcua/testkit/destination-contract';
import { messageId } from '../src/compose.js';
import { createEmailNotifier } from '../src/index.js';
import { clock, NOW, startMailServer } from './mail-server.js';

const message = (n: number, more: Readonly<Record<string, unknown>> = {}): OutboxRow => ({
  id: `case-${n}:1:0`,
  tenant: 'binh-an',
  caseId: `case-${n}`,
  revision: 1,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted', applicant: 'Nguyễn Thị Ánh', ...more },
  createdAt: NOW,
  destination: 'mail',
});

const FROM = { name: 'Một cửa Bình An', address: 'motcua@binh-an.example' };

async function harness(): Promise<NotifierHarness> {
  const server = await startMailServer();
  let password = 'first password';
  const make = () =>
    createEmailNotifier({
      topics: ['permit.*'],
      to({ payload }) {
        if (payload['silent'] === true) return undefined;
        const email = payload['unreachable'] === true ? 'anh@example.org, all@example.org' : 'anh@example.org';
        return {
          recipient: { kind: 'applicant', id: 'p-1', name: 'Nguyễn Thị Ánh', language: 'vi', addresses: { email } },
          subject: 'Hồ sơ đã có kết quả',
          text: 'Mời ông/bà đến nhận.',
        };
      },
      server: { host: '127.0.0.1', port: server.port, security: 'none' },
      credentials: () => ({ user: 'motcua', password }),
      from: FROM,
      clock,
    });
  // The key of a letter: the only one whose Message-ID it bears.
  const keys = new Map(
    [1, 2]
      .flatMap((n) => [1, 2].map((revision) => `case-${n}:${revision}:0/mail`))
      .map((key) => [messageId(key, FROM.address), key]),
  );
  return {
    destination: make(),
    restart: make,
    behave: server.behave,
    effects: () => server.filed().map(({ messageId: id }) => keys.get(id ?? '') ?? `unknown ${id}`),
    message,
    unspoken: [
      'anh@example.org',
      '127.0.0.1',
      'first password',
      'second password',
      'Hồ sơ đã có kết quả',
      'Mời ông/bà',
    ],
    poison: () => message(1, { unreachable: true }),
    nobody: () => message(1, { silent: true }),
    rotate() {
      password = 'second password';
      server.expect(password);
    },
    busyUntil() {
      server.greylist('4.7.1 Greylisting in action, please come back in 10 minutes');
      return NOW + 600_000;
    },
    close: server.close,
  };
}

notifierContract({
  name: 'the e-mail notifier, for a mailbox that files a Message-ID once (RFC 7352)',
  create: harness,
  report: '../../../docs/reference/conformance/email-notifier.json',
});
