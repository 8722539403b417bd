import { createHash, generateKeyPairSync } from 'node:crypto';
import type { Notification, OutboxRow } from '@motcua/core/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { certificateUntil, expired, valid } from '../../notify-webhook/test/certificates.js';
import { createEmailChannel, type EmailOptions } from '../src/index.js';
import { clock, type MailServer, type MailServerOptions, NOW, startMailServer } from './mail-server.js';

const message: OutboxRow = {
  id: 'case-1:3:0',
  tenant: 'binh-an',
  caseId: 'case-1',
  revision: 3,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted' },
  createdAt: NOW - 60_000,
  destination: 'mail',
};
const letter: Notification = {
  recipient: {
    kind: 'applicant',
    id: 'p-1',
    name: 'Nguyễn Thị Ánh',
    language: 'vi',
    addresses: { email: 'anh@example.org' },
  },
  subject: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả — hồ sơ số H02.101-260105-0001',
  text: 'Kính gửi bà Nguyễn Thị Ánh,\nMời bà đến nhận kết quả.',
};

let server: MailServer;
afterEach(() => server.close());

async function channelOn(how: MailServerOptions = {}, more: Partial<EmailOptions> = {}) {
  server = await startMailServer(how);
  const options: EmailOptions = {
    server: { host: '127.0.0.1', port: server.port, security: 'none' },
    from: { name: 'Một cửa Bình An', address: 'motcua@binh-an.example' },
    clock,
    ...more,
  };
  const send = (notification: Notification = letter, key = 'case-1:3:0/mail', signal = new AbortController().signal) =>
    createEmailChannel(options).send(notification, message, { attempt: 1, idempotencyKey: key, signal });
  return { send, options };
}

describe('a letter', () => {
  test('arrives with its diacritics, in both forms, with what is attached', async () => {
    const { send } = await channelOn();
    const bytes = new Uint8Array(70_000).map((_, n) => n % 251);
    const attachments = [{ name: 'Giấy hẹn.pdf', mediaType: 'application/pdf', bytes: bytes.subarray(10) }];
    expect(await send({ ...letter, html: '<p>Mời bà <b>Ánh</b></p>', attachments })).toEqual({ status: 'delivered' });
    const [mail] = server.mails;
    expect(mail).toMatchObject({
      subject: letter.subject,
      text: expect.stringContaining('Kính gửi bà Nguyễn Thị Ánh'),
      html: '<p>Mời bà <b>Ánh</b></p>',
      from: { value: [{ name: 'Một cửa Bình An', address: 'motcua@binh-an.example' }] },
      to: { value: [{ name: 'Nguyễn Thị Ánh', address: 'anh@example.org' }] },
      date: new Date(NOW - 60_000),
    });
    const [attached] = mail?.attachments ?? [];
    expect(attached).toMatchObject({ filename: 'Giấy hẹn.pdf', contentType: 'application/pdf' });
    expect(attached?.content.equals(bytes.subarray(10))).toBe(true);
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail?.headers.get('content-language')).toBe('vi');
  });

  test('bears the same Message-ID each time it is sent, and another than any other letter', async () => {
    const { send } = await channelOn();
    await send();
    await send();
    await send(letter, 'case-1:4:0/mail');
    const [first, again, other] = server.mails.map(({ messageId }) => messageId);
    expect(first).toMatch(/^<[0-9a-f]{64}@binh-an\.example>$/u);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('of a subscription can be ended with one click', async () => {
    const { send } = await channelOn();
    await send({ ...letter, unsubscribeUrl: 'https://binh-an.example/u/7' });
    await send();
    const [subscribed, single] = server.raw.map(String);
    expect(subscribed).toContain('List-Unsubscribe: <https://binh-an.example/u/7>\r\n');
    expect(subscribed).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    expect(single).not.toContain('List-Unsubscribe');
  });

  test('is signed with the key of the domain', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const { send } = await channelOn(
      {},
      { dkim: () => ({ domain: 'binh-an.example', selector: 's1', privateKey: pem }) },
    );
    await send();
    const [head = '', ...body] = String(server.raw[0]).split('\r\n\r\n');
    const signature = /^DKIM-Signature: (?<value>(?:.|\r\n\s)+)/mu.exec(head)?.groups?.['value']?.replace(/\s+/gu, '');
    expect(signature).toContain('d=binh-an.example;');
    expect(signature).toContain('s=s1;');
    const relaxed = body
      .join('\r\n\r\n')
      .replace(/[ \t]+/gu, ' ')
      .replace(/ \r\n/gu, '\r\n')
      .replace(/(?:\r\n)*$/u, '\r\n');
    expect(signature).toContain(`bh=${createHash('sha256').update(relaxed).digest('base64')};`);
  });

  test('is not sent unsigned when the key is none', async () => {
    const { send } = await channelOn({}, { dkim: () => ({ domain: 'd', selector: 's', privateKey: 'planted key' }) });
    const result = await send();
    expect(result).toMatchObject({ status: 'retry', reason: expect.stringContaining('DKIM') });
    expect(JSON.stringify(result)).not.toContain('planted');
    expect(server.mails).toEqual([]);
  });

  test.each([
    ['without an address', { ...letter, recipient: { ...letter.recipient, addresses: {} } }],
    ['to two addresses', { ...letter, recipient: { ...letter.recipient, addresses: { email: 'a@b.vn,c@d.vn' } } }],
    [
      'to an address with a line break',
      { ...letter, recipient: { ...letter.recipient, addresses: { email: 'a@b.vn\r\nDATA' } } },
    ],
    ['without a subject', { ...letter, subject: '' }],
    ['without a text', { ...letter, text: ' ' }],
  ])('%s is given up', async (_what, notification) => {
    const { send } = await channelOn();
    expect(await send(notification)).toMatchObject({ status: 'give-up', reason: expect.stringContaining('applicant') });
    expect(server.mails).toEqual([]);
  });

  test('waits for its turn: no more connections than were agreed on', async () => {
    const { options } = await channelOn({}, { connections: 2 });
    const channel = createEmailChannel(options);
    const signal = new AbortController().signal;
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        channel.send(letter, message, { attempt: 1, idempotencyKey: `${n}`, signal }),
      ),
    );
    expect(results).toEqual(results.map(() => ({ status: 'delivered' })));
    expect(server.mostConnections()).toBe(2);
  });

  test('that waits for its turn ends when it is called off, and the turn passes on', async () => {
    const { options } = await channelOn({}, { connections: 1 });
    const channel = createEmailChannel(options);
    const send = (key: string, signal: AbortSignal) =>
      channel.send(letter, message, { attempt: 1, idempotencyKey: key, signal });
    const [first, second] = [new AbortController(), new AbortController()];
    server.behave('hang');
    const hanging = send('1', first.signal);
    const waiting = send('2', second.signal);
    second.abort();
    expect(await waiting).toMatchObject({ status: 'retry' });
    first.abort();
    expect(await hanging).toMatchObject({ status: 'retry' });
    server.behave('accept');
    expect(await send('3', new AbortController().signal)).toEqual({ status: 'delivered' });
  });
});

