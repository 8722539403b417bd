import { describe, expect, test } from 'vitest';
import { portalStatus } from '../portal-status.js';
import { ROLES } from '../roles.js';
import {
  allPapers,
  at,
  CODE,
  examined,
  people,
  person,
  procedure,
  type Scenario,
  submitted,
  UNIT,
} from './scenario.js';

const status = (s: Scenario) => portalStatus({ state: s.state, context: s.context });
const accept = { type: 'accept', code: CODE, papers: [{ id: 'declaration' }] };

describe('a dossier from reception to archive', () => {
  test('goes through every station to the citizen', () => {
    const s = submitted();
    expect([s.state, status(s)]).toEqual(['registered.checking', 1]);
    s.send(people.counter, '2026-03-02 09:10', accept);
    expect([s.state, status(s)]).toEqual(['accepted', 2]);
    s.send(people.counter, '2026-03-02 09:30', { type: 'transfer', unit: UNIT });
    expect([s.state, status(s)]).toEqual(['processing.awaitingAssignment', 4]);
    s.send(people.head, '2026-03-02 10:00', { type: 'assign', assignee: people.officer.id });
    s.send(people.officer, '2026-03-03 10:00', { type: 'examination.conclude', outcome: 'granted' });
    s.send(people.officer, '2026-03-03 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.head, '2026-03-03 15:00', { type: 'review.approve' });
    s.send(people.leader, '2026-03-04 09:00', { type: 'sign' });
    s.send(people.clerk, '2026-03-04 09:30', { type: 'result.issue', number: '12/GCN' });
    expect([s.state, status(s), s.ledger('resolution')?.status]).toEqual(['resolved.atUnit', 9, 'met']);
    s.send(people.clerk, '2026-03-04 10:00', { type: 'result.transfer' });
    s.send(people.counter, '2026-03-05 10:00', { type: 'result.collect', receivedBy: 'Nguyễn Văn An' });
    expect([s.state, status(s), s.context.delivery.status]).toEqual(['returned', 10, 'collected']);
    s.send(people.counter, '2026-03-06 10:00', { type: 'archive' });
    expect([s.envelope?.status, s.state, status(s)]).toEqual(['done', 'archived', 10]);
    expect(s.said('status.changed').map((fact) => fact['status'])).toEqual([1, 2, 4, 9, 10]);
  });

  test('is not accepted while a paper is missing, and says which', () => {
    const reply = submitted().try(people.counter, '2026-03-02 09:10', { ...accept, papers: [] });
    expect(reply).toMatchObject({ status: 'refused', code: 'MC_EVENT_NOT_ALLOWED' });
    expect(reply).toMatchObject({ message: expect.stringContaining('these papers are missing: declaration') });
  });

  test('is not accepted unpaid when the fee comes with the submission', () => {
    const rules = procedure({ fee: { amount: 100_000, currency: 'VND', payable: 'submission' } });
    const s = submitted({ procedure: rules });
    expect(s.try(people.counter, '2026-03-02 09:10', accept).status).toBe('refused');
    s.send(people.citizen, '2026-03-02 09:20', { type: 'fee.pay', receipt: 'BL-7', amount: 100_000 });
    s.send(people.counter, '2026-03-02 09:30', accept);
    expect(s.state).toBe('accepted');
  });

  test('is refused with its reason before acceptance only', () => {
    const s = submitted().send(people.counter, '2026-03-02 09:10', {
      type: 'refuse',
      reason: 'không thuộc thẩm quyền',
    });
    expect([s.state, status(s)]).toEqual(['refused', 3]);
    expect(s.said('letter.issued')[0]).toMatchObject({ kind: 'refusal', form: '03' });
    expect(examined().try(people.counter, '2026-03-02 10:00', { type: 'refuse', reason: 'x' }).status).toBe('refused');
  });

  test('ends a negative decision as a result, never as "not accepted"', () => {
    const s = examined();
    const draft = { type: 'draft.submit', outcome: 'refused' };
    expect(s.try(people.officer, '2026-03-03 11:00', draft)).toMatchObject({ code: 'MC_EVENT_INVALID' });
    s.send(people.officer, '2026-03-03 11:00', { ...draft, reason: 'không đủ điều kiện' });
    s.send(people.head, '2026-03-03 15:00', { type: 'review.approve' });
    s.send(people.leader, '2026-03-04 09:00', { type: 'sign' });
    s.send(people.clerk, '2026-03-04 09:30', { type: 'result.issue', number: '13/TB' });
    expect(status(s)).toBe(9);
    expect(s.said('result.issued')[0]).toMatchObject({ outcome: 'refused', reason: 'không đủ điều kiện' });
  });

  test('goes back for rework from review and from signature', () => {
    const s = examined();
    s.send(people.officer, '2026-03-03 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.head, '2026-03-03 12:00', { type: 'review.return', reason: 'sai tên' });
    expect(s.state).toBe('processing.drafting');
    s.send(people.officer, '2026-03-03 14:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.head, '2026-03-03 15:00', { type: 'review.approve' });
    s.send(people.leader, '2026-03-03 16:00', { type: 'sign.return', reason: 'thiếu căn cứ' });
    expect([s.state, s.context.draft?.version]).toEqual(['processing.drafting', 2]);
  });

  test('is not signed by who drafted it', () => {
    const both = person('officer-case', UNIT, ROLES.caseOfficer, ROLES.leader, ROLES.headOfDivision);
    const s = examined().send(both, '2026-03-03 11:00', { type: 'draft.submit', outcome: 'granted' });
    expect(s.try(both, '2026-03-03 12:00', { type: 'review.approve' })).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('own draft'),
    });
  });

  test('skips review and numbering where the procedure has neither', () => {
    const s = examined({ procedure: procedure({ route: { review: false, numbering: false } }) });
    s.send(people.officer, '2026-03-02 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.leader, '2026-03-02 14:00', { type: 'sign', number: '5' });
    expect(s.state).toBe('resolved.atUnit');
    expect(s.said('result.issued')[0]).toMatchObject({ number: '5' });
  });
});

describe('people', () => {
  test('let an officer claim from the queue of his unit, not of another', () => {
    const s = submitted()
      .send(people.counter, '2026-03-02 09:10', accept)
      .send(people.counter, '2026-03-02 09:30', { type: 'transfer', unit: UNIT });
    const stranger = person('other', 'commune-2.justice', ROLES.caseOfficer);
    expect(s.try(stranger, '2026-03-02 10:00', { type: 'claim' })).toMatchObject({ code: 'MC_ACCESS_DENIED' });
    s.send(people.officer, '2026-03-02 10:00', { type: 'claim' });
    expect(s.context.assignee).toBe(people.officer.id);
  });

  test('let a named deputy act in the place of the assignee, and only a named one', () => {
    const deputy = person('deputy', UNIT, ROLES.caseOfficer);
    const s = examined();
    const draft = { type: 'draft.submit', outcome: 'granted' };
    expect(s.try(deputy, '2026-03-03 09:00', draft)).toMatchObject({ code: 'MC_ACCESS_DENIED' });
    s.send(people.head, '2026-03-03 09:10', { type: 'deputy.name', deputy: 'deputy', reason: 'nghỉ phép' });
    s.send(deputy, '2026-03-03 09:20', draft);
    expect(s.state).toBe('processing.reviewing');
  });

  test('write every hand-over down: from whom, to whom, when', () => {
    const s = examined().send(people.head, '2026-03-03 09:00', {
      type: 'hand-over',
      assignee: 'officer-2',
      reason: 'điều chuyển',
    });
    expect(s.said('dossier.handed-over').at(-1)).toMatchObject({
      from: { unit: UNIT, officer: 'head' },
      to: { unit: UNIT, officer: 'officer-2' },
      at: at('2026-03-03 09:00'),
      standing: 'in-time',
    });
  });

  test("keep the applicant from acting in another one's dossier", () => {
    const stranger = { kind: 'person' as const, id: 'citizen-2', roles: [ROLES.applicant] };
    const s = examined();
    expect(s.try(stranger, '2026-03-03 09:00', { type: 'withdraw' }).status).toBe('refused');
    s.send(people.citizen, '2026-03-03 09:00', { type: 'withdraw' });
    expect(s.state).toBe('withdrawn');
  });

  test('move a dossier to the successor of its unit with its terms untouched', () => {
    const s = examined();
    const before = s.due('resolution');
    s.send(people.supervisor, '2026-03-03 09:00', {
      type: 'unit.transfer',
      unit: 'commune-9.justice',
      reason: 'sắp xếp',
      legalBasis: 'NQ 202/2025/QH15',
    });
    expect([s.context.unit, s.context.competent, s.context.oneStop]).toEqual([
      'commune-9.justice',
      'commune-9.justice',
      'commune-1.one-stop',
    ]);
    expect(s.due('resolution')).toBe(before);
    expect(s.ledger('resolution')?.entries).toHaveLength(1);
  });
});

describe('ends', () => {
  test('let the applicant withdraw until there is a decision', () => {
    const s = examined();
    s.send(people.officer, '2026-03-03 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.head, '2026-03-03 15:00', { type: 'review.approve' });
    s.send(people.leader, '2026-03-04 09:00', { type: 'sign' });
    expect(s.try(people.citizen, '2026-03-04 10:00', { type: 'withdraw' })).toMatchObject({
      status: 'refused',
      message: expect.stringContaining('there is a decision already'),
    });
  });

  test('stop the clocks of a withdrawn dossier and issue the notice', () => {
    const s = examined().send(people.citizen, '2026-03-03 09:00', { type: 'withdraw', reason: 'không còn nhu cầu' });
    expect([s.ledger('resolution')?.status, status(s)]).toEqual(['stopped', 7]);
    expect(s.said('letter.issued').at(-1)).toMatchObject({ kind: 'stop', form: '05', reason: 'không còn nhu cầu' });
  });

  test.each([
    ['restart', '2026-03-18 17:00'],
    ['continue', '2026-03-17 17:00'],
    ['reset', '2026-03-18 17:00'],
  ] as const)('reopen a stopped dossier under the rule "%s"', (reopen, due) => {
    const s = examined({ procedure: procedure({ reopen }) });
    s.send(people.leader, '2026-03-03 09:00', { type: 'stop', reason: 'x', legalBasis: 'y' });
    expect(status(s)).toBe(8);
    s.send(people.leader, '2026-03-11 09:00', { type: 'reopen', kind: 'reopening', reason: 'x', legalBasis: 'y' });
    expect([s.state, s.due('resolution'), s.ledger('resolution')?.occurrence]).toEqual([
      'processing.examining',
      due,
      reopen === 'reset' ? 2 : 1,
    ]);
  });

  test('correct an error in a returned result by opening it again', () => {
    const s = resolved();
    s.send(people.clerk, '2026-03-04 10:00', { type: 'result.transfer' });
    s.send(people.counter, '2026-03-05 10:00', { type: 'result.collect', receivedBy: 'A' });
    s.send(people.leader, '2026-03-09 10:00', {
      type: 'reopen',
      kind: 'correction',
      reason: 'sai năm sinh',
      legalBasis: 'Điều 21',
    });
    expect([s.state, s.context.result, s.ledger('resolution')?.status]).toEqual([
      'processing.examining',
      undefined,
      'running',
    ]);
  });
});

describe('delivery, a dimension of its own', () => {
  test('by post stays "processed" until the post confirms', () => {
    const s = resolved().send(people.clerk, '2026-03-04 10:00', { type: 'result.transfer' });
    s.send(people.counter, '2026-03-04 11:00', { type: 'delivery.dispatch', carrier: 'VNPost', tracking: 'EA1' });
    expect([status(s), s.context.delivery.status]).toEqual([9, 'dispatched']);
    s.send(people.system, '2026-03-06 11:00', { type: 'delivery.fail', reason: 'không có người nhận' });
    expect([s.state, s.context.delivery.status]).toEqual(['resolved.ready', 'failed']);
    s.send(people.counter, '2026-03-06 14:00', { type: 'delivery.dispatch', carrier: 'VNPost', tracking: 'EA2' });
    s.send(people.system, '2026-03-09 11:00', { type: 'delivery.confirm' });
    expect([status(s), s.context.delivery.status]).toEqual([10, 'delivered']);
  });

  test('lapses a certificate nobody fetches in 60 days, where the procedure says so', () => {
    const collection = { term: { amount: 60, unit: 'calendarDay' }, onExpiry: 'lapse' };
    const s = resolved(procedure({ collection })).send(people.clerk, '2026-03-04 10:00', { type: 'result.transfer' });
    s.fireUntil('2026-05-03 12:00');
    expect(s.state).toBe('resolved.ready');
    s.fireUntil('2026-05-05 12:00');
    expect([s.state, status(s), s.context.delivery.status]).toEqual(['lapsed', 8, 'lapsed']);
  });
});

describe('synchronisation, a dimension of its own', () => {
  test('keeps a dossier from the archive until every system has it, was typed into, or was waived', () => {
    const s = resolved(procedure({ interlinks: ['moj', 'portal', 'tax'] }));
    s.send(people.clerk, '2026-03-04 10:00', { type: 'result.transfer' });
    s.send(people.counter, '2026-03-05 10:00', { type: 'result.collect', receivedBy: 'A' });
    s.send(people.system, '2026-03-05 10:01', {
      type: 'sync.report',
      system: 'portal',
      status: 'acknowledged',
      reference: 'P-1',
    });
    expect(s.try(people.counter, '2026-03-05 11:00', { type: 'archive' })).toMatchObject({
      message: expect.stringContaining('these systems are not up to date: moj, tax'),
    });
    s.send(people.clerk, '2026-03-05 12:00', {
      type: 'sync.enter',
      system: 'moj',
      reference: 'so 3',
      reason: 'phần mềm lỗi',
    });
    s.send(people.supervisor, '2026-03-05 13:00', { type: 'sync.waive', system: 'tax', reason: 'không phát sinh' });
    s.send(people.counter, '2026-03-05 14:00', { type: 'archive' });
    expect(s.context.sync).toMatchObject({
      moj: { status: 'entered', by: 'clerk' },
      portal: { status: 'acknowledged' },
      tax: { status: 'waived' },
    });
  });
});

function resolved(rules = procedure()): Scenario {
  return examined({ procedure: rules })
    .send(people.officer, '2026-03-03 11:00', { type: 'draft.submit', outcome: 'granted' })
    .send(people.head, '2026-03-03 15:00', { type: 'review.approve' })
    .send(people.leader, '2026-03-04 09:00', { type: 'sign' })
    .send(people.clerk, '2026-03-04 09:30', { type: 'result.issue', number: '12' });
}

test('the test procedure needs what it says it needs', () => {
  expect(allPapers(procedure()).map(({ id }) => id)).toEqual(['declaration', 'evidence']);
});

test('what is allowed now counts an event as possible when only its content can decide', () => {
  const s = examined({
    procedure: procedure({
      interlinks: ['portal'],
      extensions: [{ id: 'more', add: { amount: 1, unit: 'workingDay' } }],
    }),
  });
  const allowed = (actor: typeof people.officer) => s.try(actor, '2026-03-03 10:00', { type: 'archive' });
  expect(allowed(people.officer)).toMatchObject({
    allowed: expect.arrayContaining(['extension.apply', 'supplement.request', 'draft.submit', 'sync.enter']),
  });
  expect(allowed(people.leader)).toMatchObject({
    allowed: expect.arrayContaining(['apology.issue', 'stop', 'suspend']),
  });
  expect(allowed(people.officer)).not.toMatchObject({ allowed: expect.arrayContaining(['consultation.cancel']) });
});
