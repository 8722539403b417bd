import type { AccessRule } from '../../contract/index.js';
import { defineWorkflow, type FileAction, type Workflow, type WorkflowSpec } from '../../kernel/index.js';
import { fileAccess } from '../file-access.js';
import type { InspectionWorkflowOptions } from '../options.js';
import { INSPECTION_ROLES } from '../roles.js';
import { itemOffences, openRounds, planMachine } from './machine.js';
import { type PlanContext, type PlanEventType, planSchemas } from './schemas.js';

/** Id of the workflow of a yearly plan. */
export const INSPECTION_PLAN = 'inspection-plan';

const { homeAffairs, authority } = INSPECTION_ROLES;
const office: readonly AccessRule[] = [{ roles: [homeAffairs] }];
const deciders: readonly AccessRule[] = [{ roles: [authority] }];

type Governed = Exclude<
  PlanEventType,
  'round.report' | 'round.answer' | 'approval.overdue' | 'synthesis.overdue' | 'report.overdue' | 'term.overruled'
>;
const access: Readonly<
  Record<Governed | 'open' | 'extend' | 'waive' | 'reproject' | FileAction, readonly AccessRule[]>
> = {
  ...fileAccess,
  open: office,
  extend: [],
  waive: [],
  reproject: [{ roles: [homeAffairs] }],
  'plan.amend': office,
  'plan.submit': office,
  'plan.return': deciders,
  'plan.approve': deciders,
  'round.open': office,
  'synthesis.submit': office,
  'review.record': deciders,
  'report.send': office,
  'plan.close': office,
};

type Deadlines = NonNullable<WorkflowSpec<typeof planSchemas>['deadlines']>;
type Term = keyof PlanContext['terms'];
/** An act that was in time and was only recorded late takes the lateness back. */
const events = { overruled: 'term.overruled' };

const fixed = (name: Term) => ({
  events,
  budget: ({ terms }: PlanContext) => {
    const until = terms[name]?.until;
    return until === undefined ? undefined : { until };
  },
  legalBasis: ({ terms }: PlanContext) => terms[name]?.legalBasis ?? terms[name]?.source,
  calendar: ({ calendar }: PlanContext) => calendar,
});
const soon = { at: { before: { amount: 5, unit: 'workingDay' } }, effect: 'advisory', outage: 'if-useful' } as const;

const deadlines: Deadlines = {
  approval: {
    title: { vi: 'Thời hạn phê duyệt kế hoạch kiểm tra', en: 'Approval of the plan' },
    owner: 'step',
    startsIn: 'unapproved',
    ...fixed('approval'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'approval.overdue' } },
  },
  synthesis: {
    title: { vi: 'Thời hạn tổng hợp kết quả kiểm tra', en: 'Synthesis for the province' },
    owner: 'authority',
    startsIn: 'unsynthesised',
    ...fixed('synthesis'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'synthesis.overdue' } },
  },
  report: {
    title: { vi: 'Thời hạn báo cáo bộ', en: 'Report to the ministry' },
    owner: 'authority',
    startsIn: 'unreported',
    ...fixed('report'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'report.overdue' } },
  },
};

/** A yearly plan of inspections, which opens its rounds. Register `roundWorkflow()` and its sub-cases beside it. */
export function planWorkflow({ id = INSPECTION_PLAN, version = '1' }: InspectionWorkflowOptions = {}): Workflow {
  return defineWorkflow({
    id,
    version,
    title: { vi: 'Kế hoạch kiểm tra cải cách hành chính hằng năm', en: 'Yearly inspection plan' },
    schemas: planSchemas,
    machine: planMachine,
    deadlines,
    access,
    index: ({ context, hasTag }) => ({
      unit: context.offices.homeAffairs,
      code: context.code,
      category: String(context.year),
      text: context.title,
      deadline: hasTag('unapproved') ? 'approval' : hasTag('unsynthesised') ? 'synthesis' : 'report',
    }),
    refusal: (event, { context }) => {
      if (event.type === 'plan.amend') {
        const offences = event.changes.flatMap((change) => (change.kind === 'drop' ? [] : itemOffences(change.item)));
        return offences.join('; ') || undefined;
      }
      return event.type === 'plan.close' ? `these rounds are not over: ${openRounds(context).join(', ')}` : undefined;
    },
    holder: ({ context, state }) =>
      state === 'closed' ? undefined : { kind: 'unit', id: context.offices.homeAffairs },
  });
}
