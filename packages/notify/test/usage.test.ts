import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Channel, createEngine, type Engine, type Notification } from '@motcua/core';
import { dossierWorkflow, unitTree } from '@motcua/core/dossier';
import { createMemoryNotificationLog, createMemoryStore } from '@motcua/core/memory';
import { virtualClock } from '@motcua/testkit';
import { expect, test } from 'vitest';
import {
  createDirectory,
  createNotifier,
  digestWorkflow,
  dossierApplicants,
  dossierMessages,
  dossierPolicy,
  dossierRepresentatives,
  dossierValues,
} from '../src/index.js';

const commune = { vi: 'UBND xã Bình An', en: 'Commune of Binh An' };
const units = unitTree([{ id: 'commune', name: commune, tier: 'commune', kind: 'authority', validFrom: '2025-07-01' }]);
const officers = [
  { id: 'binh', name: 'Dương Quốc Bình', unit: 'commune', roles: ['leader'], addresses: { email: 'binh@xa.example' } },
];

test('the usage of the README runs', async () => {
  const clock = virtualClock('2026-03-02T09:00+07:00');
  const calendar = vietnamCalendar();
  const sent: Notification[] = [];
  const channel = (name: string): Channel => ({
    name,
    async send(notification) {
      sent.push(notification);
      return { status: 'delivered' };
    },
  });
  const [email, zalo] = [channel('email'), channel('zalo')];
  const [store, log] = [createMemoryStore(), createMemoryNotificationLog()];
  const [tenant, supervisor] = ['binh-an', { kind: 'person', id: 'quang', roles: ['supervisor'] } as const];
  // #region use
  const notifications = createNotifier({
    policy: dossierPolicy,
    messages: dossierMessages,
    values: dossierValues({ units, calendar, lookup: (code) => `https://tra-cuu.binh-an.example/${code}` }),
    directory: createDirectory({
      officers,
      subjects: dossierApplicants(),
      representatives: dossierRepresentatives(),
    }),
    units,
    channels: [zalo, email],
    attachments: { letter: async () => undefined },
    log,
    calendar,
    clock,
    cases: () => engine,
  });
  const engine: Engine = createEngine({
    workflows: [dossierWorkflow(), digestWorkflow()],
    store,
    clock,
    calendars: [calendar],
    adapters: notifications.adapters,
  });
  await engine.start({ background: false });
  const input = { digest: 'morning', unit: 'commune' };
  await engine.open({ tenant, workflow: 'daily-digest', caseId: 'digest/commune/2026', actor: supervisor, input });
  // #endregion
  await clock.advanceTo((await engine.nextAt()) ?? 0);
  await engine.settle();
  expect(new Date(clock.now()).toISOString()).toBe('2026-03-03T01:00:00.000Z');
  expect(sent).toEqual([]);
  await engine.stop();
});
