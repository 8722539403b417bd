import { describe, expect, test } from 'vitest';
import { isMotcuaError, MAX_BODY_BYTES } from '../src/index.js';
import { createMemoryKeyStore } from '../src/memory/index.js';
import { dump, ref, startOffice, TENANT } from './office.js';
import { openLog } from './open-log.js';
import {
  citizen,
  clerk,
  finding,
  guardian,
  officer,
  startGuardianOffice,
  ward,
  withCases,
} from './personal-data/guardian-office.js';

const coded = (code: string) => expect.objectContaining({ code });

describe('an engine with an audit log', () => {
  test('writes the record with the case, and chains what was refused as well', async () => {
    const log = openLog();
    await using office = await startGuardianOffice({ audit: log.audit });
    await office.open();
    await office.send({ type: 'grant' }, clerk);
    await office.send({ type: 'accept' }, clerk);
    const chain = await office.store.seal.chain({ tenant: TENANT, caseId: 'c1', after: 0, limit: 10 });
    expect(chain.map(({ leaf }) => JSON.parse(leaf))).toMatchObject([
      { body: { type: 'transition' }, caseSeq: 1 },
      { body: { type: 'refusal' }, caseSeq: 2 },
      { body: { type: 'transition' }, caseSeq: 3 },
    ]);
    const audit = await office.store.cases.audit({ tenant: TENANT, caseId: 'c1', after: 0, limit: 10 });
    expect(audit.map(({ record }) => record.commandId)).toEqual(log.entries.map(({ record }) => record.commandId));
  });

  test('says where the case stood and goes, in which version, by which calendar, and what happened to its terms', async () => {
    const log = openLog();
    await using office = await startGuardianOffice({ audit: log.audit });
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    const { version, definitionHash, deadlines } = await office.get();
    const [opened, accepted] = log.entries;
    expect(opened).not.toHaveProperty('from');
    expect(accepted).toMatchObject({
      type: 'transition',
      isPrivate: false,
      from: opened?.to,
      event: 'accept',
      workflow: { id: 'guardianship', version, hash: definitionHash },
      calendar: { id: expect.any(String), version: expect.any(String) },
      deadlines: [{ name: 'answer', occurrence: 1, change: 'started', dueAt: deadlines[0]?.dueAt }],
    });
  });

  test('records a firing, a breach and the closing of a case by their names', async () => {
    const log = openLog();
    await using office = await startGuardianOffice({ audit: log.audit });
    await withCases(office);
    office.clock.set('2026-06-01T09:00');
    await office.engine.settle();
    expect(log.of('timer').flatMap(({ deadlines }) => deadlines.map(({ change }) => change))).toContain('breached');
    expect(log.of('case.closed')).toMatchObject([{ event: 'grant', record: { caseId: 'c2' } }]);
  });

  test('does nothing when there can be no record of it, with MC_AUDIT_FAILED, and goes on', async () => {
    let isBroken = false;
    const log = openLog((entry) => {
      if (isBroken) throw new RangeError('no more ink');
      return { body: JSON.stringify({ type: entry.type }) };
    });
    await using office = await startOffice({ audit: log.audit });
    const input = { applicant: 'Hoa', unit: 'justice' };
    const open = (caseId: string) =>
      office.engine.open({ tenant: TENANT, workflow: 'leave-request', actor: clerk, caseId, input });
    isBroken = true;
    await expect(open('c1')).rejects.toEqual(coded('MC_AUDIT_FAILED'));
    expect(await dump(office.store)).toMatchObject({ envelope: undefined, journal: [] });
    expect(await office.store.seal.count()).toEqual({ size: 0, pending: 0 });
    isBroken = false;
    expect(await Promise.all([open('c1'), open('c2')])).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
    expect(await office.store.seal.count()).toEqual({ size: 0, pending: 2 });
  });

  test('refuses a record that is too large for a leaf with MC_AUDIT_TOO_LARGE', async () => {
    const large = (letters: number) => JSON.stringify({ a: 'đ'.repeat(letters) });
    const fitting = Math.floor((MAX_BODY_BYTES - 8) / 2);
    let letters = fitting + 1;
    const log = openLog(() => ({ body: large(letters) }));
    await using office = await startGuardianOffice({ audit: log.audit });
    const error = await office.open().catch((reason: unknown) => reason);
    expect(isMotcuaError(error, 'MC_AUDIT_TOO_LARGE')).toBe(true);
    await expect(office.get()).rejects.toEqual(coded('MC_CASE_NOT_FOUND'));
    letters = fitting;
    expect(await office.open()).toMatchObject({ status: 'accepted' });
  });

  test('refuses a log of another contract version with MC_CAPABILITY_MISSING', async () => {
    const audit = { ...openLog().audit, contractVersion: 2 as 1 };
    await expect(startOffice({ audit })).rejects.toEqual(coded('MC_CAPABILITY_MISSING'));
  });
});

