import type { Notification, OutboxRow } from '@motcua/core/contract';
import { type NotifierHarness, notifierContract } from '@motcua/testkit/destination-contract';
import { createEsmsGateway, createSmsNotifier, createZaloNotifier } from '../src/index.js';
import { shortId } from '../src/short-id.js';
import { NOW, standing, startServices, tokenStore } from './services.js';

const clock = standing(() => NOW);

const message = (n: number, more: Readonly<Record<string, unknown>> = {}): OutboxRow => ({
  id: `case-${n}:1:0`,
  tenant: 'binh-an',
  caseId: `case-${n}`,
  revision: 1,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted', applicant: 'Nguyễn Thị Ánh', ...more },
  createdAt: NOW,
  destination: 'phone',
});

const to = ({ payload }: OutboxRow): Notification | undefined => {
  if (payload['silent'] === true) return undefined;
  const phone = payload['unreachable'] === true ? '113' : '0987 654 321';
  return {
    recipient: { kind: 'applicant', id: 'p-1', language: 'vi', addresses: { zalo: phone, sms: phone } },
    text: 'Mời ông/bà đến nhận kết quả.',
    template: { id: '227814', parameters: { name: 'Nguyễn Thị Ánh' } },
  };
};

/** The keys of messages, by the ids the services see. */
const keys = new Map(
  [1, 2].flatMap((n) => [1, 2].map((revision) => `case-${n}:${revision}:0/phone`)).map((key) => [shortId(key), key]),
);
const keyed = (id: string) => keys.get(id) ?? `unknown ${id}`;
const unspoken = [
  '0987 654 321',
  '84987654321',
  'Mời ông/bà',
  'sms secret',
  'sms key',
  'first app',
  'second app',
  'access 1',
  'refresh 1',
];
const common = {
  message,
  unspoken,
  poison: () => message(1, { unreachable: true }),
  nobody: () => message(1, { silent: true }),
};

async function zalo(): Promise<NotifierHarness> {
  const services = await startServices();
  const tokens = tokenStore(services.tokens());
  let secretKey = 'first app secret';
  const make = () =>
    createZaloNotifier({
      topics: ['permit.*'],
      to,
      appId: '1',
      secretKey: () => secretKey,
      tokens,
      clock,
      urls: services.urls,
    });
  return {
    ...common,
    destination: make(),
    restart: make,
    behave: services.behave,
    effects: () => services.notices.map(({ tracking_id: id }) => keyed(id)),
    // The access token is refused from now on, and the application has another secret.
    rotate() {
      secretKey = 'second app secret';
      services.changeSecret(secretKey);
      services.revokeAccess();
    },
    busyUntil() {
      services.busy(120);
      return NOW + 120_000;
    },
    close: services.close,
  };
}

async function sms(): Promise<NotifierHarness> {
  const services = await startServices();
  let secretKey = 'sms secret';
  const make = () => {
    const credentials = () => ({ apiKey: 'sms key', secretKey });
    const gateway = createEsmsGateway({ brandname: 'BINHAN', credentials, clock, url: `${services.url}/sms` });
    return createSmsNotifier({ topics: ['permit.*'], to, gateway });
  };
  return {
    ...common,
    destination: make(),
    restart: make,
    behave: services.behave,
    effects: () => services.messages.map(({ RequestId: id }) => keyed(id)),
    rotate() {
      secretKey = 'another sms secret';
      services.changeSmsSecret(secretKey);
    },
    busyUntil() {
      services.busy(120);
      return NOW + 120_000;
    },
    close: services.close,
  };
}

notifierContract({
  name: 'the Zalo notifier',
  create: zalo,
  knownGaps: [
    {
      reason: 'Zalo keeps a tracking id for reconciliation, and does not refuse one that comes again',
      tests: [
        'destination.idempotent',
        'destination.idempotent-together',
        'destination.lost-answer',
        'destination.idempotent-restarted',
      ],
    },
  ],
  report: '../../../docs/reference/conformance/zalo-notifier.json',
});
notifierContract({
  name: 'the SMS notifier, through eSMS',
  create: sms,
  report: '../../../docs/reference/conformance/sms-notifier.json',
});
