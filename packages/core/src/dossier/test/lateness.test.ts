import { describe, expect, test } from 'vitest';
import { at, CODE, examined, people, procedure, submitted, UNIT } from './scenario.js';

const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const sameDay = { limits: [{ id: 'standard', budget: wd(0), counting: { cutOff: { at: '15:00' } } }] };
const items = [{ id: 'a', content: 'bản sao giấy tờ', paper: 'evidence' }];

describe('lateness', () => {
  test('makes an apology due one working day before the end', () => {
    const s = examined().fireUntil('2026-03-06 17:00');
    expect(s.said('apology.owed')).toMatchObject([
      { unit: UNIT, assignee: 'officer-case', dueAt: at('2026-03-09 17:00') },
    ]);
  });

  test('knows no such day when the limit is a day or less', () => {
    const s = examined({ procedure: procedure(sameDay) }).fireUntil('2026-03-02 16:59');
    expect(s.said('apology.owed')).toEqual([]);
  });

  test('is excused once, with reason, unit and date; the slip moves', () => {
    const s = examined().fireUntil('2026-03-06 16:00');
    const apology = {
      type: 'apology.issue',
      reason: 'chờ kết quả xác minh',
      until: at('2026-03-12 17:00'),
      responsible: UNIT,
    };
    s.send(people.leader, '2026-03-06 16:30', apology);
    expect(s.due('resolution')).toBe('2026-03-12 17:00');
    expect(s.said('apology.issued')).toMatchObject([{ timely: true }]);
    expect(s.said('letter.issued').at(-1)).toMatchObject({
      kind: 'apology',
      form: '04',
      until: at('2026-03-12 17:00'),
    });
    expect(s.try(people.leader, '2026-03-09 10:00', { ...apology, until: at('2026-03-20 17:00') })).toMatchObject({
      message: expect.stringContaining('moved 1 time(s) already'),
    });
    s.fireUntil('2026-03-12 18:00');
    expect(s.said('violation.recorded')).toMatchObject([{ kind: 'late-after-apology', dueAt: at('2026-03-12 17:00') }]);
  });

  test('excused too late is recorded against the responsible unit', () => {
    const s = examined().fireUntil('2026-03-09 08:00');
    s.send(people.leader, '2026-03-09 09:00', {
      type: 'apology.issue',
      reason: 'x',
      until: at('2026-03-12 17:00'),
      responsible: 'tax',
    });
    expect(s.said('violation.recorded')).toMatchObject([{ kind: 'apology-not-in-time', unit: 'tax' }]);
  });

  test('without an apology is a violation, and the superior hears of it each working day, ten times more', () => {
    const s = examined().fireUntil('2026-03-09 18:00');
    expect(s.said('violation.recorded')).toMatchObject([{ kind: 'late-without-apology', unit: UNIT }]);
    s.fireUntil('2026-06-30 08:00');
    expect(s.said('deadline.reached').filter((fact) => fact['rung'] === 'escalate')).toHaveLength(11);
  });

  test('is taken back when the result was there in time and only written down late', () => {
    const s = examined({ procedure: procedure({ route: { review: false, numbering: true } }) });
    s.send(people.officer, '2026-03-09 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.leader, '2026-03-09 15:00', { type: 'sign' });
    s.fireUntil('2026-03-09 20:00');
    expect(s.said('violation.recorded')).toHaveLength(1);
    s.send(people.clerk, '2026-03-09 16:00', { type: 'result.issue', number: '1' });
    expect(s.said('violation.withdrawn')).toMatchObject([{ kind: 'late-without-apology' }]);
    expect(s.ledger('resolution')?.entries.at(-1)).toMatchObject({ kind: 'met', overrules: expect.any(Number) });
  });
});

describe('what was granted or owed', () => {
  const extensions = [{ id: 'verification', add: wd(5) }];
  const ask = { type: 'supplement.request', items, reason: 'x' };
  const bring = { type: 'supplement.provide', items: ['a'], papers: [] };

  test('a case of the law stays with the dossier when its limit starts from zero', () => {
    const s = examined({ procedure: procedure({ extensions }) });
    s.send(people.officer, '2026-03-03 09:00', { type: 'extension.apply', case: 'verification', reason: 'x' });
    expect(s.due('resolution')).toBe('2026-03-16 17:00');
    s.send(people.officer, '2026-03-04 10:00', ask).send(people.citizen, '2026-03-13 10:00', bring);
    expect(s.due('resolution')).toBe('2026-03-27 17:00');
  });

  test('an apology owed for the old end is owed no more when the end has moved', () => {
    const s = examined().fireUntil('2026-03-06 17:00').send(people.officer, '2026-03-09 08:00', ask);
    s.send(people.citizen, '2026-03-10 10:00', bring);
    expect(s.due('resolution')).toBe('2026-03-17 17:00');
    const until = at('2026-03-20 17:00');
    s.send(people.leader, '2026-03-11 10:00', { type: 'apology.issue', reason: 'x', until, responsible: UNIT });
    expect(s.said('apology.issued')).toMatchObject([{ timely: true }]);
  });

  test('a new date is later than the promised one', () => {
    const s = examined().fireUntil('2026-03-06 17:00');
    const apology = { type: 'apology.issue', reason: 'x', until: at('2026-03-09 12:00'), responsible: UNIT };
    expect(s.try(people.leader, '2026-03-06 17:00', apology).status).toBe('refused');
  });

  test("a reply that was late is the counter's, not the next one's", () => {
    const s = submitted({ channel: 'online' }).fireUntil('2026-03-03 12:00');
    s.send(people.counter, '2026-03-03 14:00', { type: 'accept', code: CODE, papers: [{ id: 'declaration' }] });
    s.send(people.counter, '2026-03-03 14:10', { type: 'transfer', unit: UNIT });
    expect(s.said('violation.recorded')).toMatchObject([
      { kind: 'stage-late', stage: 'reply', unit: 'commune-1.one-stop' },
    ]);
    expect(s.said('dossier.handed-over')).toMatchObject([{ stage: 'transfer', standing: 'in-time' }]);
  });

  test('a dossier stopped before its limit began is opened again before it', () => {
    const rules = procedure({
      limits: [{ id: 'standard', budget: wd(2), startsFrom: 'verification' }],
      verification: { budget: { amount: 30, unit: 'calendarDay' }, countsTowardLimit: false },
    });
    const s = examined({ procedure: rules });
    s.send(people.leader, '2026-03-03 10:00', { type: 'stop', reason: 'x', legalBasis: 'y' });
    s.send(people.leader, '2026-03-10 10:00', { type: 'reopen', kind: 'reopening', reason: 'x', legalBasis: 'y' });
    expect([s.state, s.ledger('resolution')]).toEqual(['preceding.transferring', undefined]);
  });
});