describe('what is personal', () => {
  test('is told to the log as fields to be committed to, and nowhere else', async () => {
    const log = openLog();
    await using office = await startGuardianOffice({ audit: log.audit });
    await withCases(office);
    await office.send({ type: 'withdraw' }, citizen);
    const told = JSON.stringify(
      log.entries.map(({ fields, record: { actor, message, ...record }, ...rest }) => [rest, record]),
    );
    for (const value of [...Object.values(guardian), ward.name, ward.id, finding]) expect(told).not.toContain(value);
    const fields = log.entries.flatMap((entry) => entry.fields.map(({ path, value }) => [path, value]));
    expect(fields).toEqual(
      expect.arrayContaining([
        ['/command/input/guardian/name', guardian.name],
        ['/command/input/ward/birthYear', ward.birthYear],
        ['/command/event/finding', finding],
        ['/actor/id', citizen.id],
      ]),
    );
    expect(log.entries.at(-1)).toMatchObject({ isPrivate: true, record: { actor: { id: citizen.id } } });
  });

  test('is stored beside the leaf under the keys of its persons, and shown by the engine', async () => {
    const log = openLog();
    await using office = await startGuardianOffice({ audit: log.audit });
    await withCases(office);
    const request = { tenant: TENANT, caseId: 'c1', after: 0, limit: 100 };
    const stored = JSON.stringify(await office.store.seal.disclosures(request));
    for (const value of [...Object.values(guardian), ward.name, finding]) expect(stored).not.toContain(value);
    const salts = stored.match(/"salt":"[0-9a-f]{32}"/gu);
    expect(salts).toBeNull();
    const shown = await office.engine.auditTrail({ tenant: TENANT, caseId: 'c1' });
    expect(shown.flatMap(({ disclosures }) => disclosures)).toContainEqual({
      path: '/command/input/guardian/phone',
      salt: expect.stringMatching(/^[0-9a-f]{32}$/u),
      value: guardian.phone,
    });
  });

  test('is gone, value and salt, when its person is erased, and the leaves and what is of others stay', async () => {
    const log = openLog();
    await using office = await startGuardianOffice({ audit: log.audit });
    await withCases(office);
    const before = await office.engine.auditTrail({ tenant: TENANT, caseId: 'c1' });
    await office.erase(guardian.id);
    const after = await office.engine.auditTrail({ tenant: TENANT, caseId: 'c1' });
    expect(after.slice(0, before.length).map(({ leaf }) => leaf)).toEqual(before.map(({ leaf }) => leaf));
    const shown = JSON.stringify(after);
    for (const value of Object.values(guardian)) expect(shown).not.toContain(value);
    expect(shown).toContain(ward.name);
    const [opened] = after;
    const at = (path: string) => opened?.disclosures.findIndex((disclosure) => disclosure.path === path);
    const gone = at('/command/input/guardian/name');
    expect(opened?.erased).toEqual(expect.arrayContaining([`/disclosures/${gone}/salt`, `/disclosures/${gone}/value`]));
    expect(opened?.disclosures[gone ?? -1]).toMatchObject({ salt: '[erased]', value: '[erased]' });
  });

  test('leaves a record of its erasure, in the case and of itself; a refused erasure is one too', async () => {
    const log = openLog();
    let isHeld = true;
    const mayErase = () => (isHeld ? ({ allowed: false, reason: 'hold' } as const) : ({ allowed: true } as const));
    await using office = await startGuardianOffice({
      audit: log.audit,
      personalData: { keys: createMemoryKeyStore(), mayErase },
    });
    await withCases(office);
    await office.erase(guardian.id);
    expect(log.of('erasure.refused')).toMatchObject([
      { record: { actor: officer, outcome: 'refused', code: 'MC_ERASURE_REFUSED' } },
    ]);
    isHeld = false;
    await office.erase(guardian.id);
    expect(log.of('erasure').map(({ record }) => record.caseId)).toEqual(
      expect.arrayContaining(['c1', expect.stringContaining('motcua:erasure:')]),
    );
    expect(log.of('erasure').find(({ record }) => record.erasure !== undefined)).toMatchObject({
      legalBasis: 'Law 91/2025/QH15 art. 14',
      cases: ['c1'],
      scope: { key: expect.any(String) },
      fields: [{ path: '/reason', value: 'request 12/2026' }],
    });
    expect(JSON.stringify(log.of('erasure').map(({ record }) => record))).not.toContain(guardian.id);
    const { pending } = await office.store.seal.count();
    expect(pending).toBe(log.entries.length);
  });
});

test('the trail of a case is read in pages, and says what is in the log', async () => {
  const log = openLog();
  await using office = await startGuardianOffice({ audit: log.audit });
  await withCases(office);
  const [first] = await office.store.seal.pending({ limit: 1 });
  await office.store.seal.confirm({ from: 0, positions: [first?.position ?? 0] });
  const all = await office.engine.auditTrail(ref());
  expect(all[0]).toMatchObject({ caseSeq: 1, index: 0 });
  expect(all[1]).not.toHaveProperty('index');
  expect(await office.engine.auditTrail({ ...ref(), after: 1, limit: 1 })).toEqual(all.slice(1, 2));
});
