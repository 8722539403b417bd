import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createWebhookChannel, rememberInMemory, verifyWebhook } from '../src/index.js';
import { certificateUntil, expired, valid } from './certificates.js';
import { portalNotifier } from './portal-notifier.js';
import { type Handler, type Receiver, secretOf, startReceiver } from './receiver.js';
import { type OfficeOptions, openOffice, START, signalThatEnds, temporaryFolder, tenant } from './temporary-office.js';

let clock: VirtualClock;
let receiver: Receiver;
beforeEach(async () => {
  clock = virtualClock(START);
  receiver = await startReceiver({ now: () => clock.now() });
});
afterEach(() => receiver.close());

function folder(): string {
  const made = temporaryFolder();
  onTestFinished(made.remove);
  return made.path;
}

async function office(options: Partial<OfficeOptions> = {}) {
  const opened = await openOffice({
    folder: folder(),
    clock,
    adapters: { portal: portalNotifier(receiver.url, clock) },
    ...options,
  });
  await opened.engine.start({ background: false });
  onTestFinished(() => opened.engine.stop());
  return opened;
}

const once2xx = (first: Handler): Handler => {
  let calls = 0;
  return async (request, response, body) => {
    calls += 1;
    if (calls === 1) return first(request, response, body);
    response.writeHead(await receiver.take(request, body)).end();
  };
};

describe('a message has its effect once, and comes again under the same id', () => {
  test('when the process was killed after the answer, and before it was noted', async () => {
    const path = folder();
    const worker = new URL('dying-worker.ts', import.meta.url);
    expect(await signalThatEnds(worker, path, receiver.url)).toBe('SIGKILL');
    expect(receiver.arrivals.map(({ verdict }) => verdict)).toEqual(['new']);

    // The lease of the dead runs out.
    await clock.advanceBy(60_000);
    const { engine } = await office({ folder: path });
    await engine.settle();
    expect(receiver.arrivals.map(({ verdict }) => verdict)).toEqual(['new', 'duplicate']);
    expect(new Set(receiver.arrivals.map(({ id }) => id)).size).toBe(1);
    expect(await engine.deadLetters({ tenant })).toEqual([]);
  });

  const faults: Readonly<Record<string, Handler>> = {
    'a 200 whose body was lost': async (request, response, body) => {
      await receiver.take(request, body);
      response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
    },
    'a 500 after success': async (request, response, body) => {
      await receiver.take(request, body);
      response.writeHead(500).end();
    },
    'a connection that broke after success': async (request, response, body) => {
      await receiver.take(request, body);
      response.destroy();
    },
  };
  test.each(Object.entries(faults))('after %s', async (_what, fault) => {
    receiver.behave(once2xx(fault));
    const { engine, grant, told } = await office();
    await grant('c1');
    await engine.settle();
    expect(told).toMatchObject([['delivery.failed', { attempt: 1 }]]);
    await clock.advanceBy(2_000);
    await engine.settle();
    expect(receiver.arrivals.map(({ verdict }) => verdict)).toEqual(['new', 'duplicate']);
    expect(new Set(receiver.arrivals.map(({ id }) => id)).size).toBe(1);
    expect(told).toMatchObject([
      ['delivery.failed', { attempt: 1 }],
      ['delivered', { attempt: 2 }],
    ]);
  });

  test('after a time-out that followed success', async () => {
    receiver.behave(once2xx(async (request, _response, body) => void (await receiver.take(request, body))));
    const { engine, grant, told } = await office();
    await grant('c1');
    const settling = engine.settle();
    await receiver.come(1);
    await clock.advanceBy(20_000);
    await settling;
    expect(told).toMatchObject([['delivery.failed', { reason: 'no answer within 20000 ms' }]]);
    await clock.advanceBy(2_000);
    await engine.settle();
    expect(receiver.arrivals.map(({ verdict }) => verdict)).toEqual(['new', 'duplicate']);
  });
});

