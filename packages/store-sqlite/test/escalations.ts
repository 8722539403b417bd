import { createEngine } from '@motcua/core';
import {
  INSPECTION_ROLES,
  inspectionWorkflows,
  ladderOf,
  type RemediationInput,
  remediationRulesOf,
  standardInspectionRules,
} from '@motcua/core/inspection';
import { plainCalendar } from '@motcua/testkit';
import { createSqliteStore } from '../src/index.js';

export const TENANT = 'province';
export const calendar = plainCalendar();
export const START = Date.parse('2026-03-02T08:00:00+07:00');
export const END = Date.parse('2026-12-31T00:00:00+07:00');

const offices = { unit: 'commune', above: 'district', homeAffairs: 'home-affairs', province: 'province' };
const input = (code: string): RemediationInput => ({
  code,
  nonconformity: { severity: 'major', content: 'reform', statement: 'Hồ sơ trễ hạn' },
  origin: { kind: 'other', source: 'a test' },
  unit: 'commune',
  authority: 'province',
  countedFrom: START,
  rules: remediationRulesOf(standardInspectionRules, 'reform', 'major'),
  ladder: ladderOf(standardInspectionRules, offices),
});

/** Opens remedies whose terms all end at one instant. */
export async function openRemedies(file: string, ids: readonly string[]): Promise<void> {
  const engine = createEngine({
    workflows: inspectionWorkflows(),
    store: createSqliteStore({ file }),
    calendars: [calendar],
    clock: { now: () => START, sleepUntil: () => new Promise<void>(() => {}) },
  });
  await engine.start({ background: false });
  const actor = { kind: 'person' as const, id: 'planner', unit: 'home-affairs', roles: [INSPECTION_ROLES.homeAffairs] };
  for (const caseId of ids) {
    const reply = await engine.open({ tenant: TENANT, actor, workflow: 'remediation', caseId, input: input(caseId) });
    if (reply.status !== 'accepted') throw new Error(reply.message);
  }
  await engine.stop();
}
