import { ROLES } from '@motcua/core/dossier';
import type { NotificationPolicy, Rule } from '../policy.js';

/** A letter to the applicant and to who receives his letters, with the letter itself. `mustReach`: it asks for something, or takes a promise back. */
const letter = (kind: string, template: string, mustReach = false): Rule => ({
  on: 'letter.issued',
  where: { kind },
  tell: ['applicant', 'representative'],
  by: 'citizens',
  template,
  attach: ['letter'],
  mustReach,
});

/**
 * What an office tells about dossiers, to begin with: spread it, and change what your office does otherwise. The applicant,
 * and who is authorised to receive his letters, get each letter by Zalo if they agreed to it, else by e-mail, between 07:00
 * and 20:00; that the result is there, the applicant and who may fetch it. Officers and their heads are told when a
 * dossier is due soon, an apology is owed, the end has passed; the level above, in office hours, when another day has
 * passed. Each working morning an officer gets one list. When nobody of an applicant's side can be reached with a new date, or a
 * request, that is a dead letter: somebody has to telephone.
 */
export const dossierPolicy: NotificationPolicy = {
  id: 'dossier',
  workflow: 'dossier',
  heads: [ROLES.headOfDivision, ROLES.leader],
  routes: {
    citizens: {
      channels: [{ use: 'zalo', consent: 'required' }, { use: 'email' }],
      hours: { from: '07:00', to: '20:00' },
    },
    // Not the hours of the office: a term ends at their last minute, and an apology must go out a day before it.
    officers: { channels: [{ use: 'email' }], hours: { from: '07:00', to: '20:00' } },
    superiors: { channels: [{ use: 'email' }], hours: 'office' },
  },
  rules: [
    letter('receipt', 'receipt'),
    letter('supplement', 'supplement', true),
    letter('refusal', 'refusal'),
    letter('apology', 'apology', true),
    letter('appointment-change', 'new-date', true),
    letter('correction', 'correction'),
    letter('stop', 'stop'),
    {
      on: 'delivery.changed',
      where: { status: 'ready' },
      tell: ['applicant', 'collector'],
      by: 'citizens',
      template: 'result-ready',
    },
    {
      on: 'deadline.reached',
      where: { deadline: 'resolution', rung: 'soon' },
      tell: ['officer'],
      by: 'officers',
      template: 'due-soon',
      whileRunning: true,
    },
    { on: 'apology.owed', tell: ['officer', 'unit-head'], by: 'officers', template: 'apology-owed' },
    {
      on: 'deadline.breached',
      where: { deadline: 'resolution' },
      tell: ['officer', 'unit-head'],
      by: 'officers',
      template: 'overdue',
      whileRunning: true,
    },
    {
      on: 'deadline.reached',
      where: { deadline: 'resolution', rung: 'escalate' },
      tell: ['level-above'],
      by: 'superiors',
      template: 'still-overdue',
      whileRunning: true,
    },
  ],
  digests: { morning: { by: 'officers', template: 'morning' } },
};
