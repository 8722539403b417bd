import { expect, test } from 'vitest';
import type { CaseEnvelope, Custody } from '../src/index.js';
import { decide } from '../src/index.js';
import { anybody } from './actors.js';
import { at, caseRun, testEnv } from './case-run.js';
import { leaveRequest } from './leave-request.js';

/** A case that was passed to and fro so many times. */
function passedToAndFro(times: number): CaseEnvelope {
  const run = caseRun(leaveRequest);
  run.open('2026-03-02T09:00', { applicant: 'Hoa', unit: 'justice' });
  run.send('accept', '2026-03-02T09:00');
  const custody: Custody[] = Array.from({ length: times }, (_, n) => ({
    from: at('2026-03-02T09:00'),
    holder: { kind: 'unit', id: `unit-${n % 2}` },
  }));
  return { ...run.envelope(), custody };
}

const command = (event: object) => ({
  type: 'send' as const,
  id: 'x',
  tenant: 't',
  caseId: 'c1',
  actor: anybody,
  occurredAt: at('2026-03-02T10:00'),
  receivedAt: at('2026-03-02T10:00'),
  event: event as { type: string },
});

test('a case that gathers without end is refused to grow, with MC_CASE_TOO_LARGE, and takes what does not make it grow', () => {
  const full = passedToAndFro(9_999);
  const ask = decide(leaveRequest, full, command({ type: 'papers.ask' }), testEnv());
  expect(ask.reply).toMatchObject({ status: 'refused', code: 'MC_CASE_TOO_LARGE' });
  expect(ask.change).toBeUndefined();
  expect(decide(leaveRequest, passedToAndFro(5_000), command({ type: 'papers.ask' }), testEnv()).reply.status).toBe(
    'accepted',
  );
});

test('a firing is recorded however much a case has gathered', () => {
  const full = passedToAndFro(20_000);
  const firedAt = at('2026-03-09T17:00');
  const { reply } = decide(
    leaveRequest,
    full,
    {
      ...command({}),
      type: 'fire',
      timer: 'deadline/answer/1/due/0',
      occurredAt: firedAt,
      receivedAt: firedAt,
      firedAt,
    },
    testEnv(),
  );
  expect(reply).toMatchObject({ status: 'accepted' });
});
