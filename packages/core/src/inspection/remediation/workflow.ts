import type { AccessRule } from '../../contract/index.js';
import { defineWorkflow, type FileAction, type Workflow, type WorkflowSpec } from '../../kernel/index.js';
import { fileAccess } from '../file-access.js';
import type { InspectionWorkflowOptions } from '../options.js';
import { INSPECTION_ROLES } from '../roles.js';
import { LADDER_RUNGS, ladderPosition } from './escalation.js';
import type { RemediationEventType } from './events.js';
import { remediationMachine } from './machine.js';
import { planGaps } from './planning.js';
import { type RemediationContext, remediationSchemas } from './schemas.js';
import { doersOf, unfinished } from './shared.js';

/** Id of the workflow of a remediation. */
export const REMEDIATION = 'remediation';

const { unitHead, unitOfficer, homeAffairs, authority, teamLeader, inspector, verifier, connector } = INSPECTION_ROLES;
const head: readonly AccessRule[] = [{ roles: [unitHead], unit: 'within' }];
const office: readonly AccessRule[] = [{ roles: [unitHead, unitOfficer], unit: 'within' }];
const approvers: readonly AccessRule[] = [{ roles: [homeAffairs, teamLeader, authority] }];
const verifiers: readonly AccessRule[] = [{ roles: [verifier, inspector, teamLeader, homeAffairs] }];

type Governed = Exclude<
  RemediationEventType,
  | 'action.report'
  | 'action.answer'
  | 'effectiveness.due'
  | 'deviation.expire'
  | 'plan.overdue'
  | 'review.overdue'
  | 'remedy.overdue'
  | 'remedy.escalate'
  | 'remedy.overruled'
  | 'remedy.reprojected'
  | 'verification.overdue'
  | 'assessment.overdue'
>;

const access: Readonly<
  Record<Governed | 'open' | 'extend' | 'waive' | 'reproject' | FileAction, readonly AccessRule[]>
> = {
  ...fileAccess,
  open: [{ roles: [homeAffairs, authority, teamLeader, connector] }],
  extend: [],
  waive: [],
  reproject: [{ roles: [homeAffairs] }],
  'containment.record': office,
  'cause.analyse': office,
  'actions.propose': office,
  'action.drop': [...head, ...approvers],
  'plan.submit': head,
  'plan.approve': approvers,
  'plan.return': approvers,
  'extension.request': head,
  'extension.grant': approvers,
  'extension.refuse': approvers,
  'completion.report': head,
  'verification.accept': verifiers,
  'verification.reject': verifiers,
  'effectiveness.confirm': verifiers,
  'effectiveness.fail': verifiers,
  'deviation.request': head,
  'deviation.accept': [{ roles: [homeAffairs, authority] }],
  'deviation.refuse': [{ roles: [homeAffairs, authority] }],
  'deviation.revoke': [{ roles: [homeAffairs, authority] }],
  'carry-forward': approvers,
  'reinspection.record': verifiers,
  reopen: approvers,
  'unit.transfer': [{ roles: [homeAffairs, authority] }],
  annul: approvers,
  archive: [{ roles: [homeAffairs] }],
};

type Deadlines = NonNullable<WorkflowSpec<typeof remediationSchemas>['deadlines']>;
type TermName = 'plan' | 'remedy' | 'planReview' | 'verification' | 'effectivenessReview';
const calendar = ({ calendar: id }: RemediationContext) => id;
const ruled = (name: TermName) => ({
  budget: ({ rules }: RemediationContext) => rules[name].budget,
  counting: ({ rules }: RemediationContext) => rules[name].counting ?? {},
  legalBasis: ({ rules }: RemediationContext) => rules[name].legalBasis ?? rules[name].source,
  calendar,
});
/** A reopened remedy gets new terms; one that was only sent back goes on with what was left. */
const reopen = ({ afresh }: RemediationContext) => (afresh ? ('reset' as const) : ('continue' as const));
const termsFrom = ({ termsFrom: from }: RemediationContext) => from;
const soon = { at: { percent: 80 }, effect: 'advisory', outage: 'if-useful' } as const;
/** The end of a time that nobody can miss: a rung that is no `due`, so that nothing is called a breach. */
const atItsEnd = { before: { amount: 0, unit: 'workingHour' } } as const;

