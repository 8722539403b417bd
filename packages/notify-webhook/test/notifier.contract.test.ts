import type { OutboxRow } from '@motcua/core/contract';
import { type NotifierHarness, notifierContract } from '@motcua/testkit/destination-contract';
import { createWebhookNotifier } from '../src/index.js';
import { clock, NOW, secretOf, startReceiver } from './receiver.js';

const message = (n: number, more: Readonly<Record<string, unknown>> = {}): OutboxRow => ({
  id: `case-${n}:1:0`,
  tenant: 'binh-an',
  caseId: `case-${n}`,
  revision: 1,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted', applicant: 'Nguyễn Thị Ánh', ...more },
  createdAt: NOW,
  destination: 'portal',
});

async function harness(): Promise<NotifierHarness> {
  const receiver = await startReceiver();
  let secrets = [secretOf('a')];
  const make = () =>
    createWebhookNotifier({
      topics: ['permit.*'],
      to({ payload }) {
        if (payload['silent'] === true) return undefined;
        const webhook = payload['unreachable'] === true ? 'https://10.0.0.8/' : receiver.url;
        return { recipient: { kind: 'system', id: 'portal', language: 'vi', addresses: { webhook } }, data: payload };
      },
      source: 'https://motcua.binh-an.example',
      secrets: () => secrets,
      clock,
      allow: ['127.0.0.1'],
    });
  return {
    destination: make(),
    restart: make,
    behave: receiver.behave,
    effects: receiver.effects,
    message,
    unspoken: [receiver.url, new URL(receiver.url).host, secretOf('a'), secretOf('b')],
    poison: () => message(1, { unreachable: true }),
    nobody: () => message(1, { silent: true }),
    rotate() {
      secrets = [secretOf('b')];
      receiver.know(secrets);
    },
    busyUntil() {
      receiver.behave((_request, response) => void response.writeHead(503, { 'retry-after': '120' }).end());
      return NOW + 120_000;
    },
    close: receiver.close,
  };
}

notifierContract({
  name: 'the webhook notifier',
  create: harness,
  report: '../../../docs/reference/conformance/webhook-notifier.json',
});
