import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Clock, createEngine, type Engine, rulesAuthorizer } from '@motcua/core';
import { dossierWorkflow } from '@motcua/core/dossier';
import { createMemoryNotificationLog, createMemoryStore } from '@motcua/core/memory';
import {
  createDirectory,
  createNotifier,
  digestWorkflow,
  dossierApplicants,
  dossierMessages,
  dossierPolicy,
  dossierRepresentatives,
  dossierValues,
} from '@motcua/notify';
import { createEmailChannel } from '@motcua/notify-email';
import { letterFile, paperTray } from './paper-tray.js';
import { officers, units } from './people.js';

export interface OfficeOptions {
  readonly clock: Clock;
  /** Where letters are put. */
  readonly folder: string;
  /** Port of the mail server of the house. */
  readonly smtpPort: number;
}

/** A one-stop shop that tells people. Whoever owns the clock lets its engine settle. */
export async function openOffice({ clock, folder, smtpPort }: OfficeOptions) {
  const calendar = vietnamCalendar();
  // #region notifier
  const email = createEmailChannel({
    server: { host: '127.0.0.1', port: smtpPort, security: 'none' },
    from: { name: 'Một cửa xã Bình An', address: 'motcua@binh-an.example' },
    clock,
  });
  const notifications = createNotifier({
    // The policy we ship, by e-mail alone.
    policy: {
      ...dossierPolicy,
      routes: {
        ...dossierPolicy.routes,
        citizens: { channels: [{ use: 'email' }], hours: { from: '07:00', to: '20:00' } },
      },
    },
    messages: dossierMessages,
    values: dossierValues({ units, calendar, lookup: (code) => `https://tra-cuu.binh-an.example/${code}` }),
    directory: createDirectory({
      officers,
      subjects: dossierApplicants(),
      representatives: dossierRepresentatives(),
    }),
    units,
    channels: [email],
    attachments: { letter: ({ fact, language }) => letterFile(fact, language) },
    log: createMemoryNotificationLog(),
    calendar,
    clock,
    cases: () => engine,
    facts: Object.keys(dossierWorkflow().spec.schemas.facts ?? {}),
  });
  // #endregion
  // #region engine
  const engine: Engine = createEngine({
    workflows: [dossierWorkflow(), digestWorkflow()],
    store: createMemoryStore(),
    clock,
    calendars: [calendar],
    authorizer: rulesAuthorizer({ isWithin: units.isWithin }),
    personalData: 'clear',
    adapters: { ...notifications.adapters, 'paper-tray': paperTray(folder) },
  });
  // #endregion
  await engine.start({ background: false });
  return { engine, told: notifications.told };
}
