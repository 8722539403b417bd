import type { AccessRule } from '../../contract/index.js';
import { defineWorkflow, type FileAction, type Workflow, type WorkflowSpec } from '../../kernel/index.js';
import { fileAccess } from '../file-access.js';
import type { InspectionWorkflowOptions } from '../options.js';
import { INSPECTION_ROLES } from '../roles.js';
import { openTasks } from './examination.js';
import { visitMachine } from './machine.js';
import { type VisitContext, type VisitEventType, visitSchemas } from './schemas.js';

/** Id of the workflow of a visit. */
export const VISIT = 'inspection-visit';

const { teamLeader, inspector, unitHead, homeAffairs } = INSPECTION_ROLES;
const team: readonly AccessRule[] = [{ roles: [teamLeader, inspector] }];
const leader: readonly AccessRule[] = [{ roles: [teamLeader] }];
const head: readonly AccessRule[] = [{ roles: [unitHead], unit: 'within' }];

type Governed = Exclude<
  VisitEventType,
  | 'visit.withdraw'
  | 'team.update'
  | 'visit.remind'
  | 'visit.overdue'
  | 'minutes.overdue'
  | 'signature.lapse'
  | 'term.overruled'
>;
const access: Readonly<
  Record<Governed | 'open' | 'extend' | 'waive' | 'reproject' | FileAction, readonly AccessRule[]>
> = {
  ...fileAccess,
  open: [{ roles: [homeAffairs, teamLeader] }],
  extend: [],
  waive: [],
  reproject: [{ roles: [homeAffairs] }],
  'visit.start': team,
  'visit.postpone': leader,
  'visit.cancel': leader,
  'answers.record': team,
  'sample.record': team,
  'sample.check': team,
  'finding.record': team,
  'finding.withdraw': leader,
  'carried.judge': team,
  'visit.finish': leader,
  'minutes.draft': team,
  'minutes.return': head,
  'minutes.sign': [...leader, ...head],
  'minutes.refuse': [...head, ...leader],
};

type Spec = WorkflowSpec<typeof visitSchemas>;
const calendar = ({ calendar: id }: VisitContext) => id;
const fixed = (rule: 'minutes' | 'signature') => ({
  budget: ({ rules }: VisitContext) => rules[rule].budget,
  counting: ({ rules }: VisitContext) => rules[rule].counting ?? {},
  legalBasis: ({ rules }: VisitContext) => rules[rule].legalBasis ?? rules[rule].source,
  calendar,
});

/** An act that was in time and was only recorded late takes the lateness back. */
const events = { overruled: 'term.overruled' };

const deadlines: NonNullable<Spec['deadlines']> = {
  visit: {
    title: { vi: 'Thời gian kiểm tra tại đơn vị', en: 'The visit' },
    owner: 'step',
    events,
    startsIn: 'visiting',
    metIn: ['examined'],
    stoppedIn: ['cancelled'],
    budget: ({ target }) => ({ until: target.to }),
    calendar,
    extension: ({ rules }) => ({
      maxTimes: rules.postponement.maxTimes,
      ...(rules.postponement.maxLength !== undefined && { maxLength: rules.postponement.maxLength }),
    }),
    rungs: {
      soon: {
        at: { before: { amount: 1, unit: 'workingDay' } },
        effect: 'advisory',
        event: 'visit.remind',
        outage: 'if-useful',
      },
      due: { at: 'due', effect: 'escalating', event: 'visit.overdue' },
    },
  },
  minutes: {
    title: { vi: 'Thời hạn lập biên bản', en: 'Minutes of the visit' },
    owner: 'step',
    events,
    startsIn: 'minutes',
    stoppedIn: ['cancelled'],
    ...fixed('minutes'),
    rungs: { due: { at: 'due', effect: 'escalating', event: 'minutes.overdue' } },
  },
  signature: {
    title: { vi: 'Thời hạn ký biên bản', en: 'Signature of the minutes' },
    owner: 'consultee',
    startsIn: 'signing',
    stoppedIn: ['lapsed', 'cancelled'],
    ...fixed('signature'),
    rungs: {
      soon: { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' },
      due: { at: 'due', effect: 'fatal', event: 'signature.lapse' },
    },
  },
};

/** A visit to one unit of a round. Register it beside `inspectionWorkflow()`, which opens one for each unit. */
export function visitWorkflow({ id = VISIT, version = '1' }: InspectionWorkflowOptions = {}): Workflow {
  return defineWorkflow({
    id,
    version,
    title: { vi: 'Kiểm tra tại đơn vị', en: 'Inspection visit to a unit' },
    schemas: visitSchemas,
    machine: visitMachine,
    deadlines,
    access,
    index: ({ context, hasTag }) => ({
      unit: context.target.unit,
      code: context.round,
      category: context.target.form,
      deadline: hasTag('minutes') ? 'minutes' : hasTag('signing') ? 'signature' : 'visit',
    }),
    refusal: (event, { context, state }) => {
      if (event.type === 'visit.finish' && state === 'examining.onSite') {
        const open = openTasks(context);
        if (open.length > 0) return `still open: ${open.slice(0, 10).join(', ')}${open.length > 10 ? ', ...' : ''}`;
      }
      return undefined;
    },
    holder: ({ context, hasTag }) =>
      hasTag('signing')
        ? { kind: 'agency', id: context.target.unit }
        : hasTag('visiting') || hasTag('minutes')
          ? { kind: 'unit', id: context.authority }
          : undefined,
  });
}
