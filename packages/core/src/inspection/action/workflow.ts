import { defineWorkflow, type Workflow } from '../../kernel/index.js';
import { fileAccess } from '../file-access.js';
import type { InspectionWorkflowOptions } from '../options.js';
import { INSPECTION_ROLES } from '../roles.js';
import { actionMachine } from './machine.js';
import { actionSchemas } from './schemas.js';

/** Id of the workflow of a corrective action. */
export const CORRECTIVE_ACTION = 'corrective-action';

const { unitHead, unitOfficer, homeAffairs, teamLeader } = INSPECTION_ROLES;

/**
 * A corrective action as a case of its own: its owner finds it among his cases, ordered by date. Register it beside
 * `remediationWorkflow()`, which opens one for each action of an approved plan.
 */
export function correctiveActionWorkflow({
  id = CORRECTIVE_ACTION,
  version = '1',
}: InspectionWorkflowOptions = {}): Workflow {
  const owner = [{ roles: [unitOfficer, unitHead], unit: 'assignee' }] as const;
  const chiefs = [{ roles: [unitHead], unit: 'within' }] as const;
  return defineWorkflow({
    id,
    version,
    title: { vi: 'Hành động khắc phục', en: 'Corrective action' },
    schemas: actionSchemas,
    machine: actionMachine,
    deadlines: {
      action: {
        title: { vi: 'Thời hạn thực hiện hành động khắc phục', en: 'Corrective action' },
        owner: 'step',
        startsIn: 'open',
        metIn: ['done'],
        stoppedIn: ['dropped'],
        budget: ({ until, rules }) => (until === undefined ? rules.action.budget : { until }),
        counting: ({ rules }) => rules.action.counting ?? {},
        calendar: ({ calendar }) => calendar,
        legalBasis: ({ rules }) => rules.action.legalBasis ?? rules.action.source,
        extension: ({ rules: { extension } }) => ({
          maxTimes: extension.maxTimes,
          ...(extension.maxLength !== undefined && { maxLength: extension.maxLength }),
        }),
        /** What a verifier sends back goes on with the time that was left. */
        reopen: 'continue',
        events: { overruled: 'action.overruled' },
        rungs: {
          soon: { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' },
          due: { at: 'due', effect: 'escalating', event: 'action.overdue' },
        },
      },
    },
    access: {
      ...fileAccess,
      open: [{ roles: [homeAffairs, teamLeader] }],
      extend: [],
      waive: [],
      reproject: [{ roles: [homeAffairs] }],
      'action.assign': chiefs,
      'progress.record': owner,
      'evidence.add': owner,
      'action.complete': owner,
      'action.extend': chiefs,
    },
    index: ({ context }) => ({
      unit: context.unit,
      assignee: context.owner,
      code: context.remediation,
      category: context.severity,
      text: context.title,
      deadline: 'action',
    }),
    holder: ({ context, hasTag }) => (hasTag('open') ? { kind: 'unit', id: context.unit } : undefined),
  });
}