describe('a mail server that says', () => {
  const later = (ms: number) => ({ status: 'retry', at: NOW + ms });
  test.each([
    [
      'greylisted, for 120 seconds',
      { command: 'RCPT', code: 450, text: '4.7.1 try again in 120 seconds' },
      later(120_000),
    ],
    ['greylisted, for 5 minutes', { command: 'RCPT', code: 451, text: '4.7.1 retry after 5 minutes' }, later(300_000)],
    ['later', { command: 'RCPT', code: 421, text: '4.3.2 anh@example.org busy' }, later(300_000)],
    ['that the mailbox is full', { command: 'DATA', code: 452, text: '4.2.2 full' }, later(300_000)],
    [
      'no such user',
      { command: 'RCPT', code: 550, text: '5.1.1 <anh@example.org>' },
      { status: 'give-up', reason: expect.stringContaining('550 5.1.1') },
    ],
    [
      'spam',
      { command: 'DATA', code: 554, text: '5.7.1 anh@example.org' },
      { status: 'give-up', reason: expect.stringContaining('spam') },
    ],
    [
      'no to the sender',
      { command: 'MAIL', code: 553, text: '5.7.1 not yours' },
      { status: 'retry', reason: expect.stringContaining('from') },
    ],
  ] as const)('%s', async (_what, refusal, expected) => {
    const { send } = await channelOn();
    server.refuse(refusal);
    const result = await send();
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toContain('anh@');
  });

  test('no to the credentials: the letter waits, and the password is not repeated', async () => {
    const { send } = await channelOn({}, { credentials: () => ({ user: 'motcua', password: 'planted' }) });
    const result = await send();
    expect(result).toMatchObject({ status: 'retry', reason: expect.stringContaining('credentials') });
    expect(JSON.stringify(result)).not.toMatch(/planted|motcua/u);
  });

  test('nothing, because nobody listens', async () => {
    const { send } = await channelOn();
    await server.close();
    expect(await send()).toMatchObject({ status: 'retry', reason: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('TLS', () => {
  const on = async (security: 'starttls' | 'tls', end: Date, { trusted = true, host = '127.0.0.1' } = {}) => {
    const certificate = await certificateUntil(end, host);
    const { options } = await channelOn({ certificate, secure: security === 'tls' });
    const to = { host: '127.0.0.1', port: server.port, security, ...(trusted && { ca: certificate.cert }) };
    const credentials = () => ({ user: 'motcua', password: 'first password' });
    const channel = createEmailChannel({ ...options, server: to, credentials });
    return channel.send(letter, message, { attempt: 1, idempotencyKey: 'k', signal: new AbortController().signal });
  };

  test.each(['starttls', 'tls'] as const)('%s carries the letter and the login', async (security) => {
    expect(await on(security, valid)).toEqual({ status: 'delivered' });
    expect(server.logins).toEqual(['motcua']);
  });

  test.each([
    ['has expired', () => on('starttls', expired), 'has expired'],
    ['has expired, from the first byte on', () => on('tls', expired), 'has expired'],
    ['nobody vouches for', () => on('tls', valid, { trusted: false }), 'server.ca'],
    ['is of another host', () => on('tls', valid, { host: 'mail.other.example' }), 'another host'],
  ])('a certificate that %s: nothing is sent, and the reason says so', async (_what, send, words) => {
    expect(await send()).toMatchObject({ status: 'retry', reason: expect.stringContaining(words) });
    expect(server.logins).toEqual([]);
    expect(server.mails).toEqual([]);
  });

  test('a server that offers none gets no letter', async () => {
    const { options } = await channelOn();
    const channel = createEmailChannel({ ...options, server: { ...options.server, security: 'starttls' } });
    const context = { attempt: 1, idempotencyKey: 'k', signal: new AbortController().signal };
    expect(await channel.send(letter, message, context)).toMatchObject({
      status: 'retry',
      reason: expect.stringContaining('TLS'),
    });
    expect(server.mails).toEqual([]);
  });
});
