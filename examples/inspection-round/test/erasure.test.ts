import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkDisclosures,
  createMemoryStorage,
  createSequencer,
  createSigner,
  isoAudit,
  parseVerifierKey,
  readLeaf,
  verifyLog,
  writePrivateKey,
} from '@motcua/audit-iso';
import type { Actor, EventObject } from '@motcua/core';
import { dossierInput } from '@motcua/core/dossier';
import {
  checkDossier,
  collectRound,
  drawSample,
  type RoundInput,
  standardInspectionRules,
  synthesiseRound,
} from '@motcua/core/inspection';
import { renderHtml, renderMarkdown } from '@motcua/report';
import { createSqliteKeyStore } from '@motcua/store-sqlite';
import { virtualClock } from '@motcua/testkit';
import { afterAll, expect, test } from 'vitest';
import { answersOf, checklists, contents } from '../src/assessment.ts';
import { DATABASE, openOffice, TENANT } from '../src/office.ts';
import { people, shopOf } from '../src/people.ts';
import { instantOf } from '../src/time.ts';
import { counterOf, dossierUnits } from '../src/units.ts';

const folder = mkdtempSync(join(tmpdir(), 'motcua-erasure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Her dossier is sampled, and she tells the team what happened to her. */
const applicant = { id: '001188012345', name: 'Nghiêm Thị Thơm' };
const words = 'Tôi phải đi lại bốn lần vì phần mềm treo';
const secrets = [applicant.id, applicant.name, words];
const ROUND = 'kt-04';
const VISIT = `${ROUND}/visit.doan-bai.1`;

const clock = virtualClock('2021-08-02T08:00+07:00');
const privateKey = await writePrivateKey({ name: 'audit.example/2021', seed: new Uint8Array(32).fill(7) }, 'log');
const keys = createSqliteKeyStore({ file: join(folder, 'keys.db') });
const office = await openOffice(folder, clock, {
  personalData: { keys },
  audit: isoAudit({ log: 'audit.example/2021' }),
});
const { engine, store, procedures } = office;
const storage = createMemoryStorage();
const signer = await createSigner(privateKey);
const sequencer = createSequencer({ store, storage, signers: [signer], clock, owner: 'the only one' });

const act = async (caseId: string, actor: Actor, event: EventObject) => {
  const reply = await engine.send({ tenant: TENANT, caseId, actor, event });
  if (reply.status !== 'accepted') throw new Error(`${event.type}: ${reply.message}`);
  await engine.settle();
};
const sampled = () =>
  drawSample({ find: engine.find, tenant: TENANT, seed: '2021/4', size: 30, units: dossierUnits('doan-bai') });

async function inspect(): Promise<void> {
  const birth = procedures.get('1.001193', { on: '2021-08-02' });
  const oneStop = counterOf('doan-bai');
  const input = dossierInput(birth, {
    channel: 'counter',
    applicant: { ...applicant, kind: 'citizen' },
    oneStop,
    papers: [],
  });
  await engine.open({ tenant: TENANT, workflow: 'dossier', caseId: 'D1', actor: shopOf('doan-bai').counter, input });
  const papers = [{ id: 'birth-registration-declaration' }, { id: 'certificate-of-live-birth' }];
  await act('D1', shopOf('doan-bai').counter, { type: 'accept', code: 'H02.7-210802-0001', papers });

  const from = instantOf('2021-09-23 08:00');
  const round: RoundInput = {
    code: 'KT-2021-04',
    year: 2021,
    subject: 'doan-bai',
    targets: [{ unit: 'doan-bai', above: 'hiep-hoa', form: 'on-site', from, to: from + 3_600_000 }],
    contents,
    offices: { authority: 'bac-giang', homeAffairs: 'home-affairs', province: 'bac-giang' },
    rules: standardInspectionRules,
  };
  await engine.open({ tenant: TENANT, workflow: 'inspection', caseId: ROUND, actor: people.chair, input: round });
  const [leader, member] = [
    { id: people.leader.id, unit: 'science' },
    { id: people.inspector.id, unit: 'information' },
  ];
  const decision = { number: 'QĐ-4', legalBasis: 'Nghị quyết 76/NQ-CP' };
  await act(ROUND, people.chair, { type: 'team.decide', team: { number: '4', leader, members: [member] }, decision });
  await act(ROUND, people.leader, { type: 'notice.send', outline: ['CCHC'] });
  await act(ROUND, people['doan-bai'], { type: 'report.submit', document: 'BC', summary: 'Đã tự kiểm tra' });
  await act(ROUND, people.leader, { type: 'visits.open' });
  clock.jumpTo(from);
  await act(VISIT, people.leader, { type: 'visit.start', participants: ['Chủ tịch UBND xã'] });
  await act(VISIT, people.leader, { type: 'sample.record', sample: await sampled() });
  const ref = { tenant: TENANT, caseId: 'D1' };
  const check = checkDossier({ envelope: await engine.get(ref), history: await engine.history(ref) });
  await act(VISIT, people.leader, { type: 'sample.check', checks: [check] });
  for (const checklist of checklists) await act(VISIT, people.inspector, answersOf(checklist, 'doan-bai'));
  await act(VISIT, people.inspector, {
    type: 'finding.record',
    key: 'f1',
    kind: 'minor',
    content: 'it',
    criterion: 'double-entry',
    statement: 'Cùng lúc phải cập nhật nhiều phần mềm',
    evidence: [
      { kind: 'dossier', reference: 'D1' },
      { kind: 'interview', reference: 'tại một cửa', person: { ...applicant, words } },
    ],
  });
  await act(VISIT, people.leader, { type: 'visit.finish' });
  await act(VISIT, people.inspector, {
    type: 'minutes.draft',
    document: 'BB',
    statement: 'x',
    requests: [],
    copies: 2,
  });
  await act(VISIT, people.leader, { type: 'minutes.sign', side: 'team' });
  await act(VISIT, people['doan-bai'], { type: 'minutes.sign', side: 'unit' });
}

const printed = async () => {
  const read = await collectRound({ find: engine.find, get: engine.get, tenant: TENANT, round: ROUND });
  const report = synthesiseRound(read, { at: clock.now() });
  return (['vi', 'en'] as const).flatMap((language) => [
    renderMarkdown(report, { language }),
    renderHtml(report, { language }),
  ]);
};
const shown = async () =>
  JSON.stringify(await Promise.all(['D1', ROUND, VISIT].map((caseId) => engine.history({ tenant: TENANT, caseId }))));
const files = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith(DATABASE))
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('');
const records = async () =>
  (await engine.auditTrail({ tenant: TENANT, caseId: VISIT })).map(({ leaf, disclosures }) => {
    const read = readLeaf(Buffer.from(leaf));
    if ('problem' in read) throw new Error(read.problem);
    return { leaf, verdicts: checkDisclosures(read.body, disclosures).map(({ verdict }) => verdict) };
  });
const verified = async () => {
  while ((await sequencer.seal()).status === 'sealed');
  return verifyLog({ storage, keys: [await parseVerifierKey(signer.verifierKey)] });
};

test('an applicant who was sampled and interviewed is erased; sample, report, log and proofs stay', async () => {
  await inspect();
  const [sample, report, before] = [await sampled(), await printed(), await records()];
  for (const secret of secrets) expect(await shown()).toContain(secret);
  expect(await verified()).toMatchObject({ intact: true });

  const erased = await engine.erase({
    tenant: TENANT,
    subject: applicant.id,
    actor: people.planner,
    reason: 'yêu cầu 7/2021',
    legalBasis: 'Luật 91/2025/QH15, Điều 14',
  });
  expect(erased).toMatchObject({ status: 'erased', cases: expect.arrayContaining(['D1', VISIT]), pending: [] });

  const [after, texts] = [await records(), await printed()];
  for (const secret of secrets) {
    expect(await shown()).not.toContain(secret);
    expect(texts.join('')).not.toContain(secret);
    expect(files()).not.toContain(Buffer.from(secret).toString('latin1'));
  }
  // The report says the same in the same bytes, and the same dossiers are drawn again with the recorded seed.
  expect(texts).toEqual(report);
  expect(await sampled()).toEqual(sample);
  // The records are those that were sealed; of what she said they can only say that it was erased.
  expect(after.slice(0, before.length).map(({ leaf }) => leaf)).toEqual(before.map(({ leaf }) => leaf));
  expect(before.flatMap(({ verdicts }) => verdicts)).not.toContain('erased');
  expect(after.flatMap(({ verdicts }) => verdicts)).toContain('erased');
  expect(await verified()).toMatchObject({ intact: true, findings: [] });
  await office.close();
});
