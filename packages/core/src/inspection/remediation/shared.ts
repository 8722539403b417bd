import { type KernelEffect, sendToCase, tellParent } from '../../kernel/index.js';
import type { Deed } from '../deed.js';
import { given } from '../fields.js';
import type { InspectionLetter, InspectionLetterKind } from '../letters.js';
import type { RemedyStatus } from './news.js';
import type { RemediationContext, RemediationEvent, RemediationFact } from './schemas.js';
import { told } from './setup.js';

type Word = RemediationFact | KernelEffect;
type Actions = RemediationContext['actions'];

/** Key of the sub-case of an action. */
export const actionKey = (key: string): string => `action.${key}`;

/** The term of the remedy was passed, at least once. */
export const isLate = ({ missed }: Pick<RemediationContext, 'missed'>): boolean => missed.length > 0;

/** How it stands, as the context tells. */
export function standing({ closedAt, deviation, carriedTo }: RemediationContext): RemedyStatus {
  if (closedAt !== undefined) return 'closed';
  if (deviation?.acceptedBy !== undefined) return 'deviation';
  return carriedTo === undefined ? 'open' : 'carried-forward';
}

/** A new standing, for the record and for the round. */
export function changed(
  context: RemediationContext,
  event: RemediationEvent,
  status: RemedyStatus,
  reason?: string,
): readonly Word[] {
  const { unit } = context;
  const late = isLate(context);
  return [
    told('remediation.changed', { status, late, responsible: unit, ...given({ reason }) }),
    tellParent({ event: { type: 'remedy.report', status, late, at: event.meta.at } }),
  ];
}

type Particulars = Partial<Omit<InspectionLetter, 'kind' | 'code' | 'subject' | 'by' | 'at' | 'form'>>;

/** A letter about this nonconformity: from the authority to the unit that answers for it, unless said otherwise. */
export const letter = (
  kind: InspectionLetterKind,
  context: RemediationContext,
  event: { readonly meta: RemediationEvent['meta'] },
  particulars: Particulars = {},
): RemediationFact =>
  told('letter.issued', {
    kind,
    form: null,
    code: context.code,
    from: context.authority,
    to: context.unit,
    subject: context.unit,
    by: event.meta.actor.id,
    at: event.meta.at,
    statement: context.nonconformity.statement,
    ...particulars,
  });

/** Everybody who had a part in the remedy: none of them judges it. */
export const doersOf = ({ actions, containment, plannedBy }: RemediationContext): ReadonlySet<string> =>
  new Set([
    ...Object.values(actions).flatMap(({ owner, doers }) => [owner, ...doers]),
    ...(containment === undefined ? [] : [containment.by]),
    ...(plannedBy === undefined ? [] : [plannedBy]),
  ]);

/** Actions whose end is not known: neither verified nor dropped. */
export const unfinished = (actions: Actions): readonly string[] =>
  Object.entries(actions).flatMap(([key, { status }]) => (status === 'verified' || status === 'dropped' ? [] : [key]));

/** Ends every action: what was done is verified, what was not is given up. */
export function endActions(actions: Actions, reason: string): Deed<RemediationContext, RemediationFact> {
  const ended = Object.entries(actions).map(([key, action]): [string, Actions[string]] => [
    key,
    action.status === 'verified' || action.status === 'dropped'
      ? action
      : { ...action, status: action.status === 'done' ? 'verified' : 'dropped' },
  ]);
  return {
    set: { actions: Object.fromEntries(ended) },
    say: Object.entries(actions).flatMap(([key, { status }]) =>
      status === 'done'
        ? [sendToCase({ key: actionKey(key), event: { type: 'action.verify' } })]
        : status === 'open'
          ? [sendToCase({ key: actionKey(key), event: { type: 'action.drop', reason } })]
          : [],
    ),
  };
}

/** Back to the beginning, with terms of its own: what was done was not enough. */
export const reopened = (context: RemediationContext, event: RemediationEvent): Partial<RemediationContext> => ({
  verifiedBy: undefined,
  closedAt: undefined,
  extension: undefined,
  deviation: undefined,
  carriedTo: undefined,
  termsFrom: event.meta.at,
  afresh: true,
  escalated: [],
  extensions: 0,
  reopened: context.reopened + 1,
});
