import type { OutboxClaim, OutboxOutcome, OutboxQueue, Store, TimerClaim, TimerQueue } from '@motcua/core/contract';

type Changed<Queue> = (right: Queue) => Partial<Queue>;

const withTimers =
  (change: Changed<TimerQueue>) =>
  (store: Store): Store => ({ ...store, timers: { ...store.timers, ...change(store.timers) } });

const withOutbox =
  (change: Changed<OutboxQueue>) =>
  (store: Store): Store => ({ ...store, outbox: { ...store.outbox, ...change(store.outbox) } });

/** A row is due only after its instant. */
export const claimingLate = withTimers(({ claim }) => ({
  claim: (request) => claim({ ...request, now: request.now - 1 }),
}));

/** A lease ends a moment before its time. */
export const endingLeasesEarly = withTimers(({ claim }) => ({
  claim: (request) => claim({ ...request, leaseUntil: request.leaseUntil - 1 }),
}));

/** The newest first. */
export const claimingBackwards = withTimers(({ claim }) => ({
  claim: async (request) => [...(await claim(request))].reverse(),
}));

/** Everything that is due, however little was asked for. */
export const claimingAll = withTimers(({ claim }) => ({ claim: (request) => claim({ ...request, limit: 1_000 }) }));

/** Says that leases are extended, and does nothing. */
export const renewingNothing = withTimers(() => ({ renew: async ({ claims }) => claims.length }));

/** Whoever has seen a claim can give the row back. */
export function releasingForOthers(store: Store): Store {
  const owners = new Map<string, string>();
  const nameOf = ({ tenant, caseId, key }: TimerClaim) => JSON.stringify([tenant, caseId, key]);
  return withTimers(({ claim, release }) => ({
    async claim(request) {
      const claims = await claim(request);
      for (const row of claims) owners.set(nameOf(row), request.owner);
      return claims;
    },
    async release({ claims }) {
      for (const row of claims) await release({ owner: owners.get(nameOf(row)) ?? '', claims: [row] });
    },
  }))(store);
}

/** The next instant is that of the earliest row, leased or not. */
export const forgettingLeases = withTimers(({ claim, nextAt }) => {
  let earliest: number | undefined;
  return {
    async claim(request) {
      const claims = await claim(request);
      earliest = claims[0]?.fireAt ?? earliest;
      return claims;
    },
    nextAt: async () => earliest ?? (await nextAt()),
  };
});

/** Nothing is ever due next: the loops sleep on. */
export const namingNoInstant = (store: Store): Store =>
  withOutbox(() => ({ nextAt: async () => undefined }))(withTimers(() => ({ nextAt: async () => undefined }))(store));

/** A lease belongs to a row, not to a case: two firings of one case are under way at once. */
export function claimingRowByRow(store: Store): Store {
  const rows = new Map<string, TimerClaim & { heldUntil: number }>();
  return {
    ...store,
    async commit(batch, options) {
      const results = await store.commit(batch, options);
      for (const [place, { tenant, caseId, change }] of batch.entries()) {
        if (results[place]?.status !== 'committed') continue;
        for (const { key, fireAt } of change?.timers ?? []) {
          rows.set(JSON.stringify([tenant, caseId, key]), { tenant, caseId, key, fireAt, heldUntil: 0 });
        }
      }
      return results;
    },
    timers: {
      ...store.timers,
      async claim({ now, leaseUntil, limit }) {
        const due = [...rows.values()].filter((row) => row.fireAt <= now && row.heldUntil <= now);
        due.sort((a, b) => a.fireAt - b.fireAt);
        return due.slice(0, limit).map((row) => {
          row.heldUntil = leaseUntil;
          const { tenant, caseId, key, fireAt } = row;
          return { tenant, caseId, key, fireAt };
        });
      },
    },
  };
}

/** A settlement counts, whoever it comes from and however late. */
export function settlingForOthers(store: Store): Store {
  const latest = new Map<string, { readonly owner: string; readonly claim: OutboxClaim }>();
  const nameOf = ({ row }: OutboxClaim) => `${row.tenant} ${row.id} ${row.destination}`;
  return withOutbox(({ claim, settle }) => ({
    async claim(request) {
      const claims = await claim(request);
      for (const each of claims) latest.set(nameOf(each), { owner: request.owner, claim: each });
      return claims;
    },
    settle: (request) => settle({ ...request, ...latest.get(nameOf(request.claim)) }),
  }))(store);
}

