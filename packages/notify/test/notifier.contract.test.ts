import { vietnamCalendar } from '@motcua/calendar-vn';
import type { CaseEnvelope, Channel, OutboxRow } from '@motcua/core';
import { unitTree } from '@motcua/core/dossier';
import { createMemoryNotificationLog } from '@motcua/core/memory';
import { type Behaviour, type NotifierHarness, notifierContract } from '@motcua/testkit/destination-contract';
import { createDirectory, createNotifier, type Messages, type NotificationPolicy } from '../src/index.js';

const NOW = Date.UTC(2026, 0, 5, 2);

/** The case of somebody whose address is none. */
const POISONED = 'case-poisoned';
const addressOf = (caseId: string) => `anh@example.org${caseId === POISONED ? '\r\nBcc: all@example.org' : ''}`;

const policy: NotificationPolicy = {
  id: 'permit',
  workflow: 'permit',
  heads: ['leader'],
  routes: { citizens: { channels: [{ use: 'email' }] } },
  rules: [
    {
      on: 'permit.granted',
      where: { silent: false },
      tell: ['applicant'],
      by: 'citizens',
      template: 'granted',
      repeat: 'each',
    },
  ],
};

const messages: Messages = {
  vi: { 'granted.subject': 'Hồ sơ {code} đã có kết quả', 'granted.text': 'Mời {person} đến nhận.' },
  en: { 'granted.subject': 'The result of {code} is there', 'granted.text': 'Please come, {person}.' },
};

const message = (n: number, more: Readonly<Record<string, unknown>> = {}): OutboxRow => ({
  id: `case-${n}:1:0`,
  tenant: 'binh-an',
  caseId: `case-${n}`,
  revision: 1,
  index: 0,
  topic: 'permit.granted',
  payload: { type: 'permit.granted', silent: false, ...more },
  createdAt: NOW,
  destination: 'permit.citizens',
});

/** A mailbox that files a message once, by the key it comes under, and behaves badly when it is told to. */
function mailbox() {
  let behaviour: Behaviour = 'accept';
  let busyUntil: number | undefined;
  const filed = new Map<string, string>();
  const channel: Channel = {
    name: 'email',
    async send(_notification, { id, destination }, { idempotencyKey, signal }) {
      const file = () => filed.set(idempotencyKey, `${id}/${destination}`);
      if (busyUntil !== undefined) return { status: 'retry', reason: 'greylisted', at: busyUntil };
      if (behaviour === 'fail') return { status: 'retry', reason: 'busy' };
      if (behaviour === 'refuse') return { status: 'give-up', reason: 'no such mailbox' };
      if (behaviour === 'hang') {
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }
      file();
      if (behaviour === 'lose-answer') throw new Error('anh@example.org: connection reset');
      return { status: 'delivered' };
    },
  };
  return {
    channel,
    behave: (next: Behaviour) => {
      behaviour = next;
    },
    greylist: (until: number) => {
      busyUntil = until;
    },
    effects: () => [...filed.values()],
  };
}

async function harness(): Promise<NotifierHarness> {
  const { channel, behave, greylist, effects } = mailbox();
  const log = createMemoryNotificationLog();
  const make = () => {
    const { adapters } = createNotifier({
      policy,
      messages,
      units: unitTree([]),
      calendar: vietnamCalendar(),
      directory: createDirectory({
        officers: [],
        subjects: async ({ caseId }) => [
          { id: 'p-1', name: 'Nguyễn Thị Ánh', addresses: { email: addressOf(caseId) } },
        ],
      }),
      channels: [channel],
      log,
      clock: { now: () => NOW },
      cases: () => ({
        get: async ({ tenant, caseId }) => ({ tenant, caseId, workflow: 'permit', index: {} }) as CaseEnvelope,
        find: async () => ({ items: [] }),
      }),
    });
    const destination = adapters['permit.citizens'];
    if (destination === undefined) throw new Error('the route has no destination');
    return destination;
  };
  return {
    destination: make(),
    restart: make,
    behave,
    effects,
    message,
    unspoken: ['anh@example.org', 'Nguyễn Thị Ánh', 'p-1', 'đã có kết quả', 'đến nhận'],
    poison: () => ({ ...message(1), id: `${POISONED}:1:0`, caseId: POISONED }),
    nobody: () => message(1, { silent: true }),
    busyUntil: () => {
      greylist(NOW + 600_000);
      return NOW + 600_000;
    },
    close: () => log.close(),
  };
}

notifierContract({
  name: 'a route of @motcua/notify, over a mailbox that files a message once',
  create: harness,
  report: '../../../docs/reference/conformance/notify-route.json',
});
