import type { DisposalItem, Store, Tombstone } from '@motcua/core/contract';
import { AT, commitItem, MINUTE, refusedItem, TENANT } from './commit-item.js';

const tombstone: Tombstone = {
  workflow: 'dossier',
  closedAt: AT,
  disposedAt: AT + MINUTE,
  retentionClass: 'A-10',
  legalBasis: 'Circular 05/2025/TT-BNV',
};

interface CaseRef {
  readonly tenant?: string;
  readonly caseId?: string;
}

const disclosedBy = (commandId: string) => ({
  body: JSON.stringify({ id: commandId }),
  disclosed: { commandId, disclosures: [{ path: '/a', salt: '00', value: 'Nguyễn' }] },
});

/** Takes a case to its end: two entries, a refusal, leaves that disclose something, two messages. */
export async function closeCase(store: Store, { tenant = TENANT, caseId = 'case-1' }: CaseRef = {}): Promise<void> {
  const ref = { tenant, caseId, index: { text: 'Nguyễn', code: 'H02', subject: 's' } };
  const items = [
    commitItem({ ...ref, state: 'a|b', outbox: [{}], timers: [{ key: 'k', fireAt: AT }] }),
    refusedItem({ ...ref, expectedRevision: 1 }),
    commitItem({ ...ref, expectedRevision: 1, status: 'done', state: 'a|c', outbox: [{ destination: 'portal' }] }),
  ];
  await store.commit(items.map((item) => ({ ...item, leaf: disclosedBy(item.commandId) })));
}

/** Delivers one waiting message of each lane, and gives up those for `dead`. */
export async function deliverAll(store: Store, dead?: string): Promise<void> {
  const claims = await store.outbox.claim({ now: AT, leaseUntil: AT + MINUTE, limit: 100, owner: 'worker-1' });
  for (const claim of claims) {
    const isDead = claim.row.destination === dead;
    const outcome = isDead
      ? ({ status: 'dead', at: AT, reason: 'Nguyễn moved' } as const)
      : ({ status: 'delivered', at: AT } as const);
    await store.outbox.settle({ owner: 'worker-1', claim, outcome });
  }
}

/** The disposal of a case as it stands now. */
export async function disposalOf(store: Store, { tenant = TENANT, caseId = 'case-1' }: CaseRef = {}) {
  const [envelope, records] = await Promise.all([
    store.cases.load({ tenant, caseId }),
    store.cases.audit({ tenant, caseId, after: 0, limit: 1_000 }),
  ]);
  const commandId = `disposal/${caseId}`;
  const base = refusedItem({ tenant, caseId, commandId, expectedRevision: envelope?.revision ?? 0 });
  const item: DisposalItem = {
    ...base,
    leaf: disclosedBy(commandId),
    expectedAudit: records.at(-1)?.sequence ?? 0,
    tombstone,
  };
  return item;
}
