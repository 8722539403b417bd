import type { ClaimRequest, CommitItem, OutboxClaim, Store, TimerClaim } from '@motcua/core/contract';
import { createMemoryStore } from '@motcua/core/memory';
import fc from 'fast-check';
import { commitItem, refusedItem } from '../src/store-contract/commit-item.js';

/** What happens to both stores; instants are small, so that they meet. */
type Step =
  | { readonly kind: 'commit'; readonly item: (revision: number, now: number, number: number) => CommitItem }
  | { readonly kind: 'claim'; readonly owner: string; readonly lease: number }
  | { readonly kind: 'renew' | 'release'; readonly owner: string; readonly lease: number }
  | {
      readonly kind: 'settle';
      readonly owner: string;
      readonly outcome: 'delivered' | 'retry' | 'dead';
      readonly in: number;
    }
  | { readonly kind: 'redrive' }
  | { readonly kind: 'beat'; readonly owner: string; readonly skew: number }
  | { readonly kind: 'wait'; readonly time: number };

const instant = fc.integer({ min: 0, max: 20 });
const owner = fc.constantFrom('w1', 'w2');
const timers = fc.uniqueArray(fc.record({ key: fc.constantFrom('a', 'b', 'c'), fireAt: instant }), {
  selector: ({ key }) => key,
});

