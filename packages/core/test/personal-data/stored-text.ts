import type { Store } from '../../src/index.js';
import { TENANT } from './guardian-office.js';

/** Everything a store holds, as one text. */
export async function storedText(store: Store, commandIds: readonly string[] = []): Promise<string> {
  const { items } = await store.cases.scan({ limit: 1_000 });
  const journals = items.map(({ tenant, caseId }) =>
    store.cases.history({ tenant, caseId, afterRevision: 0, limit: 1_000 }),
  );
  const pages = items.map(({ tenant }) => store.cases.find({ tenant, now: 0, order: 'openedAt', limit: 1_000 }));
  const replies = commandIds.map((commandId) => store.cases.reply({ tenant: TENANT, commandId }));
  const held = await Promise.all([
    ...journals,
    ...pages,
    ...replies,
    store.cases.audit({ tenant: TENANT, after: 0, limit: 1_000 }),
    store.outbox.dead({ tenant: TENANT, limit: 1_000 }),
  ]);
  // Claimed in the name of somebody who dies at once, so that the messages stay as they are.
  const messages = await store.outbox.claim({ now: 9e15, leaseUntil: 9e15, limit: 1_000, owner: 'a reader' });
  await store.outbox.renew({ owner: 'a reader', claims: messages, leaseUntil: -9e15 });
  return JSON.stringify([items, held, messages]);
}
