import assert from 'node:assert/strict';
import {
  type CaseQuery,
  type ErrorCode,
  isMotcuaError,
  type OutboxClaim,
  type Store,
  type TimerClaim,
} from '@motcua/core/contract';
import { AT, MINUTE, TENANT } from './commit-item.js';

/** Fails unless the promise rejects with the code. */
export async function rejectsWith(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  const outcome = await promise.then(
    () => 'a result',
    (error: unknown) => (isMotcuaError(error) ? error.code : error),
  );
  assert.equal(outcome, code);
}

interface ClaimOptions {
  readonly now?: number;
  readonly leaseUntil?: number;
  readonly limit?: number;
  readonly owner?: string;
}

const claimRequest = ({ now = AT, leaseUntil = now + MINUTE, limit = 100, owner = 'worker-1' }: ClaimOptions) => ({
  now,
  leaseUntil,
  limit,
  owner,
});

export function claimTimers(store: Store, options: ClaimOptions = {}): Promise<readonly TimerClaim[]> {
  return store.timers.claim(claimRequest(options));
}

interface MessageClaimOptions extends ClaimOptions {
  readonly except?: readonly string[];
}

export function claimMessages(store: Store, options: MessageClaimOptions = {}): Promise<readonly OutboxClaim[]> {
  const { except } = options;
  return store.outbox.claim({ ...claimRequest(options), ...(except === undefined ? {} : { except }) });
}

/** Claims timers and names them `caseId key`. */
export async function timerNames(store: Store, options: ClaimOptions = {}): Promise<readonly string[]> {
  return (await claimTimers(store, options)).map(({ caseId, key }) => `${caseId} ${key}`);
}

/** Claims messages and names them `id/destination#attempt`, sorted, because lanes have no order among them. */
export async function messageNames(store: Store, options: MessageClaimOptions = {}): Promise<readonly string[]> {
  return (await claimMessages(store, options)).map(messageName).sort();
}

export function messageName({ row, attempt }: OutboxClaim): string {
  return `${row.id}/${row.destination}#${attempt}`;
}

/** Settles a message as delivered. */
export function deliver(store: Store, claim: OutboxClaim, owner = 'worker-1'): Promise<boolean> {
  return store.outbox.settle({ owner, claim, outcome: { status: 'delivered', at: AT } });
}

/** The only element. */
export function only<Element>(list: readonly Element[]): Element {
  assert.equal(list.length, 1);
  return list[0] as Element;
}

export function caseQuery(query: Partial<CaseQuery> = {}): CaseQuery {
  return { tenant: TENANT, now: AT, order: 'openedAt', limit: 1000, ...query };
}

/** The ids of the cases a query finds, in order. */
export async function found(store: Store, query: Partial<CaseQuery> = {}): Promise<readonly string[]> {
  return (await store.cases.find(caseQuery(query))).items.map(({ caseId }) => caseId);
}

/** Runs the work for 0 to count - 1 at the same time. */
export function atOnce<Result>(count: number, work: (number: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, number) => work(number)));
}
