import type { CaseView } from '../kernel/index.js';
import type { DossierEvent } from './machine/deed.js';
import { mergePapers } from './machine/shared.js';
import type { DossierContext } from './schemas.js';

type View = CaseView<DossierContext>;
type Reasons = {
  readonly [Type in DossierEvent['type']]?: (
    event: Extract<DossierEvent, { type: Type }>,
    view: View,
  ) => string | undefined;
};

const list = (items: readonly string[]) => items.join(', ');

/** Why a state that waits for an event does not take this one. */
const reasons: Reasons = {
  accept: ({ papers, feeReceipt, limit, receivedAt }, { context, hasTag }) => {
    if (!hasTag('check')) return undefined;
    const { procedure } = context;
    const there = new Set(mergePapers(context.papers, papers).map(({ id }) => id));
    const missing = procedure.papers.required.filter((id) => !there.has(id));
    if (missing.length > 0) return `these papers are missing: ${list(missing)}`;
    if (procedure.feePayable === 'submission' && (feeReceipt ?? context.feeReceipt) === undefined) {
      return 'the fee is payable with the submission, and no receipt is named';
    }
    if (limit !== undefined && !procedure.limits.some(({ id }) => id === limit)) {
      return `procedure ${procedure.code} has no limit "${limit}", only ${list(procedure.limits.map(({ id }) => id))}`;
    }
    return receivedAt === undefined ? undefined : 'the receipt must lie between the submission and this act';
  },
  'supplement.request': ({ items, legalBasis }, { context, state }) => {
    if (state !== 'registered.checking' && state !== 'processing.examining') return undefined;
    const { required, optional } = context.procedure.papers;
    const foreign = items.flatMap(({ paper }) =>
      paper === undefined || [...required, ...optional].includes(paper) ? [] : [paper],
    );
    if (foreign.length > 0) return `these papers are not on the published list: ${list(foreign)}`;
    const { maxTimes } = context.procedure.supplement;
    return legalBasis === undefined
      ? `papers were asked for ${maxTimes} time(s) already; a further request needs its legal basis`
      : undefined;
  },
  'consultation.request': ({ requests }, { context, state }) => {
    if (!['processing.examining', 'processing.drafting', 'consulting'].includes(state)) return undefined;
    return `not all of ${list(requests.map(({ key }) => key))} can be asked: unknown, still open, not for this limit, or after one that has not answered yet (open: ${list(openOnes(context)) || 'none'})`;
  },
  'draft.submit': (_, { context }) => waiting(context),
  'examination.conclude': (_, { context }) => waiting(context),
  'review.approve': (event, { context }) => ownDraft(event, context),
  sign: (event, { context }) => ownDraft(event, context),
  'result.collect': (_, { context, state }) =>
    state === 'resolved.ready' ? uncovered(context, 'fetch the result') : undefined,
  withdraw: (_, { context }) => (context.result === undefined ? undefined : 'there is a decision already'),
  stop: (_, { context }) => (context.result === undefined ? undefined : 'there is a decision already'),
  'apology.issue': (_, { context }) => {
    const { used } = context.apology;
    if (used >= context.procedure.apology.maxTimes) return `the date was moved ${used} time(s) already`;
    return context.limitFrom === undefined
      ? 'no limit runs yet'
      : 'the new date must lie after this act and after the end that was missed';
  },
  'extension.apply': ({ case: name }, { context }) =>
    context.extensions.includes(name)
      ? `the extension "${name}" was applied already`
      : `the procedure's extensions are: ${list(context.procedure.extensions.map(({ id }) => id)) || 'none'}`,
  archive: (_, { context }) => {
    const pending = Object.entries(context.sync).filter(
      ([, { status }]) => status === 'pending' || status === 'sent' || status === 'failed',
    );
    return pending.length > 0
      ? `these systems are not up to date: ${list(pending.map(([system]) => system))}`
      : undefined;
  },
};

const openOnes = ({ consultations }: DossierContext) =>
  Object.entries(consultations).flatMap(([key, { status }]) => (status === 'open' ? [key] : []));

const waiting = (context: DossierContext) => {
  const open = openOnes(context);
  return open.length > 0 ? `these consultations are still open: ${list(open)}` : undefined;
};

const uncovered = ({ representative }: DossierContext, what: string) =>
  representative === undefined
    ? 'nobody is named to represent the applicant'
    : `the representative is not authorised to ${what}, or no longer`;

const ownDraft = (event: DossierEvent, { draft }: DossierContext) =>
  draft?.by === event.meta.actor.id ? 'nobody approves or signs his own draft' : undefined;

/** The reason a person is given for a refused event, beside what the state would take. */
export function refusalText(event: DossierEvent, view: View): string | undefined {
  const reason = reasons[event.type] as ((event: DossierEvent, view: View) => string | undefined) | undefined;
  return reason?.(event, view);
}
