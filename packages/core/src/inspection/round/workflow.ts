import type { AccessRule } from '../../contract/index.js';
import { defineWorkflow, type FileAction, type Workflow } from '../../kernel/index.js';
import { fileAccess } from '../file-access.js';
import { isDisputed } from '../findings.js';
import type { InspectionWorkflowOptions } from '../options.js';
import { INSPECTION_ROLES } from '../roles.js';
import { teamOffences } from '../team.js';
import { roundDeadlines } from './deadlines.js';
import type { RoundEventType } from './events.js';
import { roundMachine } from './machine.js';
import { type RoundFact, roundSchemas } from './schemas.js';
import { unitsOf } from './setup.js';

/** Id of the workflow of a round. */
export const INSPECTION = 'inspection';

const { homeAffairs, authority, teamLeader, inspector, unitHead } = INSPECTION_ROLES;
const deciders: readonly AccessRule[] = [{ roles: [authority, homeAffairs] }];
const leader: readonly AccessRule[] = [{ roles: [teamLeader] }];
const team: readonly AccessRule[] = [{ roles: [teamLeader, inspector] }];
const head: readonly AccessRule[] = [{ roles: [unitHead], unit: 'within' }];
const office: readonly AccessRule[] = [{ roles: [homeAffairs] }];

type Governed = Exclude<
  RoundEventType,
  | 'notice.overdue'
  | 'report.remind'
  | 'report.overdue'
  | 'visit.answer'
  | 'comments.lapse'
  | 'conclusion.overdue'
  | 'publication.overdue'
  | 'term.overruled'
  | 'remedy.report'
  | 'remedy.answer'
>;
const access: Readonly<
  Record<Governed | 'open' | 'extend' | 'waive' | 'reproject' | FileAction, readonly AccessRule[]>
> = {
  ...fileAccess,
  open: deciders,
  extend: [],
  waive: [],
  reproject: [{ roles: [homeAffairs] }],
  'team.decide': deciders,
  'team.change': deciders,
  'conflict.declare': [...team, ...deciders],
  'round.change': deciders,
  'notice.send': [...leader, ...office],
  'report.submit': head,
  'report.waive': leader,
  'visits.open': leader,
  'finding.record': team,
  /** Any inspected unit may dispute what concerns it. */
  'finding.dispute': [{ roles: [unitHead] }],
  'finding.decide': [...leader, { roles: [authority] }],
  'remedy.request': leader,
  'conclusion.draft': team,
  'comments.submit': head,
  'conclusion.sign': [...leader, { roles: [authority] }],
  'conclusion.publish': office,
  'recommendation.answer': [{ roles: [unitHead, homeAffairs] }],
  'round.close': office,
  'round.archive': office,
  'round.cancel': deciders,
};

/** A letter prints the end of the term it sets, as this very act leaves it. */
const TERM_OF_LETTER: Readonly<Partial<Record<Extract<RoundFact, { type: 'letter.issued' }>['kind'], string>>> = {
  'report-request': 'selfReport',
};

function deadlineOf(hasTag: (tag: string) => boolean): string {
  if (hasTag('announcing')) return 'notice';
  if (hasTag('self-report')) return 'selfReport';
  if (hasTag('comments')) return 'comments';
  return hasTag('publication') ? 'publication' : 'conclusion';
}

/**
 * One round of inspection. Register `visitWorkflow()`, `remediationWorkflow()` and `correctiveActionWorkflow()` beside
 * it; `inspectionWorkflows()` gives all of them.
 */
export function roundWorkflow({ id = INSPECTION, version = '1' }: InspectionWorkflowOptions = {}): Workflow {
  return defineWorkflow({
    id,
    version,
    title: { vi: 'Kiểm tra cải cách hành chính', en: 'Inspection of administrative reform' },
    schemas: roundSchemas,
    machine: roundMachine,
    deadlines: roundDeadlines,
    access,
    index: ({ context, hasTag }) => ({
      unit: context.subject,
      code: context.code,
      category: String(context.year),
      text: [context.code, ...context.targets.map(({ unit }) => unit)].join(' '),
      deadline: deadlineOf(hasTag),
    }),
    complete: (fact, { dueAt }) => {
      if (fact.type !== 'letter.issued') return fact;
      const term = TERM_OF_LETTER[fact.kind];
      const due = term === undefined ? undefined : dueAt(term);
      return due === undefined ? fact : { ...fact, dueAt: due };
    },
    refusal: (event, { context }) => {
      switch (event.type) {
        case 'team.decide':
        case 'team.change':
          return teamOffences(event.team, unitsOf(context)).join('; ') || undefined;
        case 'conclusion.sign': {
          const open = Object.entries(context.findings).flatMap(([key, finding]) => (isDisputed(finding) ? [key] : []));
          return open.length > 0 ? `these findings are disputed and not decided: ${open.join(', ')}` : undefined;
        }
        case 'finding.decide':
          return context.findings[event.finding]?.by === event.meta.actor.id
            ? 'whoever wrote a finding down does not decide its dispute'
            : undefined;
        case 'round.close': {
          const open = Object.entries(context.remedies).flatMap(([key, { status }]) =>
            status === 'open' ? [key] : [],
          );
          return open.length > 0 ? `these remedies are open: ${open.join(', ')}` : undefined;
        }
        default:
          return undefined;
      }
    },
    holder: ({ context, hasTag }) => {
      if (hasTag('self-report') || hasTag('comments')) return { kind: 'agency', id: context.subject };
      if (hasTag('preparing') || hasTag('on-site') || hasTag('conclusion') || hasTag('publication'))
        return { kind: 'unit', id: context.offices.authority };
      return undefined;
    },
  });
}
