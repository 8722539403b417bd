import type { OutboxRow } from '@motcua/core/contract';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookChannel, type WebhookOptions } from '../src/index.js';
import { clock, NOW, type Receiver, secretOf, startReceiver } from './receiver.js';

const message: OutboxRow = {
  id: 'hồ sơ/1.2:3:0',
  tenant: 'binh-an',
  caseId: 'hồ sơ/1.2',
  revision: 3,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted' },
  createdAt: NOW - 60_000,
  destination: 'portal',
};

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const options: WebhookOptions = {
  source: 'https://motcua.binh-an.example',
  secrets: () => [secretOf('a')],
  clock,
  allow: ['127.0.0.1'],
};

function send(
  webhook: string = receiver.url,
  more: Partial<WebhookOptions> = {},
  words: object = { data: { state: 'done' } },
) {
  const channel = createWebhookChannel({ ...options, ...more });
  const recipient = { kind: 'system', id: 'portal', language: 'vi', addresses: { webhook } } as const;
  const context = { attempt: 1, idempotencyKey: `${message.id}/portal`, signal: new AbortController().signal };
  return channel.send({ recipient, ...words }, message, context);
}

describe('a webhook', () => {
  test('carries the fact as a CloudEvent, signed as Standard Webhooks say', async () => {
    expect(await send()).toEqual({ status: 'delivered' });
    expect(receiver.events).toEqual([
      {
        specversion: '1.0',
        id: 'hồ sơ/1.2:3:0',
        source: 'https://motcua.binh-an.example',
        type: 'permit.granted',
        subject: 'hồ sơ/1.2',
        time: '2026-01-05T01:29:00.000Z',
        datacontenttype: 'application/json',
        data: { state: 'done' },
      },
    ]);
    const { headers } = receiver.arrival();
    expect(headers).toMatchObject({
      'content-type': 'application/cloudevents+json',
      'webhook-timestamp': String(NOW / 1_000),
    });
    expect(headers['webhook-id']).toMatch(/^[\w%-]+$/u);
  });

  test('tells nothing of the case when it is given nothing to tell', async () => {
    await send(receiver.url, {}, {});
    expect(Object.keys(receiver.events[0] ?? {})).not.toContain('data');
  });

  test('is signed with the old secret and the new, so that a receiver may change over when it likes', async () => {
    const both = { secrets: () => [secretOf('b'), secretOf('a')] };
    for (const known of [secretOf('a'), secretOf('b')]) {
      receiver.know([known]);
      expect(await send(receiver.url, both)).toEqual({ status: 'delivered' });
    }
    expect(receiver.arrivals.map(({ verdict }) => verdict)).toEqual(['new', 'duplicate']);
  });

  test('is signed as the reference implementation signs it', async () => {
    await send();
    const { headers, body } = receiver.arrival();
    const reference = new Webhook(secretOf('a')).sign(
      headers['webhook-id'] ?? '',
      new Date(NOW),
      body.toString('utf8'),
    );
    expect(headers['webhook-signature']).toBe(reference);
  });

  test.each([
    [204, undefined, { status: 'delivered' }],
    [301, undefined, { status: 'give-up', reason: expect.stringContaining('redirect') }],
    [400, undefined, { status: 'give-up', reason: expect.stringContaining('400') }],
    [401, undefined, { status: 'retry', reason: expect.stringContaining('secret') }],
    [410, undefined, { status: 'give-up', reason: expect.stringContaining('subscription') }],
    [429, '60', { status: 'retry', at: NOW + 60_000 }],
    [503, 'Mon, 05 Jan 2026 01:31:00 GMT', { status: 'retry', at: NOW + 60_000 }],
    [503, 'Mon, 05 Jan 2036 01:31:00 GMT', { status: 'retry', at: NOW + 86_400_000 }],
    [503, 'soon', { status: 'retry' }],
    [500, undefined, { status: 'retry' }],
  ])('answered with %s (Retry-After: %s) comes to this', async (status, retryAfter, expected) => {
    receiver.behave((_request, response) => {
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter }).end();
    });
    expect(await send()).toMatchObject(expected);
  });

  test('does not follow a redirect, wherever it leads', async () => {
    let asked = 0;
    receiver.behave((_request, response) => {
      asked += 1;
      response.writeHead(307, { location: receiver.url }).end();
    });
    expect(await send()).toMatchObject({ status: 'give-up' });
    expect(asked).toBe(1);
  });

  test('reads no more of an answer than it needs', async () => {
    receiver.behave((_request, response) => {
      response.writeHead(200);
      const pour = () => {
        while (response.writable && response.write('x'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    expect(await send()).toEqual({ status: 'delivered' });
  });
});

describe('the guard refuses', () => {
  const CLOSED = [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://10.1.2.3/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://224.0.0.1/',
  ];
  test.each(CLOSED)('%s', async (url) => {
    const result = await send(url, { allow: [] });
    expect(result).toMatchObject({ status: 'give-up', reason: expect.stringContaining('allow') });
    expect(receiver.arrivals).toEqual([]);
  });

  test.each([
    ['a closed IPv4 address', [{ address: '127.0.0.1', family: 4 as const }]],
    ['a closed IPv6 address', [{ address: '::1', family: 6 as const }]],
    [
      'an open address and a closed one',
      [
        { address: '93.184.215.14', family: 4 as const },
        { address: '10.0.0.1', family: 4 as const },
      ],
    ],
  ])('a host that resolves to %s', async (_what, addresses) => {
    const result = await send('https://hooks.example.com/', { allow: [], resolve: async () => addresses });
    expect(result).toMatchObject({ status: 'give-up', reason: expect.stringContaining('leads to') });
  });

  test('a host that changes its answer: what was judged is what is called', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 as const }];
    };
    const port = new URL(receiver.url).port;
    const first = await send(`https://hooks.example.com:${port}/`, { resolve });
    // It reached the receiver, which speaks no TLS; the second answer of the resolver was not asked for.
    expect(first).toMatchObject({ status: 'retry' });
    expect(asked).toBe(1);
    expect(await send(`https://hooks.example.com:${port}/`, { resolve })).toMatchObject({ status: 'give-up' });
  });

  test('http to anything that is not allowed by its address, other schemes, and credentials in the URL', async () => {
    for (const url of [
      'http://hooks.example.com/',
      'http://93.184.215.14/',
      'ftp://hooks.example.com/',
      'file:///etc/passwd',
      'https://user:pass@hooks.example.com/',
      'hooks.example.com',
      '',
    ]) {
      expect(await send(url), url).toMatchObject({ status: 'give-up' });
    }
  });

  test('a network that is none, when it is made', () => {
    const make = () => createWebhookChannel({ ...options, allow: ['localhost'] });
    expect(make).toThrow(expect.objectContaining({ code: 'MC_NOTIFIER_INVALID' }));
  });
});

describe('secrets', () => {
  test.each([
    ['none', async () => []],
    ['one that is no secret', async () => ['hunter2hunter2']],
    [
      'a vault that throws',
      async () => {
        throw new Error('vault said hunter2hunter2');
      },
    ],
  ])('%s: the message waits, and nothing of it is said', async (_what, secrets) => {
    const result = await send(receiver.url, { secrets });
    expect(result).toMatchObject({ status: 'retry', reason: expect.stringContaining('system portal') });
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(receiver.arrivals).toEqual([]);
  });

  test('data that is no JSON is given up', async () => {
    expect(await send(receiver.url, {}, { data: { big: 1n } })).toMatchObject({ status: 'give-up' });
  });
});
