import type { Actor } from '../contract/actor.js';
import type { CaseEnvelope, Reply } from '../contract/case.js';
import type { CaseKey } from '../contract/store.js';
import { MotcuaError } from '../error/index.js';
import { stableHash } from '../kernel/stable-hash.js';
import { type CalendarPlan, pagesCountedOn } from './calendar-plan.js';
import { execute } from './execute.js';
import type { Runtime } from './runtime.js';

export interface ApplyCalendarRequest {
  /** Needs a right to `reproject` in the workflow of each case. */
  readonly actor: Actor;
  /** Goes into every ledger, and to those who are told. */
  readonly reason: string;
  readonly legalBasis: string;
  /** Told of each case when it is done; for a progress line. */
  readonly onCase?: (outcome: ReprojectedCase) => void;
  /** Ends the work after the page it is in. */
  readonly signal?: AbortSignal;
}

export interface ReprojectedCase extends CaseKey {
  readonly reply: Reply;
}

/** What became of a plan. Whatever is not done yet is done by applying the same plan again. */
export interface CalendarApplication {
  /** Cases that were counted again now. */
  readonly reprojected: number;
  /** Cases that needed it no more when their turn came: ended, or counted again by somebody else. */
  readonly passedOver: number;
  /** Cases whose machine failed or that were refused, the first hundred of them. */
  readonly problems: readonly ReprojectedCase[];
  /** `stopped`: at the first case the actor may not reproject, or because of the signal. */
  readonly status: 'complete' | 'stopped';
}

const KEPT_PROBLEMS = 100;

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
  const counts = { reprojected: 0, passedOver: 0 };
  const problems: ReprojectedCase[] = [];
  for await (const page of pagesCountedOn(runtime, plan.calendar, plan.scope)) {
    checkStarted();
    const outcomes = await Promise.all(page.map((envelope) => reprojectCase(runtime, plan, request, envelope)));
    for (const outcome of outcomes) {
      const { status } = outcome.reply;
      if (status === 'accepted') counts.reprojected += 1;
      else if (status === 'dropped') counts.passedOver += 1;
      else if (problems.length < KEPT_PROBLEMS) problems.push(outcome);
      request.onCase?.(outcome);
    }
    // Whoever may not do it for one case is asked again before the next page: every refusal is an audit record.
    const isDenied = outcomes.some(({ reply }) => reply.status !== 'accepted' && reply.code === 'MC_ACCESS_DENIED');
    if (isDenied || request.signal?.aborted === true) return { ...counts, problems, status: 'stopped' };
  }
  return { ...counts, problems, status: 'complete' };
}

async function reprojectCase(
  runtime: Runtime,
  { calendar, scope }: CalendarPlan,
  { actor, reason, legalBasis }: ApplyCalendarRequest,
  { tenant, caseId, revision }: CaseEnvelope,
): Promise<ReprojectedCase> {
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
