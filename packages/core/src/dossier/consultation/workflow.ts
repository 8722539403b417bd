import { defineWorkflow, type Workflow } from '../../kernel/index.js';
import { ROLES } from '../roles.js';
import { consultationMachine } from './machine.js';
import { consultationSchemas } from './schemas.js';

export interface ConsultationWorkflowOptions {
  readonly id?: string;
  readonly version?: string;
}

/**
 * An interlinked request for an opinion, as a case of its own with a term of its own (Decree 61/2018 art. 19.5,
 * 19.6). Several run side by side. When the term ends without a word, silence says what the procedure's rule makes of
 * it, and the dossier goes on; a consultee whose silence says nothing stays bound, is reminded each working day, and
 * the one-stop's head is told.
 */
export function consultationWorkflow({
  id = 'consultation',
  version = '1',
}: ConsultationWorkflowOptions = {}): Workflow {
  const consultee = [
    { roles: [ROLES.consultee], unit: 'within' },
    { roles: [ROLES.connector, ROLES.oneStopOfficer] },
  ] as const;
  const records = [{ roles: [ROLES.leader], unit: 'within' }, { roles: [ROLES.supervisor] }] as const;
  return defineWorkflow({
    id,
    version,
    title: { vi: 'Lấy ý kiến cơ quan liên quan', en: 'Consultation of an agency' },
    schemas: consultationSchemas,
    machine: consultationMachine,
    deadlines: {
      opinion: {
        title: { vi: 'Thời hạn trả lời ý kiến', en: 'Term for the opinion' },
        owner: 'consultee',
        startsIn: 'waiting',
        metIn: ['answered'],
        stoppedIn: ['silent', 'cancelled'],
        budget: ({ budget }) => budget,
        counting: ({ counting }) => counting ?? {},
        calendar: ({ calendar }) => calendar,
        rungs: {
          soon: { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' },
          due: { at: 'due', effect: 'fatal', event: 'term.end' },
          chase: {
            at: ({ silence }) => (silence === 'chase' ? { after: { amount: 1, unit: 'workingDay' } } : undefined),
            effect: 'escalating',
            repeat: { every: { amount: 1, unit: 'workingDay' }, times: 20 },
            outage: 'coalesce',
          },
        },
      },
    },
    access: {
      open: [{ roles: [ROLES.caseOfficer, ROLES.oneStopOfficer, ROLES.connector] }],
      receive: consultee,
      assign: [{ roles: [ROLES.headOfDivision, ROLES.consultee], unit: 'within' }],
      answer: [...consultee, { roles: [ROLES.applicant], unit: 'subject' }],
      decline: consultee,
      reproject: [{ roles: [ROLES.supervisor] }],
      migrate: [{ roles: [ROLES.supervisor] }],
      'file.hold': records,
      'file.release': records,
      'file.correct': records,
      'file.dispose': [{ roles: [ROLES.supervisor] }],
      'consultation.cancel': [{ roles: [ROLES.caseOfficer, ROLES.headOfDivision, ROLES.leader] }],
    },
    index: ({ context }) => ({
      ...(context.party === 'citizen' ? { subject: context.agency } : { unit: context.agency }),
      code: context.dossier,
      category: context.procedure,
      text: context.question,
      deadline: 'opinion',
      ...(context.assignee !== undefined && { assignee: context.assignee }),
    }),
    holder: ({ context, hasTag }) =>
      hasTag('waiting') ? { kind: context.party === 'citizen' ? 'citizen' : 'agency', id: context.agency } : undefined,
  });
}
