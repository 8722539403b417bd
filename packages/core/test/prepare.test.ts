import { describe, expect, test } from 'vitest';
import type { AuditLog, PreparedCommand, Store } from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, officer } from './actors.js';
import { dump, ref, startOffice } from './office.js';
import { guardian, startGuardianOffice, ward, clerk as wardClerk } from './personal-data/guardian-office.js';
import { storedText } from './personal-data/stored-text.js';

const open = {
  tenant: 't',
  caseId: 'c1',
  commandId: 'open-1',
  workflow: 'leave-request',
  actor: clerk,
  input: { applicant: 'Hoa', unit: 'justice' },
};
const accept = { ...ref(), commandId: 'accept-1', actor: clerk, event: { type: 'accept' } };
const grant = { ...ref(), commandId: 'grant-1', actor: officer, event: { type: 'grant' } };

async function written(store: Store, { item }: PreparedCommand) {
  const [result] = await store.commit([item]);
  return result;
}

describe('a prepared command', () => {
  test('leaves no trace until it is committed', async () => {
    await using office = await startOffice();
    const { reply } = await office.engine.prepare.open(open);
    expect(reply).toMatchObject({ status: 'accepted', caseId: 'c1', revision: 1 });
    expect(await office.store.cases.load(ref())).toBeUndefined();
    expect(await office.store.cases.reply({ tenant: 't', commandId: 'open-1' })).toBeUndefined();
  });

  test('writes what the engine itself would have written', async () => {
    await using prepared = await startOffice();
    await using sent = await startOffice();
    for (const step of ['open', 'accept', 'grant'] as const) {
      const { engine, store } = prepared;
      const command =
        step === 'open'
          ? await engine.prepare.open(open)
          : await engine.prepare.send(step === 'accept' ? accept : grant);
      expect(await written(store, command)).toEqual({ status: 'committed' });
      const reply = await (step === 'open'
        ? sent.engine.open(open)
        : sent.engine.send(step === 'accept' ? accept : grant));
      expect(command.reply).toEqual(reply);
    }
    expect(await dump(prepared.store)).toEqual(await dump(sent.store));
  });

  test('conflicts when somebody else was first, and is right when it is prepared again', async () => {
    await using office = await startOffice();
    await office.engine.open(open);
    const early = await office.engine.prepare.send({ ...ref(), actor: clerk, event: { type: 'withdraw' } });
    await office.engine.send(accept);
    expect(await written(office.store, early)).toEqual({ status: 'conflict', revision: 2 });
    const again = await office.engine.prepare.send({ ...ref(), actor: clerk, event: { type: 'withdraw' } });
    expect(await written(office.store, again)).toEqual({ status: 'committed' });
    expect(await office.engine.get(ref())).toMatchObject({ state: 'withdrawn', revision: 3 });
  });

  test('is a duplicate under the id of one that was carried out', async () => {
    await using office = await startOffice();
    const first = await office.engine.open(open);
    const again = await office.engine.prepare.open({ ...open, caseId: 'c2' });
    expect(await written(office.store, again)).toEqual({ status: 'duplicate', reply: first });
  });

  test('is refused as ever, and the refusal can be committed', async () => {
    await using office = await startOffice();
    await office.engine.open(open);
    const before = await dump(office.store);
    const refused = await office.engine.prepare.send({ ...grant, actor: clerk });
    expect(refused.reply).toMatchObject({ status: 'refused', code: 'MC_ACCESS_DENIED' });
    expect(await written(office.store, refused)).toEqual({ status: 'committed' });
    expect(await dump(office.store)).toEqual(before);
    expect(await office.store.cases.reply({ tenant: 't', commandId: 'grant-1' })).toEqual(refused.reply);
  });

  test('comes after the firings that the law places before it', async () => {
    await using office = await startOffice();
    await office.engine.open(open);
    await office.engine.send(accept);
    office.clock.set('2026-03-10T08:00');
    await written(office.store, await office.engine.prepare.send(grant));
    expect((await office.engine.get(ref())).deadlines[0]?.entries.map(({ kind }) => kind)).toEqual([
      'started',
      'breached',
      'met',
    ]);
  });

  test('carries its record of the audit log', async () => {
    const audit: AuditLog = { contractVersion: 1, record: ({ type }) => ({ body: JSON.stringify({ type }) }) };
    await using office = await startOffice({ audit });
    await written(office.store, await office.engine.prepare.open(open));
    const chain = await office.store.seal.chain({ ...ref(), after: 0, limit: 10 });
    expect(chain.map(({ leaf }) => JSON.parse(leaf))).toMatchObject([{ body: { type: 'transition' }, caseSeq: 1 }]);
  });

  test('has what is personal in it encrypted', async () => {
    const store = createMemoryStore();
    await using office = await startGuardianOffice({ store });
    const input = { guardian, ward, witnesses: [], unit: 'justice' };
    const prepared = await office.engine.prepare.open({ ...ref(), workflow: 'guardianship', actor: wardClerk, input });
    expect(JSON.stringify(prepared.item)).not.toContain(guardian.name);
    expect(await written(store, prepared)).toEqual({ status: 'committed' });
    expect((await office.engine.get(ref())).machine.context).toMatchObject({ guardian: { name: guardian.name } });
    expect(await storedText(store)).not.toContain(ward.name);
  });

  test('is not made of a request that is malformed, of a case nobody opened, or by an engine that does not run', async () => {
    const office = await startOffice();
    await expect(office.engine.prepare.send({ ...grant, caseId: '' })).rejects.toMatchObject({
      code: 'MC_COMMAND_INVALID',
    });
    await expect(office.engine.prepare.send(grant)).rejects.toMatchObject({ code: 'MC_CASE_NOT_FOUND' });
    await office.engine.stop();
    await expect(office.engine.prepare.send(grant)).rejects.toMatchObject({ code: 'MC_ENGINE_STOPPED' });
  });
});
