import { expect, test } from 'vitest';
import { z } from 'zod';
import type { AuditRecord, CommitItem } from '../../contract/index.js';
import { personal } from '../../contract/index.js';
import { workflowPlan } from '../../kernel/personal-plan.js';
import type { Workflow } from '../../kernel/workflow.js';
import { createMemoryKeyStore, createMemoryStore } from '../../memory/index.js';
import { createProtection } from './create-protection.js';

const schema = z.strictObject({ person: z.strictObject({ id: personal(z.string(), { subject: 'id' }) }) });
const workflow = {
  id: 'w',
  version: '1',
  personal: workflowPlan({ input: schema, context: schema, events: {} }),
} as unknown as Workflow;
const citizen = { kind: 'person' as const, id: '001188012345', name: 'Hà Thị Nhung', roles: [] };
const record: AuditRecord = {
  tenant: 't',
  caseId: 'c1',
  commandId: 'one',
  at: 0,
  actor: citizen,
  action: 'open',
  outcome: 'refused',
  message: 'Hà Thị Nhung may not open a case',
  code: 'MC_ACCESS_DENIED',
  revision: 0,
};
const refused: CommitItem = {
  tenant: 't',
  caseId: 'c1',
  commandId: 'one',
  expectedRevision: 0,
  reply: { status: 'refused', caseId: 'c1', revision: 0, code: 'MC_ACCESS_DENIED', message: 'Hà', allowed: [] },
  audit: record,
};
const command = {
  type: 'open' as const,
  id: 'one',
  tenant: 't',
  caseId: 'c1',
  workflow: 'w',
  version: '1',
  actor: citizen,
  occurredAt: 0,
  receivedAt: 0,
  input: {},
};

async function start() {
  const inner = createMemoryStore();
  const keys = createMemoryKeyStore();
  const clock = { now: () => 0, sleepUntil: async () => {} };
  const protection = createProtection({ store: inner, workflows: [workflow], clock, personalData: { keys } });
  await inner.open();
  await keys.open();
  return { inner, ...protection };
}

const all = { tenant: 't', after: 0, limit: 10 };

test('audit records are shown in clear, and kept without the person who acted for himself', async () => {
  const { inner, store, commit } = await start();
  expect(await commit([{ item: refused, command }])).toEqual([{ status: 'committed' }]);
  expect(JSON.stringify(await inner.cases.audit(all))).not.toMatch(/001188012345|Nhung/u);
  expect(await store.cases.audit(all)).toEqual([{ sequence: 1, record }]);
  expect(await store.cases.reply({ tenant: 't', commandId: 'one' })).toEqual(refused.reply);
});

test('an audit record that was moved is refused', async () => {
  const { inner, store, commit } = await start();
  await commit([{ item: refused, command }]);
  const [row] = await inner.cases.audit(all);
  await inner.commit([
    { ...refused, caseId: 'c2', commandId: 'two', audit: { ...(row?.record as AuditRecord), caseId: 'c2' } },
  ]);
  await expect(store.cases.audit(all)).rejects.toMatchObject({ code: 'MC_CIPHERTEXT_INVALID' });
});

test('a commit past the engine is encrypted too', async () => {
  const { inner, store } = await start();
  const envelope = {
    tenant: 't',
    caseId: 'c1',
    workflow: 'w',
    version: '1',
    revision: 1,
    machine: { value: 'here', context: { person: { id: citizen.id } } },
    timers: [],
    custody: [],
    deadlines: [],
    index: { subject: citizen.id },
  };
  const journal = {
    tenant: 't',
    caseId: 'c1',
    revision: 1,
    facts: [],
    ledger: [],
    command: { ...command, input: { person: { id: citizen.id } } },
  };
  const reply = { status: 'accepted', caseId: 'c1', revision: 1, state: 'here', facts: [], deadlines: [] };
  const item = { ...refused, reply, change: { envelope, journal, outbox: [] } } as unknown as CommitItem;
  expect(await store.commit([item])).toEqual([{ status: 'committed' }]);
  expect(JSON.stringify(await inner.cases.load({ tenant: 't', caseId: 'c1' }))).not.toContain(citizen.id);
  expect(await store.cases.load({ tenant: 't', caseId: 'c1' })).toEqual(envelope);
  expect(await store.commit([item])).toEqual([{ status: 'duplicate', reply }]);
});
