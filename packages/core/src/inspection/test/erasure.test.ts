import { expect, test } from 'vitest';
import { storedText } from '../../../test/personal-data/stored-text.js';
import { createMemoryKeyStore, createMemoryStore } from '../../memory/index.js';
import {
  type NamedPerson,
  REMEDIATION,
  type RemediationInput,
  type RoundContext,
  remediationRulesOf,
  standardInspectionRules,
} from '../index.js';
import { finding, onSite } from './round.js';
import { at, openWorld, people, TENANT } from './world.js';

const VISIT = 'round/visit.commune-1.1';
const applicant = { id: '001188012345', name: 'Hà Thị Nhung', words: 'Tôi phải đi lại bốn lần' };
const witness = { id: '001055099999', name: 'Trịnh Văn Khoát', contact: '0987654321' };
const complainant = { id: '001066011111', name: 'Lương Thị Duyên', words: 'Cán bộ từ chối không nêu lý do' };
const kinship = 'em ruột của Chủ tịch';

const complaint: RemediationInput = {
  code: 'DT-12/2026',
  nonconformity: { severity: 'minor', content: 'reform', statement: 'Từ chối hồ sơ không nêu lý do' },
  origin: { kind: 'complaint', reference: 'Đơn 12/2026', at: at('2026-03-20 09:00'), by: complainant },
  unit: 'commune-1',
  authority: 'province',
  countedFrom: at('2026-03-23 08:00'),
  rules: remediationRulesOf(standardInspectionRules, 'reform', 'minor'),
  ladder: [{ level: 'unit-head', unit: 'commune-1', after: { amount: 0, unit: 'workingDay' } }],
};

/** A visit with an interview, minutes that were refused before a witness, a conflict of interest and a complaint. */
async function inspected() {
  const store = createMemoryStore();
  const world = await openWorld({ store, personalData: { keys: createMemoryKeyStore() } });
  await onSite(world);
  await world.send(people.inspector, 'round', {
    type: 'conflict.declare',
    member: 'inspector',
    unit: 'commune-2',
    reason: kinship,
  });
  await world.pass('2026-03-23 08:00');
  await world.send(people.leader, VISIT, { type: 'visit.start', participants: ['Chủ tịch UBND'] });
  for (const content of ['reform', 'iso']) {
    const answers = ['c1', 'c2'].map((criterion) => ({ criterion, given: { answer: 'met' } }));
    await world.send(people.inspector, VISIT, { type: 'answers.record', content, answers });
  }
  const evidence = [{ kind: 'interview', reference: 'phỏng vấn tại một cửa', person: applicant }];
  await world.send(people.inspector, VISIT, { ...finding('f1', 'minor'), evidence });
  await world.send(people.leader, VISIT, { type: 'visit.finish' });
  const minutes = { document: 'BB-1', statement: 'Biên bản', requests: [], copies: 2 };
  await world.send(people.inspector, VISIT, { type: 'minutes.draft', ...minutes });
  await world.send(people.headOf('commune-1'), VISIT, {
    type: 'minutes.refuse',
    reason: 'Không đồng ý',
    witnesses: [witness],
  });
  await world.open(people.planner, REMEDIATION, complaint, 'complaint-12');
  const erase = (subject: string) =>
    world.engine.erase({
      tenant: TENANT,
      subject,
      actor: people.planner,
      reason: 'yêu cầu 7/2026',
      legalBasis: 'Luật 91/2025/QH15, Điều 14',
    });
  const read = async () => {
    const ids = ['round', VISIT, 'complaint-12'];
    const cases = await Promise.all(ids.map((caseId) => world.get(caseId)));
    const histories = await Promise.all(ids.map((caseId) => world.engine.history({ tenant: TENANT, caseId })));
    return JSON.stringify([cases, histories]);
  };
  return { world, store, erase, read };
}

const valuesOf = ({ ...person }: Partial<NamedPerson>) => Object.values(person);

test('nothing that people said or are named for lies in the store in clear', async () => {
  const { store, read } = await inspected();
  const shown = await read();
  const stored = await storedText(store);
  for (const value of [applicant, witness, complainant].flatMap(valuesOf).concat(kinship)) {
    expect(shown).toContain(value);
    expect(stored).not.toContain(value);
  }
});

test.each([
  ['an applicant who was interviewed', applicant, [VISIT]],
  ['a witness of refused minutes', witness, [VISIT]],
  ['a complainant', complainant, ['complaint-12']],
])('%s is gone when he is erased, and the inspection stands', async (_, person, cases) => {
  const { world, erase, read } = await inspected();
  const before = await world.context<RoundContext>('round');
  expect(await erase(person.id)).toMatchObject({ status: 'erased', cases, pending: [] });
  const shown = await read();
  for (const value of valuesOf(person)) expect(shown).not.toContain(value);
  const after = await world.context<RoundContext>('round');
  expect(after).toEqual(before);
  expect(after.findings['commune-1.f1']).toMatchObject({ statement: 'Phát hiện f1', evidence: 1 });
});

test('a hold on the visit keeps the witness in it', async () => {
  const { world, erase, read } = await inspected();
  const legalBasis = 'Luật Tố tụng hành chính, Điều 93';
  await world.engine.hold({
    tenant: TENANT,
    caseId: VISIT,
    actor: people.planner,
    hold: 'TA 3/2026',
    reason: 'x',
    legalBasis,
  });
  expect(await erase(witness.id)).toMatchObject({ status: 'refused', code: 'MC_ERASURE_REFUSED' });
  expect(await read()).toContain(witness.name);
});

test('of a member who is erased the reason of his conflict is gone, and not that he may not inspect there', async () => {
  const { world, erase, read } = await inspected();
  expect(await erase('inspector')).toMatchObject({ status: 'erased', pending: [] });
  expect(await read()).not.toContain(kinship);
  const { team } = await world.context<RoundContext>('round');
  expect(team?.secretary?.conflicts).toEqual([{ unit: 'commune-2', person: '[erased]', reason: '[erased]' }]);
  await world.pass('2026-03-24 08:00');
  const start = { type: 'visit.start', participants: ['Chủ tịch UBND'] };
  const reply = await world.try(people.inspector, 'round/visit.commune-2.1', start);
  expect(reply).toMatchObject({ status: 'refused' });
});
