import { join } from 'node:path';
import type { Channel, Engine } from '@motcua/core';
import { unitTree } from '@motcua/core/dossier';
import { createDirectory, createNotifier, type Notifications } from '@motcua/notify';
import { createSqliteNotificationLog } from '@motcua/store-sqlite';
import type { VirtualClock } from '@motcua/testkit';
import { calendars } from '../../notify-webhook/test/permit.js';
import { type OfficeOptions, openOffice } from '../../notify-webhook/test/temporary-office.js';
import { createEmailChannel } from '../src/index.js';

const units = unitTree([
  {
    id: 'commune',
    name: { vi: 'UBND xã', en: 'Commune' },
    tier: 'commune',
    kind: 'authority',
    validFrom: '2025-07-01',
  },
]);

const policy = {
  id: 'permit',
  workflow: 'permit',
  heads: ['leader'],
  routes: { prompt: { channels: [{ use: 'email' }] } },
  rules: [{ on: 'permit.granted', tell: ['applicant'], by: 'prompt', template: 'granted' }],
};

const messages = {
  vi: { 'granted.subject': 'Kết quả đã có', 'granted.text': 'Mời ông/bà đến nhận kết quả.' },
  en: { 'granted.subject': 'Your permit is there', 'granted.text': 'Please come and fetch it.' },
};

export interface RouteOfficeOptions {
  readonly folder: string;
  readonly port: number;
  readonly clock: VirtualClock;
  /** What stands between the route and its channel. */
  readonly channel?: (channel: Channel) => Channel;
  /** What stands between the engine and the route. */
  readonly adapters?: (adapters: Notifications['adapters']) => OfficeOptions['adapters'];
}

/** An office that tells applicants by a route: its cases in one file, what it told whom in another. */
export async function openRouteOffice({ folder, port, clock, channel, adapters }: RouteOfficeOptions) {
  const email = createEmailChannel({
    server: { host: '127.0.0.1', port, security: 'none' },
    from: { name: 'Bộ phận một cửa', address: 'motcua@binh-an.example' },
    clock,
  });
  const [calendar] = calendars;
  if (calendar === undefined) throw new Error('no calendar');
  const log = createSqliteNotificationLog({ file: join(folder, 'told.db') });
  const nhung = { id: 'nhung', name: 'Hà Thị Nhung', addresses: { email: 'nhung@example.org' } };
  const notifications = createNotifier({
    policy,
    messages,
    directory: createDirectory({ officers: [], subjects: async () => [nhung] }),
    units,
    channels: [channel?.(email) ?? email],
    log,
    calendar,
    clock,
    cases: (): Engine => office.engine,
  });
  const office = await openOffice({
    folder,
    clock,
    adapters: adapters?.(notifications.adapters) ?? notifications.adapters,
  });
  await office.engine.start({ background: false });
  return { ...office, log, told: notifications.told };
}