const deadlines: Deadlines = {
  plan: {
    title: { vi: 'Thời hạn xây dựng kế hoạch khắc phục', en: 'Plan of remedies' },
    owner: 'step',
    startsIn: 'planning',
    stoppedIn: ['carried', 'ended'],
    suspendedIn: ['deviation'],
    ...ruled('plan'),
    anchor: termsFrom,
    reopen,
    within: 'remedy',
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'plan.overdue' } },
  },
  planReview: {
    title: { vi: 'Thời hạn xem xét kế hoạch khắc phục', en: 'Review of the plan' },
    owner: 'step',
    startsIn: 'reviewing',
    stoppedIn: ['carried', 'ended', 'deviation'],
    ...ruled('planReview'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'review.overdue' } },
  },
  remedy: {
    title: { vi: 'Thời hạn khắc phục', en: 'Remedy' },
    owner: 'authority',
    startsIn: 'remedy',
    suspendedIn: ['deviation'],
    metIn: ['remedied'],
    stoppedIn: ['carried', 'ended'],
    ...ruled('remedy'),
    anchor: termsFrom,
    extension: ({ rules: { extension } }) => ({
      maxTimes: extension.maxTimes,
      ...(extension.maxLength !== undefined && { maxLength: extension.maxLength }),
    }),
    reopen,
    events: { overruled: 'remedy.overruled', reprojected: 'remedy.reprojected' },
    soon: 'soon',
    rungs: {
      soon,
      due: { at: 'due', effect: 'escalating', event: 'remedy.overdue' },
      ...Object.fromEntries(
        LADDER_RUNGS.map((rung, index) => [
          rung,
          { at: ladderPosition(index), effect: 'escalating', event: 'remedy.escalate' } as const,
        ]),
      ),
    },
  },
  verification: {
    title: { vi: 'Thời hạn kiểm tra kết quả khắc phục', en: 'Verification of the remedy' },
    owner: 'step',
    startsIn: 'verifying',
    stoppedIn: ['carried', 'ended'],
    ...ruled('verification'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'verification.overdue' } },
  },
  effectiveness: {
    title: { vi: 'Thời gian theo dõi hiệu lực khắc phục', en: 'Time the remedy must have worked' },
    owner: 'public-notice',
    startsIn: 'observing',
    stoppedIn: ['ended'],
    budget: ({ rules }) => rules.effectiveness.after,
    calendar,
    legalBasis: ({ rules }) => rules.effectiveness.source,
    rungs: { end: { at: atItsEnd, effect: 'advisory', event: 'effectiveness.due' } },
  },
  assessment: {
    title: { vi: 'Thời hạn đánh giá hiệu lực khắc phục', en: 'Review of effectiveness' },
    owner: 'step',
    startsIn: 'assessing',
    stoppedIn: ['ended'],
    ...ruled('effectivenessReview'),
    rungs: { soon, due: { at: 'due', effect: 'escalating', event: 'assessment.overdue' } },
  },
  deviation: {
    title: { vi: 'Thời hạn chấp nhận sai lệch', en: 'Accepted deviation' },
    owner: 'authority',
    startsIn: 'deviation',
    stoppedIn: ['ended'],
    budget: ({ deviation }) => (deviation === undefined ? undefined : { until: deviation.until }),
    calendar,
    legalBasis: ({ rules }) => rules.deviation.source,
    rungs: { soon, end: { at: atItsEnd, effect: 'fatal', event: 'deviation.expire' } },
  },
};

/** The term people look at, by where the remedy is. */
function deadlineOf(hasTag: (tag: string) => boolean): string {
  if (hasTag('verifying')) return 'verification';
  if (hasTag('observing')) return 'effectiveness';
  if (hasTag('assessing')) return 'assessment';
  if (hasTag('deviation')) return 'deviation';
  return 'remedy';
}

/**
 * The remedy of one nonconformity. `inspectionWorkflow()` opens one for each; a rule over breaches, or an officer, may
 * open others. Register `correctiveActionWorkflow()` beside it.
 */
export function remediationWorkflow({ id = REMEDIATION, version = '1' }: InspectionWorkflowOptions = {}): Workflow {
  return defineWorkflow({
    id,
    version,
    title: { vi: 'Khắc phục sau kiểm tra', en: 'Remediation of a nonconformity' },
    schemas: remediationSchemas,
    machine: remediationMachine,
    deadlines,
    access,
    index: ({ context, hasTag }) => ({
      unit: context.unit,
      code: context.code,
      category: context.nonconformity.severity,
      text: context.nonconformity.statement,
      deadline: deadlineOf(hasTag),
    }),
    complete: (fact, { dueAt }) => {
      if (fact.type !== 'letter.issued' || fact.dueAt !== undefined) return fact;
      const due = fact.kind === 'remedy-request' || fact.kind === 'extension' ? dueAt('remedy') : undefined;
      return due === undefined ? fact : { ...fact, dueAt: due };
    },
    refusal: (event, { context, state }) => {
      const mine = doersOf(context).has(event.meta.actor.id);
      switch (event.type) {
        case 'plan.submit':
          return state === 'working.planning' ? `the plan lacks: ${planGaps(context).join('; ')}` : undefined;
        case 'plan.approve':
          return mine ? 'nobody approves a plan he drew up himself' : undefined;
        case 'completion.report':
          return `these actions are not done: ${unfinished(context.actions).join(', ') || '(there is none)'}`;
        case 'verification.accept':
        case 'verification.reject':
        case 'effectiveness.confirm':
        case 'effectiveness.fail':
        case 'reinspection.record':
          return mine ? 'whoever had a part in a remedy does not judge it' : undefined;
        default:
          return undefined;
      }
    },
    holder: ({ context, hasTag }) => {
      if (hasTag('deviation')) return { kind: 'suspension', id: 'deviation' };
      if (hasTag('reviewing') || hasTag('verifying') || hasTag('assessing'))
        return { kind: 'unit', id: context.authority };
      return hasTag('remedy') ? { kind: 'unit', id: context.unit } : undefined;
    },
  });
}