/** Messages of one case and destination go out side by side. */
export function ignoringOrder(store: Store): Store {
  const inLane = (row: OutboxClaim['row']) => ({ ...row, destination: `${row.destination}#${row.id}` });
  const outOfLane = (row: OutboxClaim['row']) => ({ ...row, destination: row.destination.split('#')[0] ?? '' });
  const queue = withOutbox(({ claim, settle }) => ({
    claim: async (request) => (await claim(request)).map((each) => ({ ...each, row: outOfLane(each.row) })),
    settle: (request) => settle({ ...request, claim: { ...request.claim, row: inLane(request.claim.row) } }),
  }))(store);
  return {
    ...queue,
    commit: (batch, options) =>
      store.commit(
        batch.map((item) =>
          item.change === undefined
            ? item
            : { ...item, change: { ...item.change, outbox: item.change.outbox.map(inLane) } },
        ),
        options,
      ),
  };
}

/** A dead letter is one that is tried again in a year, and everything waits behind it. */
export const neverBurying = withOutbox(({ settle }) => ({
  settle: (request) =>
    settle(
      request.outcome.status === 'dead'
        ? { ...request, outcome: { status: 'retry', retryAt: request.outcome.at + 31_536_000_000, reason: 'dead' } }
        : request,
    ),
}));

/** A message that failed is given out again at once. */
export const retryingAtOnce = withOutbox(({ settle }) => ({
  settle: (request) =>
    settle(request.outcome.status === 'retry' ? { ...request, outcome: { ...request.outcome, retryAt: 0 } } : request),
}));

/** Every attempt is the first. */
export const losingCount = withOutbox(({ claim }) => ({
  claim: async (request) => (await claim(request)).map((each) => ({ ...each, attempt: 1 })),
}));

/** Destinations that should be left alone are claimed all the same. */
export const claimingExcepted = withOutbox(({ claim, nextAt }) => ({
  claim: ({ except: _, ...request }) => claim(request),
  nextAt: () => nextAt(),
}));

/** What is given back stays leased. */
export const keepingReleased = withOutbox(() => ({ release: async () => {} }));

/** What is given back has failed once. */
export const failingReleased = withOutbox(({ settle }) => ({
  async release({ owner, claims }) {
    for (const claim of claims) await settle({ owner, claim, outcome: { status: 'retry', retryAt: 0, reason: '' } });
  },
}));

/** Settlements that come together share the outcome of the first. */
export const settlingAlike = withOutbox(({ settle }) => {
  let first: OutboxOutcome | undefined;
  return {
    settle(request) {
      if (first === undefined) queueMicrotask(() => (first = undefined));
      first ??= request.outcome;
      return settle({ ...request, outcome: first });
    },
  };
});

/** A redriven letter goes out at once, past the message that is being delivered. */
export const overtaking = withOutbox(({ claim, dead, redrive }) => {
  const revived: OutboxClaim[] = [];
  return {
    async redrive(request) {
      const letter = (await dead({ tenant: request.tenant, limit: 1_000 })).find(({ row }) => row.id === request.id);
      if (letter !== undefined) revived.push({ row: letter.row, attempt: 1 });
      return redrive(request);
    },
    claim: async (request) => [...revived.splice(0), ...(await claim(request))],
  };
});

/** A redriven letter goes to the end of its lane. */
export const queueingLast = withOutbox(({ claim, dead, redrive, count }) => {
  const revived: OutboxClaim[] = [];
  return {
    async redrive(request) {
      const letter = (await dead({ tenant: request.tenant, limit: 1_000 })).find(({ row }) => row.id === request.id);
      if (letter === undefined) return redrive(request);
      revived.push({ row: letter.row, attempt: 1 });
      return true;
    },
    async claim(request) {
      const claims = await claim(request);
      const { pending } = await count({ tenant: revived[0]?.row.tenant ?? '' });
      return claims.length === 0 && pending === 0 ? revived.splice(0) : claims;
    },
  };
});
