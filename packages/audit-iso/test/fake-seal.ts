import type { SealingStore } from '../src/index.js';

export interface FakeStore extends SealingStore {
  /** Commits a leaf. */
  commit(leaf: string): void;
  /** All leaves in the order they were given, as an administrator of the database reaches them. */
  readonly sealed: string[];
}

/** The sealing side of a store, in memory, open to whoever tampers with it. */
export function fakeStore(): FakeStore {
  const waiting: { position: number; leaf: string }[] = [];
  const sealed: string[] = [];
  let [position, owner, leaseUntil] = [0, '', Number.NEGATIVE_INFINITY];
  return {
    sealed,
    commit(leaf) {
      position += 1;
      waiting.push({ position, leaf });
    },
    seal: {
      pending: async ({ limit }) => waiting.slice(0, limit),
      async confirm({ from, positions }) {
        if (from !== sealed.length) return false;
        for (const given of positions) {
          const place = waiting.findIndex((row) => row.position === given);
          const [row] = waiting.splice(place, 1);
          if (row !== undefined) sealed.push(row.leaf);
        }
        return true;
      },
      leaves: async ({ from, limit }) =>
        sealed.slice(from, from + limit).map((leaf, place) => ({ index: from + place, leaf })),
      async lease(request) {
        if (request.owner !== owner && request.now < leaseUntil) return false;
        owner = request.owner;
        leaseUntil = request.leaseUntil;
        return true;
      },
      count: async () => ({ size: sealed.length, pending: waiting.length }),
    },
  };
}
