import { describe, expect, test } from 'vitest';
import { defineWorkflow, type InForce, type Workflow } from '../src/index.js';
import { clerk } from './actors.js';
import { at } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { ref, startOffice } from './office.js';
import { offencesOf } from './sound-workflow.js';

const input = { applicant: 'Hoa', unit: 'justice' };
const open = { tenant: 't', workflow: 'leave-request', actor: clerk, input };
const version = (name: string, inForce?: InForce): Workflow =>
  defineWorkflow({ ...leaveRequest.spec, version: name, ...(inForce !== undefined && { inForce }) });

describe('a case that names no version', () => {
  const old = version('1');
  const next = version('2', { from: '2026-03-01' });
  const opened = async (workflows: readonly Workflow[], occurredAt: string) => {
    await using office = await startOffice({ workflows });
    await office.engine.open({ ...open, caseId: 'c1', occurredAt: at(occurredAt) });
    return (await office.engine.get(ref())).version;
  };

  test.each([
    ['2026-02-28T23:59', '1'],
    ['2026-03-01T00:00', '2'],
    ['2026-03-02T08:00', '2'],
  ])('received at %s begins under version %s, by the office clock on the wall', async (occurredAt, expected) => {
    expect(await opened([old, next], occurredAt)).toBe(expected);
  });

  test('gets the last version given of those in force, as a correction of one in force needs', async () => {
    expect(await opened([old, next, version('2.1', { from: '2026-03-01' })], '2026-03-02T08:00')).toBe('2.1');
    expect(await opened([next, old], '2026-03-02T08:00')).toBe('1');
  });

  test('is not opened on a date on which no version is in force', async () => {
    const ended = version('1', { to: '2026-02-28' });
    expect(await opened([ended, next], '2026-02-28T17:00')).toBe('1');
    await expect(opened([ended], '2026-03-01T08:00')).rejects.toMatchObject({
      code: 'MC_WORKFLOW_NOT_IN_FORCE',
      details: { workflow: 'leave-request', date: '2026-03-01' },
    });
  });

  test('may still name one that is not in force: the exception is that of the caller', async () => {
    await using office = await startOffice({ workflows: [old, next] });
    await office.engine.open({ ...open, caseId: 'c1', version: '1' });
    expect(await office.engine.get(ref())).toMatchObject({ version: '1' });
  });
});

test('the dates of a version are no part of its hash: the end may be written down when it is known', () => {
  expect(version('1', { to: '2026-02-28' }).definitionHash).toBe(version('1').definitionHash);
});

test.each<[InForce, RegExp]>([
  [{ from: '1 July 2025' }, /inForce.from: "1 July 2025" is not a date/u],
  [{ to: '2025-02-30' }, /inForce.to: "2025-02-30" is not a date/u],
  [{ from: '2025-07-01', to: '2025-06-30' }, /ends on 2025-06-30, before it begins on 2025-07-01/u],
])('a definition in force %o is refused', (inForce, offence) => {
  expect(offencesOf({ inForce })).toEqual([expect.stringMatching(offence)]);
});
