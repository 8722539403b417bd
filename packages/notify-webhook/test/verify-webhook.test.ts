import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { rememberInMemory, type VerifyOptions, verifyWebhook } from '../src/index.js';
import { NOW, secretOf } from './receiver.js';

const event = { specversion: '1.0', id: 'case-1:1:0', source: '/binh-an', type: 'permit.granted', extra: 'kept' };

/** A request of a sender that uses the reference implementation. */
function requestOf({ body = JSON.stringify(event), at = NOW, secret = secretOf('a'), id = 'msg_1' } = {}) {
  const signature = new Webhook(secret).sign(id, new Date(at), body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': signature,
  };
  return { headers, body };
}

const options = (more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  secrets: [secretOf('a')],
  now: NOW,
  remember: rememberInMemory(),
  ...more,
});

describe('a receiver', () => {
  test('takes what the reference implementation signed, once', async () => {
    const once = options();
    expect(await verifyWebhook(requestOf(), once)).toEqual({ status: 'new', id: 'msg_1', event });
    expect(await verifyWebhook(requestOf({ at: NOW + 1_000 }), once)).toEqual({ status: 'duplicate', id: 'msg_1' });
  });

  test('takes headers as Fetch has them, and bytes', async () => {
    const { headers, body } = requestOf();
    const request = { headers: new Headers(headers), body: new TextEncoder().encode(body) };
    expect(await verifyWebhook(request, options())).toMatchObject({ status: 'new' });
  });

  test('knows the old secret beside the new', async () => {
    const secrets = [secretOf('b'), secretOf('a')];
    expect(await verifyWebhook(requestOf(), options({ secrets }))).toMatchObject({ status: 'new' });
  });

  test.each([
    ['signed with another secret', requestOf({ secret: secretOf('c') })],
    ['changed on the way', { ...requestOf(), body: JSON.stringify({ ...event, type: 'permit.refused' }) }],
    ['with another id', { ...requestOf(), headers: { ...requestOf().headers, 'webhook-id': 'msg_2' } }],
    ['with a later time', { ...requestOf(), headers: { ...requestOf().headers, 'webhook-timestamp': '1767576601' } }],
    ['replayed after ten minutes', requestOf({ at: NOW - 600_000 })],
    ['of a clock ten minutes ahead', requestOf({ at: NOW + 600_000 })],
    ['without a signature', { ...requestOf(), headers: {} }],
    ['with a time that is none', { ...requestOf(), headers: { ...requestOf().headers, 'webhook-timestamp': 'now' } }],
    [
      'with a signature of another kind',
      { ...requestOf(), headers: { ...requestOf().headers, 'webhook-signature': 'v1a,AAAA' } },
    ],
  ])('refuses one %s, and takes no note of it', async (_what, request) => {
    const noted: string[] = [];
    const remember = (id: string) => noted.push(id) > 0;
    const verdict = await verifyWebhook(request, options({ remember }));
    expect(verdict).toMatchObject({ status: 'refused', httpStatus: 401 });
    expect(noted).toEqual([]);
  });

  test.each([
    ['no JSON', '{'],
    ['no CloudEvent', '{"id":1}'],
    ['of another version', JSON.stringify({ ...event, specversion: '0.3' })],
  ])('refuses a body that is %s, though it is signed', async (_what, body) => {
    expect(await verifyWebhook(requestOf({ body }), options())).toMatchObject({ status: 'refused', httpStatus: 400 });
  });

  test('throws for a secret of its own that is none, without showing it', async () => {
    const attempt = verifyWebhook(requestOf(), options({ secrets: ['hunter2'] }));
    await expect(attempt).rejects.toMatchObject({ code: 'MC_NOTIFIER_INVALID' });
    await expect(attempt).rejects.not.toMatchObject({ message: expect.stringContaining('hunter2') });
  });

  test('forgets the oldest ids when there are more than it may keep in memory', () => {
    const remember = rememberInMemory(2);
    expect(['a', 'b', 'a', 'c', 'a'].map(remember)).toEqual([true, true, false, true, true]);
  });
});
