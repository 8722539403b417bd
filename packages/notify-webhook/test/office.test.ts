import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createEngine } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { virtualClock } from '@motcua/testkit';
import { expect, test } from 'vitest';
import { createWebhookNotifier, rememberInMemory, verifyWebhook } from '../src/index.js';
import { calendars, clerk, permit } from './permit.js';
import { secretOf } from './receiver.js';

const clock = virtualClock('2026-01-05T08:30:00+07:00');
const vault = { current: secretOf('b'), previous: secretOf('a') };

// #region receiver
/** The other program: a server of Node, or any other that has the headers and the bytes. */
function portal(granted: string[], remember: (id: string) => boolean) {
  return createServer(async (request, response) => {
    const body = await buffer(request);
    const verdict = await verifyWebhook(
      { headers: request.headers, body },
      { secrets: [vault.current, vault.previous], now: clock.now(), remember },
    );
    if (verdict.status === 'refused') return response.writeHead(verdict.httpStatus).end();
    if (verdict.status === 'new') granted.push(verdict.event.subject ?? '');
    return response.writeHead(204).end();
  });
}
// #endregion

test('a permit that is granted is told to the portal, once', async () => {
  const granted: string[] = [];
  const server = portal(granted, rememberInMemory());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const webhook = `http://127.0.0.1:${(server.address() as AddressInfo).port}/motcua`;

  // #region notifier
  const portalNotifier = createWebhookNotifier({
    topics: ['permit.granted'],
    to: ({ caseId }) => ({
      recipient: { kind: 'system', id: 'portal', language: 'vi', addresses: { webhook } },
      data: { caseId, state: 'granted' },
    }),
    source: 'https://motcua.binh-an.example',
    secrets: async () => [vault.current, vault.previous],
    clock,
    allow: ['127.0.0.1'],
  });
  const engine = createEngine({
    workflows: [permit],
    store: createMemoryStore(),
    calendars,
    clock,
    adapters: { portal: portalNotifier },
  });
  // #endregion
  await engine.start({ background: false });
  const ref = { tenant: 'binh-an', caseId: 'c1', actor: clerk };
  await engine.open({ ...ref, workflow: 'permit', input: { applicant: 'Hà Thị Nhung' } });
  await engine.send({ ...ref, event: { type: 'grant' } });
  await engine.settle();
  expect(granted).toEqual(['c1']);
  await engine.stop();
  server.closeAllConnections();
  server.close();
});
