import type { Actor } from '@motcua/core';
import { clauseEvidence, drawSample, reformChecklist, remedyRow } from '@motcua/core/inspection';
import { createMemoryStore } from '@motcua/core/memory';
import { virtualClock } from '@motcua/testkit';
import { expect, it } from 'vitest';
import { inspectionEngine, round, team } from './inspection-office.js';

it('inspects a commune, and follows the remedy', async () => {
  // #region begin
  const tenant = 'bac-giang';
  const chair: Actor = { kind: 'person', id: 'tuan', unit: 'province', roles: ['inspecting-authority'] };
  const leader: Actor = { kind: 'person', id: 'binh', unit: 'science', roles: ['team-leader', 'inspector'] };
  const head: Actor = { kind: 'person', id: 'cong', unit: 'doan-bai', roles: ['unit-head'] };
  const office: Actor = { kind: 'person', id: 'mai', unit: 'home-affairs', roles: ['home-affairs'] };

  const clock = virtualClock('2026-03-02T08:00+07:00');
  const engine = inspectionEngine(createMemoryStore(), clock);
  await engine.start({ background: false });
  const act = async (caseId: string, actor: Actor, event: { type: string; [field: string]: unknown }) => {
    const reply = await engine.send({ tenant, caseId, actor, event });
    await engine.settle();
    return reply.status === 'accepted' ? reply.state : reply.message;
  };
  // #endregion

  // #region prepare
  await engine.open({ tenant, actor: chair, workflow: 'inspection', caseId: 'kt-04', input: round });
  const decision = { number: '12/QĐ-UBND', legalBasis: 'Nghị quyết 76/NQ-CP' };
  await act('kt-04', chair, { type: 'team.decide', team, decision });
  await act('kt-04', leader, { type: 'notice.send', outline: ['Công tác cải cách hành chính'] });
  await act('kt-04', head, { type: 'report.submit', document: 'BC-15', summary: 'Đã tự kiểm tra' });
  await act('kt-04', leader, { type: 'visits.open' });
  // #endregion
  expect((await engine.explain({ tenant, caseId: 'kt-04', deadline: 'notice' })).due).toContain('2026-03-13T17:00');

  // #region visit
  await clock.advanceTo('2026-03-24T08:00+07:00');
  const visit = 'kt-04/visit.doan-bai.1';
  await act(visit, leader, { type: 'visit.start', participants: ['Chủ tịch UBND xã'] });
  const sample = await drawSample({ find: engine.find, tenant, seed: '2026-03-24/4', size: 30, units: ['doan-bai'] });
  await act(visit, leader, { type: 'sample.record', sample });
  const answers = reformChecklist.criteria.map(({ id, scale }) => ({
    criterion: id,
    given: { answer: { degree: 'met', 'yes-no': 'yes', share: 'high' }[scale] ?? 'met' },
  }));
  await act(visit, leader, { type: 'answers.record', content: 'reform', answers });
  await act(visit, leader, {
    type: 'finding.record',
    key: 'f1',
    kind: 'minor',
    content: 'reform',
    criterion: 'same-day-transfer',
    statement: 'Hồ sơ tư pháp chuyển chậm do phải cập nhật nhiều phần mềm',
    evidence: [{ kind: 'document', reference: 'Phiếu kiểm soát 07/2026' }],
  });
  await act(visit, leader, { type: 'visit.finish' });
  // #endregion
  // #region minutes
  const minutes = { document: 'BB-04', statement: 'Biên bản', requests: [], copies: 2 };
  await act(visit, leader, { type: 'minutes.draft', ...minutes });
  await act(visit, leader, { type: 'minutes.sign', side: 'team' });
  const signed = await act(visit, head, { type: 'minutes.sign', side: 'unit' });
  // #endregion
  expect(signed).toBe('signed');

  // #region conclude
  await act('kt-04', leader, { type: 'conclusion.draft', document: 'DT-04', causes: [], recommendations: [] });
  await act('kt-04', head, { type: 'comments.submit', content: 'Nhất trí' });
  await act('kt-04', leader, { type: 'conclusion.sign', number: '04/KL', document: 'KL-04' });
  await act('kt-04', office, { type: 'conclusion.publish', place: 'Cổng thông tin điện tử tỉnh' });
  // #endregion

  // #region follow
  const remedy = 'kt-04/remedy.doan-bai.f1.1';
  await clock.advanceTo('2026-06-30T08:00+07:00');
  await engine.settle();
  const row = remedyRow(await engine.get({ tenant, caseId: remedy }));
  const evidence = clauseEvidence([
    { workflow: 'inspection', history: await engine.history({ tenant, caseId: 'kt-04' }) },
    { workflow: 'remediation', history: await engine.history({ tenant, caseId: remedy }) },
  ]);
  // #endregion
  expect(row).toMatchObject({ status: 'open', late: true, severity: 'minor' });
  expect(row.escalated[0]).toBe('unit-head');
  expect(evidence.find(({ clause }) => clause === '9.2')?.records.length).toBeGreaterThan(5);
  await engine.stop();
});
