import type { CaseEnvelope, Reply } from '../contract/case.js';
import type { CaseKey } from '../contract/store.js';

/** What became of one case of a plan. */
export interface AppliedCase extends CaseKey {
  readonly reply: Reply;
}

/** Who looks on while a plan is applied. */
export interface ApplicationWatch {
  /** Told of each case when it is done; for a progress line. */
  readonly onCase?: ((outcome: AppliedCase) => void) | undefined;
  /** Ends the work after the page it is in. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of a plan. Whatever is not done yet is done by applying the same plan again. */
export interface PlanApplication {
  /** Cases that needed it no more when their turn came: ended, or done by somebody else. */
  readonly passedOver: number;
  /** Cases whose machine failed or that were refused, the first hundred of them. */
  readonly problems: readonly AppliedCase[];
  /** `stopped`: after a page with a case the actor has no right to, or because of the signal. */
  readonly status: 'complete' | 'stopped';
}

const KEPT_PROBLEMS = 100;

interface Course<Skip extends string> {
  /** Brings the plan about for one case; or says why there is nothing to do. */
  act(envelope: CaseEnvelope): Promise<AppliedCase | Skip>;
  /** Throws when the engine has stopped. */
  checkStarted(): void;
}

/**
 * Applies a plan page by page, the cases of a page side by side. After a page with a case the actor has no right to it
 * asks no further: every refusal is an audit record.
 */
export async function applyInPages<Skip extends string = never>(
  pages: AsyncIterable<readonly CaseEnvelope[]>,
  { act, checkStarted }: Course<Skip>,
  { onCase, signal }: ApplicationWatch,
): Promise<PlanApplication & { readonly done: number; readonly skipped: ReadonlyMap<Skip, number> }> {
  let done = 0;
  let passedOver = 0;
  const problems: AppliedCase[] = [];
  const skipped = new Map<Skip, number>();
  const result = (status: PlanApplication['status']) => ({ done, passedOver, skipped, problems, status });
  const count = (outcome: AppliedCase) => {
    const { reply } = outcome;
    if (reply.status === 'accepted') done += 1;
    else if (reply.status === 'dropped' || reply.code === 'MC_CASE_CLOSED') passedOver += 1;
    else if (problems.length < KEPT_PROBLEMS) problems.push(outcome);
    onCase?.(outcome);
  };
  for await (const page of pages) {
    checkStarted();
    const outcomes = await Promise.all(page.map(act));
    for (const outcome of outcomes) {
      if (typeof outcome === 'string') skipped.set(outcome, (skipped.get(outcome) ?? 0) + 1);
      else count(outcome);
    }
    if (outcomes.some(isDenied) || signal?.aborted === true) return result('stopped');
  }
  return result('complete');
}

const isDenied = (outcome: AppliedCase | string): boolean =>
  typeof outcome !== 'string' && outcome.reply.status !== 'accepted' && outcome.reply.code === 'MC_ACCESS_DENIED';
