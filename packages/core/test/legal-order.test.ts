import { describe, expect, test } from 'vitest';
import { clerk, officer } from './actors.js';
import { at } from './case-run.js';
import { dump, ref, startOffice } from './office.js';

const open = {
  tenant: 't',
  caseId: 'c1',
  workflow: 'leave-request',
  actor: clerk,
  input: { applicant: 'Hoa', unit: 'justice' },
};
const grant = { ...ref(), actor: officer, event: { type: 'grant' } };

async function examined() {
  const office = await startOffice();
  await office.engine.open(open);
  await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
  return office;
}
const kinds = async ({ engine }: Awaited<ReturnType<typeof examined>>) =>
  (await engine.get(ref())).deadlines[0]?.entries.map(({ kind }) => kind);

describe('the order of law does not depend on when a worker got round to it:', () => {
  test('an answer after the end of a term is a breach, though no timer has fired yet', async () => {
    await using office = await examined();
    office.clock.set('2026-03-10T08:00');
    expect((await office.engine.send(grant)).status).toBe('accepted');
    expect(await kinds(office)).toEqual(['started', 'breached', 'met']);
    expect((await office.engine.deadlines(ref()))[0]).toMatchObject({ status: 'met', breached: true });
    await office.engine.settle();
    expect(await kinds(office)).toEqual(['started', 'breached', 'met']);
  });

  test('an answer of before the end is none, though it is recorded after it', async () => {
    await using office = await examined();
    office.clock.set('2026-03-10T08:00');
    await office.engine.send({ ...grant, occurredAt: at('2026-03-09T16:00') });
    expect(await kinds(office)).toEqual(['started', 'met']);
    expect((await office.engine.history({ ...ref(), afterRevision: 2 })).map(({ command }) => command.type)).toEqual([
      'fire',
      'send',
    ]);
  });

  test('an answer at the very instant of the end is in time, though nobody has fired it yet', async () => {
    await using office = await examined();
    office.clock.set('2026-03-09T17:00');
    await office.engine.send(grant);
    expect(await kinds(office)).toEqual(['started', 'met']);
  });

  test('all that came due before an act fires before it, oldest first', async () => {
    await using office = await examined();
    office.clock.set('2026-03-11T08:00');
    await office.engine.send(grant);
    const done = (await office.engine.history({ ...ref(), afterRevision: 2 })).map(({ command }) =>
      command.type === 'fire' ? command.timer : command.type,
    );
    expect(done).toEqual(['deadline/answer/1/warn/0', 'deadline/answer/1/due/0', 'deadline/answer/1/late/0', 'send']);
  });

  test('papers brought after the case has lapsed come too late, though the lapse had not fired', async () => {
    await using office = await examined();
    await office.engine.send({ ...ref(), actor: officer, event: { type: 'papers.ask' } });
    office.clock.set('2026-04-10T08:00');
    const reply = await office.engine.send({ ...ref(), actor: clerk, event: { type: 'papers.bring' } });
    expect(reply).toMatchObject({ status: 'refused', code: 'MC_CASE_CLOSED' });
    expect(await office.engine.get(ref())).toMatchObject({ state: 'withdrawn', occurredAt: at('2026-03-23T17:00') });
  });

  test('what was fired on the way is not fired again by the scheduler', async () => {
    await using office = await examined();
    office.clock.set('2026-03-10T08:00');
    await office.engine.send({ ...ref(), actor: officer, event: { type: 'papers.ask' } });
    const before = await dump(office.store);
    await office.engine.settle();
    expect(await dump(office.store)).toStrictEqual(before);
  });
});
