import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, defineWorkflow, type Engine, fact, machineTypes, type Store } from '@motcua/core';
import { createWebhookNotifier } from '@motcua/notify-webhook';
import { commitItem } from '@motcua/testkit/store-contract';
import { emit, setup } from 'xstate';
import { z } from 'zod';

export const TENANT = 'hanoi';
export const SECRET = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

const schemas = {
  input: z.strictObject({ applicant: z.string() }),
  context: z.strictObject({ applicant: z.string() }),
  events: { withdraw: z.strictObject({}) },
  facts: { 'permit.asked': z.strictObject({ applicant: z.string() }) },
};

/** A case whose opening is one message. */
const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: { announce: emit(({ context }) => fact('permit.asked', { applicant: context.applicant })) },
  }).createMachine({
    context: ({ input }) => ({ applicant: input.applicant }),
    initial: 'asked',
    states: { asked: { entry: 'announce', on: { withdraw: 'withdrawn' } }, withdrawn: { type: 'final' } },
  }),
  access: { open: [{ roles: ['clerk'] }], withdraw: [{ roles: ['clerk'] }] },
  deadlines: {},
});

/**
 * An engine that tells `/bulk` and `/dead` of what was recorded, and `/alive` of what is asked for now; with so many
 * deliveries under way to each.
 */
export function officeOver(store: Store, url: string, deliveries: number): Engine {
  const tell = (path: string, topic: string) =>
    createWebhookNotifier({
      topics: [topic],
      to: (message) => ({
        recipient: { kind: 'system', id: path, language: 'vi', addresses: { webhook: `${url}/${path}` } },
        data: message.payload,
      }),
      source: '/bench',
      secrets: () => [SECRET],
      clock: { now: () => Date.now() },
      allow: ['127.0.0.1'],
    });
  const adapters = { bulk: tell('bulk', 'none'), dead: tell('dead', 'none'), alive: tell('alive', 'permit.asked') };
  const limits = { deliveries, batch: deliveries };
  return createEngine({ workflows: [permit], calendars: [vietnamCalendar()], store, adapters, limits });
}

/** Opens a case, whose message goes to `/alive`. */
export const ask = (engine: Engine, caseId: string) =>
  engine.open({
    tenant: TENANT,
    caseId,
    workflow: 'permit',
    actor: { kind: 'person', id: 'lan', roles: ['clerk'] },
    input: { applicant: 'Hà Thị Nhung' },
  });

/** Writes so many cases with a message each, in batches. */
export async function fillOutbox(store: Store, destination: 'bulk' | 'dead', count: number): Promise<void> {
  const BATCH = 500;
  for (let from = 0; from < count; from += BATCH) {
    const items = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) =>
      commitItem({ tenant: TENANT, caseId: `${destination}-${from + n}`, outbox: [{ destination }] }),
    );
    await store.commit(items);
  }
}
