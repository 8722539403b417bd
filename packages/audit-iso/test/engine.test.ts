import { createHash } from 'node:crypto';
import { type Actor, createEngine, defineWorkflow, machineTypes, personal } from '@motcua/core';
import { createMemoryKeyStore, createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { expect, test } from 'vitest';
import { assign, setup } from 'xstate';
import { z } from 'zod';
import { checkDisclosures, isoAudit, type Leaf, readLeaf } from '../src/index.js';

const text = z.string().min(1);
const person = z.strictObject({ id: personal(text, { subject: 'id' }), name: personal(text, { subject: 'id' }) });
const schemas = {
  input: z.strictObject({ applicant: person }),
  context: z.strictObject({ applicant: person, note: personal(text, { subject: '/applicant/id' }).optional() }),
  events: {
    accept: z.strictObject({}),
    note: z.strictObject({ note: personal(text, { subject: '/applicant/id' }) }),
    grant: z.strictObject({}),
  },
};
const anybody = [{ roles: ['officer', 'citizen'] }];

const workflow = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: { note: assign({ note: ({ event }) => (event.type === 'note' ? event.note : undefined) }) },
  }).createMachine({
    context: ({ input: { applicant } }) => ({ applicant }),
    initial: 'received',
    states: {
      received: { on: { accept: 'open' } },
      open: { tags: ['ours'], on: { note: { actions: 'note' }, grant: 'granted' } },
      granted: { type: 'final', tags: ['done'] },
    },
  }),
  access: {
    open: anybody,
    accept: anybody,
    note: anybody,
    grant: [{ roles: ['officer'] }],
    extend: anybody,
    'file.correct': [{ roles: ['officer'] }],
  },
  index: ({ context }) => ({ subject: context.applicant.id, text: context.applicant.name }),
  deadlines: {
    answer: {
      title: { vi: 'Thời hạn trả lời', en: 'Answer' },
      owner: 'authority',
      startsIn: 'ours',
      budget: { amount: 3, unit: 'workingDay' },
      extension: { maxTimes: 2 },
    },
  },
});

const applicant = { id: '001188012345', name: 'Hà Thị Nhung' };
const officer: Actor = { kind: 'person', id: 'minh', unit: 'counter', roles: ['officer'] };
const citizen: Actor = { kind: 'person', ...applicant, roles: ['citizen'] };
const ref = { tenant: 'hanoi', caseId: 'c1' };

async function startOffice() {
  const store = createMemoryStore();
  // #region engine
  const engine = createEngine({
    workflows: [workflow],
    store,
    calendars: [plainCalendar()],
    clock: virtualClock('2026-03-02T09:00+07:00'),
    personalData: { keys: createMemoryKeyStore() },
    audit: isoAudit({ log: 'audit.example/2026' }),
  });
  // #endregion
  await engine.start({ background: false });
  const send = (event: { type: string; note?: string }, actor = officer) => engine.send({ ...ref, actor, event });
  await engine.open({ ...ref, workflow: 'permit', actor: citizen, input: { applicant } });
  await send({ type: 'accept' });
  await send({ type: 'note', note: 'bà Nhung sống một mình' });
  await send({ type: 'grant' }, citizen);
  await engine.extend({
    ...ref,
    actor: officer,
    deadline: 'answer',
    budget: { amount: 1, unit: 'workingDay' },
    reason: 'chờ bà Nhung ra viện',
    legalBasis: 'Decree 61/2018/NĐ-CP art. 20',
  });
  await send({ type: 'grant' });
  return { engine, store, [Symbol.asyncDispose]: () => engine.stop() };
}

const readTrail = async ({ engine }: Awaited<ReturnType<typeof startOffice>>) =>
  (await engine.auditTrail(ref)).map(({ leaf, disclosures }) => {
    const read = readLeaf(Buffer.from(leaf));
    if ('problem' in read) throw new Error(read.problem);
    return { text: leaf, read: read as Leaf, disclosures };
  });

test('the trail of a case is one chain that says what happened, and names nobody', async () => {
  await using office = await startOffice();
  const trail = await readTrail(office);
  expect(trail.map(({ read: { body } }) => [body.type, body.event, body.outcome])).toEqual([
    ['transition', undefined, 'accepted'],
    ['transition', 'accept', 'accepted'],
    ['transition', 'note', 'accepted'],
    ['refusal', 'grant', 'refused'],
    ['extension', undefined, 'accepted'],
    ['case.closed', 'grant', 'accepted'],
  ]);
  let previous = '0'.repeat(64);
  for (const [place, { text: leaf, read }] of trail.entries()) {
    expect([read.caseSeq, read.casePrev]).toEqual([place + 1, previous]);
    previous = createHash('sha256').update(leaf).digest('hex');
    for (const secret of ['Nhung', applicant.id]) expect(leaf).not.toContain(secret);
  }
  expect(trail[3]?.read.body).toMatchObject({ code: 'MC_ACCESS_DENIED', actor: { private: true } });
  expect(trail[4]?.read.body.deadlines).toMatchObject([{ name: 'answer', change: 'extended' }]);
});

test('an auditor checks what is disclosed against the records; after an erasure the records stand, and tell nothing', async () => {
  await using office = await startOffice();
  const before = await readTrail(office);
  // #region check
  const verdicts = (trail: typeof before) =>
    trail.flatMap(({ read, disclosures }) => checkDisclosures(read.body, disclosures).map(({ verdict }) => verdict));
  // #endregion
  expect(new Set(verdicts(before))).toEqual(new Set(['true']));
  expect(before.flatMap(({ disclosures }) => disclosures.map(({ value }) => value))).toContain('chờ bà Nhung ra viện');

  await office.engine.erase({
    tenant: ref.tenant,
    subject: applicant.id,
    actor: officer,
    reason: 'request 12/2026',
    legalBasis: 'Law 91/2025/QH15 art. 14',
  });
  const after = await readTrail(office);
  expect(after.slice(0, before.length).map(({ text: leaf }) => leaf)).toEqual(before.map(({ text: leaf }) => leaf));
  expect(after.at(-1)?.read.body.type).toBe('erasure');
  expect(new Set(verdicts(after.slice(0, before.length)))).toEqual(new Set(['erased']));
  expect(JSON.stringify(after)).not.toContain('Nhung');
});

test('a correction names the record it corrects, and refuses what is no record of the case', async () => {
  await using office = await startOffice();
  const [, accepted] = await readTrail(office);
  const corrects = accepted?.read.body.id ?? '';
  // #region correct
  const correction = { ...ref, actor: officer, corrects, reason: 'accepted by minh for lan, who was on leave' };
  await office.engine.correct(correction);
  // #endregion
  const last = (await readTrail(office)).at(-1);
  expect(last?.read.body).toMatchObject({ type: 'correction', corrects, outcome: 'accepted' });
  expect(last?.disclosures).toMatchObject([{ path: '/grounds/reason', value: correction.reason }]);
  const unknown = office.engine.correct({ ...correction, corrects: 'nothing' });
  await expect(unknown).rejects.toMatchObject({ code: 'MC_RECORD_UNKNOWN', details: { corrects: 'nothing' } });
  await office.engine.correct({ ...correction, commandId: 'once' });
  await office.engine.correct({ ...correction, commandId: 'once' });
  expect((await readTrail(office)).filter(({ read }) => read.body.type === 'correction')).toHaveLength(2);
});
