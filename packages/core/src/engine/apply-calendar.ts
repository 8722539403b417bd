import type { Actor } from '../contract/actor.js';
import type { CaseEnvelope } from '../contract/case.js';
import { MotcuaError } from '../error/index.js';
import { stableHash } from '../kernel/stable-hash.js';
import { type ApplicationWatch, type AppliedCase, applyInPages, type PlanApplication } from './apply-in-pages.js';
import { type CalendarPlan, pagesCountedOn } from './calendar-plan.js';
import { execute } from './execute.js';
import type { Runtime } from './runtime.js';

export interface ApplyCalendarRequest extends ApplicationWatch {
  /** Needs a right to `reproject` in the workflow of each case. */
  readonly actor: Actor;
  /** Goes into every ledger, and to those who are told. */
  readonly reason: string;
  readonly legalBasis: string;
}

export interface CalendarApplication extends PlanApplication {
  /** Cases that were counted again now. */
  readonly reprojected: number;
}

/**
 * Counts the cases of a plan again, each in a commit of its own, decided on the case as it is then. Command ids follow
 * from the case, its revision and the request, and a case that was counted again is not in the plan any more: so after
 * a crash the same call goes on where it ended.
 */
export async function applyCalendarPlan(
  runtime: Runtime,
  plan: CalendarPlan,
  request: ApplyCalendarRequest,
  checkStarted: () => void,
): Promise<CalendarApplication> {
  checkCalendar(runtime, plan);
  const pages = pagesCountedOn(runtime, plan.calendar, plan.scope);
  const act = (envelope: CaseEnvelope) => reprojectCase(runtime, plan, request, envelope);
  const { done, skipped: _none, ...application } = await applyInPages(pages, { act, checkStarted }, request);
  return { reprojected: done, ...application };
}

async function reprojectCase(
  runtime: Runtime,
  { calendar, scope }: CalendarPlan,
  { actor, reason, legalBasis }: ApplyCalendarRequest,
  { tenant, caseId, revision }: CaseEnvelope,
): Promise<AppliedCase> {
  const { id, version } = calendar;
  const { replaces, earlierEnd } = scope;
  const act = {
    calendar: { id, version },
    replaces,
    ...(earlierEnd !== undefined && { earlierEnd }),
    reason,
    legalBasis,
  };
  const mark = stableHash([actor.id, act]);
  const reply = await execute(runtime, {
    ...act,
    type: 'reproject',
    id: `reproject/${id}@${version}/${caseId}@${revision}/${mark}`,
    tenant,
    caseId,
    actor,
    receivedAt: runtime.clock.now(),
  });
  return { tenant, caseId, reply };
}

/** A plan may be made with any calendar; what is written must be countable again by every engine on the store. */
function checkCalendar({ calendars }: Runtime, { calendar }: CalendarPlan): void {
  const { id, version } = calendar;
  const known = calendars.get({ id, version });
  if (known === calendar || JSON.stringify(known.definition) === JSON.stringify(calendar.definition)) return;
  throw new MotcuaError('MC_CALENDAR_UNKNOWN', {
    happened: `A plan for calendar ${id}@${version} was to be applied, and the engine knows another calendar by that name`,
    expected: 'the calendar the plan was made with; two that answer differently never share a version',
    remedy: 'give the changed calendar a version of its own, give it to createEngine, and plan again',
    details: { calendar: `${id}@${version}` },
  });
}
