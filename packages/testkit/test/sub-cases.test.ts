import { defineWorkflow } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { simulate, specification } from '../src/index.js';
import { agency, asking, officer } from './asking.js';

const start = async () => {
  const sim = await simulate({ workflows: [asking, agency], start: '2026-03-02T09:00+07:00' });
  const parent = await sim.open({ input: {} });
  await sim.as(officer).send(parent, 'ask');
  return { sim, parent, child: `${parent}/police.1`, as: sim.as(officer) };
};
const heard = async ({ sim, parent }: Awaited<ReturnType<typeof start>>) =>
  (await sim.case(parent)).machine.context as { heard: string[]; progress: number };

describe('a sub-case', () => {
  test('is opened by its parent, knows it, and belongs to the same tenant', async () => {
    const world = await start();
    await using sim = world.sim;
    expect(await sim.case(world.child)).toMatchObject({
      workflow: 'agency',
      tenant: sim.tenant,
      parent: { caseId: world.parent, key: 'police', occurrence: 1, replyEvent: 'answered' },
    });
    expect((await sim.case(world.parent)).children).toEqual({
      police: { caseId: world.child, workflow: 'agency', occurrence: 1, status: 'open', replyEvent: 'answered' },
    });
    const found = await sim.engine.find({ tenant: sim.tenant, parent: world.parent, order: 'openedAt', limit: 9 });
    expect(found.items.map(({ caseId }) => caseId)).toEqual([world.child]);
  });

  test('is opened by nobody else where the rules say so', async () => {
    const world = await start();
    await using sim = world.sim;
    await expect(sim.as(officer).open({ workflow: 'agency', input: { question: 'x' } })).rejects.toMatchObject({
      code: 'MC_ACCESS_DENIED',
    });
  });

  test('begins under the version in force when its parent opened it', async () => {
    const later = defineWorkflow({ ...agency.spec, version: '2', inForce: { from: '2026-03-03' } });
    await using sim = await simulate({ workflows: [asking, agency, later], start: '2026-03-02T09:00+07:00' });
    const parent = await sim.open({ input: {} });
    await sim.as(officer).send(parent, 'ask');
    await sim.as(officer).send(parent, 'cancel');
    await sim.until('2026-03-03T09:00+07:00');
    await sim.as(officer).send(parent, 'ask');
    expect(await sim.case(`${parent}/police.1`)).toMatchObject({ version: '1' });
    expect(await sim.case(`${parent}/police.2`)).toMatchObject({ version: '2' });
  });

  test('answers its parent with its output when it ends', async () => {
    const world = await start();
    await using sim = world.sim;
    await world.as.send(world.child, { type: 'reply', text: 'him' });
    expect(await heard(world)).toMatchObject({ heard: ['1:him'] });
    expect((await sim.case(world.parent)).children['police']).toMatchObject({ status: 'answered' });
  });

  test('tells its parent things before it ends, and stays open', async () => {
    const world = await start();
    await using sim = world.sim;
    await world.as.send(world.child, 'note');
    await world.as.send(world.child, 'note');
    expect(await heard(world)).toMatchObject({ progress: 2 });
    expect((await sim.case(world.parent)).children['police']).toMatchObject({ status: 'open' });
  });

  test('is cancelled by an instruction of its parent', async () => {
    const world = await start();
    await using sim = world.sim;
    await world.as.send(world.parent, 'cancel');
    expect(await sim.case(world.child)).toMatchObject({ status: 'done' });
    expect(await heard(world)).toMatchObject({ heard: ['1:(withdrawn)'] });
    await world.as.send(world.parent, 'ask');
    expect(await sim.case(`${world.parent}/police.2`)).toMatchObject({ status: 'active' });
  });

  test('is opened under a key once at a time: a second opening fails the event', async () => {
    const world = await start();
    await using sim = world.sim;
    expect(await world.as.attempt(world.parent, 'ask')).toMatchObject({ status: 'failed', code: 'MC_MACHINE_FAILED' });
    expect((await sim.case(world.parent)).children['police']).toMatchObject({ occurrence: 1, status: 'open' });
  });

  test('whose parent has ended is recorded and passed over', async () => {
    const world = await start();
    await using sim = world.sim;
    await world.as.send(world.parent, 'end');
    await world.as.send(world.child, { type: 'reply', text: 'him' });
    expect(await sim.case(world.parent)).toMatchObject({
      status: 'done',
      children: { police: { status: 'answered' } },
    });
    expect(await sim.engine.deadLetters({ tenant: sim.tenant })).toEqual([]);
  });

  test('of a case with the longest id there may be is opened, reached and heard', async () => {
    await using sim = await simulate({ workflows: [asking, agency], start: '2026-03-02T09:00+07:00' });
    const parent = await sim.open({ input: {}, caseId: 'c'.repeat(300) });
    await sim.as(officer).send(parent, 'ask');
    await sim.as(officer).send(`${parent}/police.1`, { type: 'reply', text: 'him' });
    expect((await sim.case(parent)).machine.context).toMatchObject({ heard: ['1:him'] });
  });

  test('that its workflow refuses to open becomes a dead letter that says why', async () => {
    const world = await start();
    await using sim = world.sim;
    await world.as.send(world.child, { type: 'reply', text: 'him' });
    await world.as.send(world.parent, 'ask_wrong');
    expect(await sim.engine.deadLetters({ tenant: sim.tenant })).toMatchObject([
      {
        row: { topic: 'motcua.case.open', destination: 'engine' },
        reason: expect.stringMatching(/^MC_INPUT_INVALID: /u),
      },
    ]);
  });
});