const commit = fc
  .record({
    caseId: fc.constantFrom('c1', 'c2'),
    tenant: fc.constantFrom('t1', 't1', 't1', 't2'),
    timers: fc.option(timers, { nil: undefined }),
    firing: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    destinations: fc.array(fc.constantFrom('mail', 'portal'), { minLength: 1, maxLength: 3 }),
    isRefused: fc.constantFrom(false, false, false, true),
  })
  .map(
    ({ timers: rows, firing, destinations, isRefused, ...names }): Step => ({
      kind: 'commit',
      item: (expectedRevision, now, number) => {
        const base = {
          ...names,
          commandId: `command-${number}`,
          expectedRevision,
          ...(firing === undefined ? {} : { firing }),
        };
        if (isRefused) return refusedItem(base);
        const outbox = destinations.map((destination) => ({ destination, createdAt: now }));
        return commitItem({ ...base, outbox, ...(rows === undefined ? {} : { timers: rows }) });
      },
    }),
  );

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: commit },
  fc.record({ kind: fc.constant('claim' as const), owner, lease: fc.integer({ min: 1, max: 8 }) }),
  fc.record({
    kind: fc.constantFrom('renew' as const, 'release' as const),
    owner,
    lease: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({
    kind: fc.constant('settle' as const),
    owner,
    outcome: fc.constantFrom('delivered' as const, 'retry' as const, 'dead' as const),
    in: fc.integer({ min: 0, max: 5 }),
  }),
  fc.constant<Step>({ kind: 'redrive' }),
  fc.record({ kind: fc.constant('beat' as const), owner, skew: fc.integer({ min: -6, max: 6 }) }),
  fc.record({ kind: fc.constant('wait' as const), time: fc.integer({ min: 1, max: 3 }) }),
);

/** Runs the steps on a store and writes down everything it answers. */
async function transcriptOf(store: Store, steps: readonly Step[]): Promise<readonly unknown[]> {
  await store.open();
  const transcript: unknown[] = [];
  const timerClaims: TimerClaim[] = [];
  const outboxClaims: OutboxClaim[] = [];
  let now = 0;
  for (const [number, current] of steps.entries()) {
    if (current.kind === 'wait') now += current.time;
    transcript.push(await apply(store, current, { now, number, timerClaims, outboxClaims }));
    transcript.push([await store.timers.nextAt(), await store.outbox.nextAt()]);
    transcript.push(await store.outbox.count({ tenant: 't1' }));
  }
  await store.close();
  return transcript;
}

interface Scene {
  readonly now: number;
  readonly number: number;
  readonly timerClaims: TimerClaim[];
  readonly outboxClaims: OutboxClaim[];
}

async function apply(store: Store, current: Step, { now, number, timerClaims, outboxClaims }: Scene): Promise<unknown> {
  switch (current.kind) {
    case 'commit': {
      const { tenant, caseId } = current.item(0, now, number);
      const revision = (await store.cases.load({ tenant, caseId }))?.revision ?? 0;
      return store.commit([current.item(revision, now, number)]);
    }
    case 'claim': {
      const request: ClaimRequest = { now, leaseUntil: now + current.lease, limit: 100, owner: current.owner };
      const claimedTimers = sorted(await store.timers.claim(request));
      const claimedMessages = sorted(await store.outbox.claim(request));
      timerClaims.push(...claimedTimers);
      outboxClaims.push(...claimedMessages);
      return [claimedTimers, claimedMessages];
    }
    case 'renew': {
      const request = { owner: current.owner, leaseUntil: now + current.lease };
      const claims = { timers: timerClaims.slice(-4), outbox: outboxClaims.slice(-4) };
      // A message claimed twice by one worker is listed once: a renewal names each lease it holds.
      const latest = claims.outbox.filter(
        ({ row }, place) => !claims.outbox.slice(place + 1).some((other) => other.row.id === row.id),
      );
      const cases = claims.timers.filter(
        ({ tenant, caseId }, place) =>
          !claims.timers.slice(place + 1).some((other) => other.tenant === tenant && other.caseId === caseId),
      );
      return [
        await store.timers.renew({ ...request, claims: cases.filter(({ fireAt }) => fireAt <= now) }),
        await store.outbox.renew({ ...request, claims: latest }),
      ];
    }
    case 'release':
      await store.timers.release({ owner: current.owner, claims: timerClaims.slice(-4) });
      return store.outbox.release({ owner: current.owner, claims: outboxClaims.slice(-2) });
    case 'settle': {
      const claim = outboxClaims.at(-1 - current.in);
      if (claim === undefined) return undefined;
      const at = now + current.in;
      const outcome =
        current.outcome === 'delivered'
          ? { status: 'delivered' as const, at }
          : current.outcome === 'dead'
            ? { status: 'dead' as const, at, reason: 'gone' }
            : { status: 'retry' as const, retryAt: at, reason: 'busy' };
      return store.outbox.settle({ owner: current.owner, claim, outcome });
    }
    case 'redrive': {
      const letters = [...(await store.outbox.dead({ tenant: 't1', limit: 100 }))];
      const letter = sorted(letters)[0];
      if (letter === undefined) return undefined;
      const { id, destination } = letter.row;
      return [sorted(letters), await store.outbox.redrive({ tenant: 't1', id, destination, at: now })];
    }
    case 'beat':
      return [
        await store.liveness.beat({ owner: current.owner, now: now + current.skew, maxGapMs: 3 }),
        await store.liveness.outages({ from: now - 10, to: now + 10, longerThanMs: 2, limit: 3 }),
      ];
    case 'wait':
      return undefined;
  }
}

function sorted<Value>(values: readonly Value[]): readonly Value[] {
  return values
    .map(inOrder)
    .sort()
    .map((json) => JSON.parse(json) as Value);
}

const inOrder = (value: unknown): string => JSON.stringify(sortedKeys(value));

/** The order of keys is no promise of a store. */
function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortedKeys(inner)]));
}

/**
 * Takes the same random steps on a store and on the store in memory, and throws at the first answer that differs.
 * `close` is called after each run, when the store is closed: to empty what it wrote into.
 */
export async function proveSameAsMemory({
  create,
  close,
  runs,
}: {
  readonly create: () => Store;
  readonly close?: () => Promise<void>;
  readonly runs: number;
}): Promise<void> {
  const story = fc.array(step, { minLength: 20, maxLength: 60, size: 'max' });
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const expected = (await transcriptOf(createMemoryStore(), steps)).map(inOrder);
      const actual = (await transcriptOf(create(), steps)).map(inOrder);
      await close?.();
      const differs = expected.findIndex((answer, place) => answer !== actual[place]);
      if (differs !== -1) {
        throw new Error(
          `After step ${Math.floor(differs / 3)} memory answers ${expected[differs]}, the store ${actual[differs]}`,
        );
      }
    }),
    { numRuns: runs, seed: 20261124 },
  );
}