describe('nobody waits for what cannot be delivered', () => {
  test('a poison message becomes a dead letter at once; the other cases are told, and it is redriven by command', async () => {
    let right = false;
    const urlOf = ({ caseId }: { readonly caseId: string }) =>
      caseId === 'bad' && !right ? 'https://10.0.0.8/' : receiver.url;
    const { engine, grant, dead } = await office({ adapters: { portal: portalNotifier(urlOf, clock) } });
    await grant('bad');
    await grant('good');
    await engine.settle();
    expect(receiver.events.map(({ subject }) => subject)).toEqual(['good']);
    const [letter] = await dead();
    expect(letter).toMatchObject({ attempts: 1, reason: expect.stringContaining('leads to a private network') });
    right = true;
    expect(await engine.redrive({ tenant, id: letter?.row.id ?? '', destination: 'portal' })).toBe(true);
    await engine.settle();
    expect(receiver.events.map(({ subject }) => subject)).toEqual(['good', 'bad']);
    expect(await dead()).toEqual([]);
  });

  test('a message that must wait is overtaken by none of its case, and waited for by no other case', async () => {
    let up = false;
    receiver.behave(async (request, response, body) => {
      const isDown = !up && body.includes('"subject":"c1"');
      response.writeHead(isDown ? 503 : await receiver.take(request, body)).end();
    });
    const portal = portalNotifier(receiver.url, clock, undefined, ['permit.*']);
    const { engine, grant } = await office({ adapters: { portal } });
    await grant('c1');
    await grant('c2');
    await engine.settle();
    const told = () => receiver.events.map(({ subject, type }) => `${subject} ${type}`);
    expect(told()).toEqual(['c2 permit.asked', 'c2 permit.granted']);
    up = true;
    await clock.advanceBy(2_000);
    await engine.settle();
    expect(told().slice(2)).toEqual(['c1 permit.asked', 'c1 permit.granted']);
  });

  test('a receiver that hangs holds up no other receiver', async () => {
    const other = await startReceiver({ now: () => clock.now() });
    onTestFinished(() => other.close());
    receiver.behave('hang');
    const adapters = { portal: portalNotifier(receiver.url, clock), register: portalNotifier(other.url, clock) };
    const { engine, grant } = await office({ adapters });
    await grant('c1');
    const settling = engine.settle();
    await other.come(1);
    expect(other.events.map(({ subject }) => subject)).toEqual(['c1']);
    await clock.advanceBy(20_000);
    await settling;
  });

  test('a receiver that says when is asked again then, not before', async () => {
    receiver.behave(once2xx((_request, response) => void response.writeHead(503, { 'retry-after': '90' }).end()));
    const { engine, grant } = await office();
    await grant('c1');
    await engine.settle();
    await clock.advanceBy(89_000);
    await engine.settle();
    expect(receiver.events).toEqual([]);
    await clock.advanceBy(1_000);
    await engine.settle();
    expect(receiver.events).toHaveLength(1);
  });
});

describe('a certificate', () => {
  const message = {
    id: 'c1:1:0',
    tenant,
    caseId: 'c1',
    revision: 1,
    index: 0,
    topic: 'permit.granted',
    payload: { type: 'permit.granted' },
    createdAt: 0,
    destination: 'portal',
  };
  async function send(end: Date, trusted: boolean, host?: string) {
    const certificate = await certificateUntil(end, host);
    const secure = await startReceiver({ now: () => clock.now(), certificate });
    onTestFinished(() => secure.close());
    const channel = createWebhookChannel({
      source: '/binh-an',
      secrets: () => [secretOf('a')],
      clock,
      allow: ['127.0.0.1'],
      ...(trusted && { ca: certificate.cert }),
    });
    const recipient = { kind: 'system', id: 'portal', language: 'vi', addresses: { webhook: secure.url } } as const;
    const context = { attempt: 1, idempotencyKey: 'k', signal: new AbortController().signal };
    return { result: await channel.send({ recipient }, message, context), secure };
  }

  test('of an authority that was made known is trusted', async () => {
    const { result, secure } = await send(valid, true);
    expect(result).toEqual({ status: 'delivered' });
    expect(secure.events).toHaveLength(1);
  });

  test.each([
    ['has expired', expired, true, '127.0.0.1', 'has expired'],
    ['nobody vouches for', valid, false, '127.0.0.1', '`ca`'],
    ['is of another host', valid, true, 'portal.example', 'another host'],
  ])('that %s: nothing is told, and the reason says what to do', async (_what, end, trusted, host, words) => {
    const { result, secure } = await send(end, trusted, host);
    expect(result).toMatchObject({ status: 'retry', reason: expect.stringContaining(words) });
    expect(secure.arrivals).toEqual([]);
  });
});

test('a request that was caught and is sent again changes nothing: by its id at first, by its time later', async () => {
  const { engine, grant } = await office();
  await grant('c1');
  await engine.settle();
  const { headers, body } = receiver.arrival();
  const ours = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('webhook-')));
  const replay = async () => (await fetch(receiver.url, { method: 'POST', headers: ours, body })).status;
  expect(await replay()).toBe(204);
  await clock.advanceBy(301_000);
  expect(await replay()).toBe(401);
  expect(receiver.arrivals.map(({ verdict }) => verdict)).toEqual(['new', 'duplicate', 'refused']);
  // Even one who has forgotten every id.
  const forgetful = { secrets: [secretOf('a')], now: clock.now(), remember: rememberInMemory() };
  expect(await verifyWebhook({ headers: ours, body }, forgetful)).toMatchObject({ status: 'refused' });
});