describe('an answer', () => {
  const answered = (output: string) => ({ answer: 'police', event: { type: 'answered', output } });
  const asked = specification(asking).given(
    { open: {}, actor: officer, at: '2026-03-02T09:00+07:00' },
    { event: 'ask', actor: officer, at: '2026-03-02T10:00+07:00' },
  );
  const askedAgain = asked.given(
    { ...answered('him'), at: '2026-03-03T09:00+07:00' },
    { event: 'ask', actor: officer, at: '2026-03-03T10:00+07:00' },
  );

  test('to the opening that waits is taken, and the next opening has the next number', () => {
    asked
      .when({ ...answered('him'), at: '2026-03-03T09:00+07:00' })
      .expect({ state: 'idle', context: { heard: ['1:him'] } });
    askedAgain
      .when({ ...answered('her'), at: '2026-03-04T09:00+07:00' })
      .expect({ context: { heard: ['1:him', '2:her'] } });
  });

  test('to an earlier opening is stale, and nothing comes of it', () => {
    const late = { ...answered('him again'), occurrence: 1, at: '2026-03-04T09:00+07:00' };
    askedAgain.when(late).expectRefused('MC_ANSWER_STALE').expectNothing();
  });

  test('that comes twice is stale the second time', () => {
    const twice = asked.given({ ...answered('him'), at: '2026-03-03T09:00+07:00' });
    twice
      .when({ ...answered('him'), at: '2026-03-03T09:01+07:00' })
      .expectRefused('MC_ANSWER_STALE')
      .expectNothing();
  });

  test('its schema forbids is refused, and the opening still waits', () => {
    const wrong = { answer: 'police', event: { type: 'asnwered' }, at: '2026-03-03T09:00+07:00' };
    const { envelope } = asked.when(wrong).expectRefused('MC_EVENT_UNKNOWN').expectNothing();
    expect(envelope?.children['police']).toMatchObject({ status: 'open' });
  });

  test('that could not be opened is a dead letter whose id stays free, so that redriving it asks again', async () => {
    const store = createMemoryStore();
    await using sim = await simulate({ workflows: [asking, agency], start: '2026-03-02T09:00+07:00', store });
    const { tenant } = sim;
    const parent = await sim.open({ input: {} });
    await sim.as(officer).send(parent, 'ask_wrong');
    const [letter] = await sim.engine.deadLetters({ tenant });
    const { id, destination } = letter?.row ?? { id: '', destination: '' };
    expect(letter?.reason).toContain('MC_INPUT_INVALID');
    expect(await store.cases.reply({ tenant, commandId: id })).toBeUndefined();
    expect(await sim.engine.redrive({ tenant, id, destination })).toBe(true);
    await sim.engine.settle();
    expect(await sim.engine.deadLetters({ tenant })).toMatchObject([{ row: { id }, attempts: 1 }]);
  });
});
