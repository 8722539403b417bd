import { kill, pid } from 'node:process';
import type { Destination, Store } from '@motcua/core';

/** Points at which a process dies most harmfully: each is explained in docs/explanation/when-things-break.md. */
export const crashPoints = [
  'before-commit',
  'after-commit',
  'after-timer-claim',
  'after-message-claim',
  'before-delivery',
  'after-delivery',
  'before-settlement',
  'after-settlement',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

export interface CrashPlan {
  readonly point: CrashPoint;
  readonly nth: number;
}

/** Kills this very process with SIGKILL at the point planned; returns how to pass a point. */
export function crashAt(plan: CrashPlan | undefined): (point: CrashPoint) => void {
  let left = plan?.nth ?? Number.POSITIVE_INFINITY;
  return (point) => {
    if (point !== plan?.point) return;
    left -= 1;
    if (left <= 0) kill(pid, 'SIGKILL');
  };
}

/** A store that dies around its writes. */
export function crashingStore(store: Store, pass: (point: CrashPoint) => void): Store {
  const around = async <Result>(before: CrashPoint | undefined, work: () => Promise<Result>, after: CrashPoint) => {
    if (before !== undefined) pass(before);
    const result = await work();
    pass(after);
    return result;
  };
  const afterClaim = async <Row>(claim: Promise<readonly Row[]>, point: CrashPoint) => {
    const rows = await claim;
    if (rows.length > 0) pass(point);
    return rows;
  };
  return {
    ...store,
    commit: (batch, options) => around('before-commit', () => store.commit(batch, options), 'after-commit'),
    timers: { ...store.timers, claim: (request) => afterClaim(store.timers.claim(request), 'after-timer-claim') },
    outbox: {
      ...store.outbox,
      claim: (request) => afterClaim(store.outbox.claim(request), 'after-message-claim'),
      settle: (request) => around('before-settlement', () => store.outbox.settle(request), 'after-settlement'),
    },
  };
}

/** A destination whose caller dies around its deliveries. */
export function crashingDestination(destination: Destination, pass: (point: CrashPoint) => void): Destination {
  return {
    ...destination,
    async deliver(message, context) {
      pass('before-delivery');
      const result = await destination.deliver(message, context);
      pass('after-delivery');
      return result;
    },
  };
}
