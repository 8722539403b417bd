import { defineWorkflow, type Workflow } from '@motcua/core';
import { CONNECT_ROLES } from '../roles.js';
import { connectionMachine } from './machine.js';
import { connectionSchemas } from './schemas.js';

export const CONNECTION = 'connection';

/** Id of the connection of a case with a system. Derived, so two workers that open it open one. */
export const connectionId = (system: string, caseId: string): string => `${CONNECTION}/${system}/${caseId}`;

/**
 * How a case stands in one other system, as a case of its own: its references and its troubles are kept, audited, paged
 * and backed up like everything else, by whatever store the office has. Being behind has a term, whose end is told.
 */
export function connectionWorkflow(): Workflow {
  const { connector, clerk, supervisor } = CONNECT_ROLES;
  const machine = [{ roles: [connector] }];
  const people = [{ roles: [clerk, supervisor, connector] }];
  return defineWorkflow({
    id: CONNECTION,
    version: '1',
    title: { vi: 'Kết nối hồ sơ với hệ thống khác', en: 'Connection of a case with another system' },
    schemas: connectionSchemas,
    machine: connectionMachine,
    deadlines: {
      'catch-up': {
        title: { vi: 'Thời hạn đồng bộ', en: 'Synchronisation' },
        owner: 'step',
        startsIn: 'troubled',
        metIn: ['inStep'],
        budget: ({ catchUp }) => catchUp,
        /** Being behind again is another matter, with a term of its own. */
        reopen: 'reset',
        rungs: { due: { at: 'due', effect: 'escalating', event: 'catch-up.overdue', outage: 'coalesce' } },
      },
    },
    access: {
      open: machine,
      'delivery.succeed': machine,
      'delivery.fail': machine,
      'delivery.give-up': machine,
      'repair.succeed': machine,
      'difference.note': people,
      'difference.clear': people,
      'letter.redrive': people,
      'repair.order': people,
      'file.hold': people,
      'file.release': people,
      'file.correct': people,
      'file.dispose': [{ roles: [CONNECT_ROLES.supervisor] }],
    },
    // What is in step is not waited for: it comes last in a list by dates.
    index: ({ context: { system, reference, label, of }, hasTag }) => ({
      category: system,
      ...(reference !== undefined && { code: reference }),
      text: label ?? of,
      ...(hasTag('troubled') && { deadline: 'catch-up' }),
    }),
  });
}
