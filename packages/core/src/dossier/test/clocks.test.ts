import { describe, expect, test } from 'vitest';
import { at, CODE, examined, people, procedure, shown, submitted, UNIT } from './scenario.js';

const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const sameDay = { limits: [{ id: 'standard', budget: wd(0), counting: { cutOff: { at: '15:00' } } }] };
const items = [{ id: 'a', content: 'bản sao giấy tờ', paper: 'evidence' }];
const supplementRule = {
  interruption: 'restart',
  maxTimes: 1,
  noticeWithin: wd(3),
  applicantTerm: wd(15),
  onExpiry: 'close',
};

describe('the statutory limit', () => {
  test('is counted in working days from the day after receipt', () => {
    expect(examined({ at: '2026-03-02 09:00' }).due('resolution')).toBe('2026-03-09 17:00');
  });

  test('skips Tết', () => {
    expect(examined({ at: '2026-02-12 10:00' }).due('resolution')).toBe('2026-02-26 17:00');
  });

  test.each([
    ['2026-11-23 10:00', '2026-11-23 17:00'],
    ['2026-11-23 15:00', '2026-11-23 17:00'],
    ['2026-11-23 16:00', '2026-11-25 17:00'],
    ['2026-08-21 15:30', '2026-08-22 17:00'],
  ])('of a same-day procedure received at %s ends at %s', (received, due) => {
    expect(examined({ procedure: procedure(sameDay), at: received }).due('resolution')).toBe(due);
  });

  test('starts at the receipt, when the acceptance is recorded later', () => {
    const s = submitted({ channel: 'post', at: '2026-03-06 10:00' });
    s.send(people.counter, '2026-03-09 08:00', {
      type: 'accept',
      code: CODE,
      papers: [{ id: 'declaration' }],
      receivedAt: at('2026-03-06 10:00'),
    });
    expect(s.due('resolution')).toBe('2026-03-13 17:00');
    expect(s.said('letter.issued')[0]).toMatchObject({
      receivedAt: at('2026-03-06 10:00'),
      dueAt: at('2026-03-13 17:00'),
    });
  });

  test('is the one of the case at hand, chosen at acceptance', () => {
    const limits = [...sameDay.limits, { id: 'verified', budget: wd(5) }];
    expect(examined({ procedure: procedure({ limits }), limit: 'verified' }).due('resolution')).toBe(
      '2026-03-09 17:00',
    );
  });

  test('may run in several amounts, one after another', () => {
    const limits = [{ id: 'elsewhere', budget: [wd(3), { amount: 20, unit: 'calendarDay' }] }];
    // Three working days end on Thursday 5 March; twenty calendar days later is Wednesday 25 March.
    expect(examined({ procedure: procedure({ limits }) }).due('resolution')).toBe('2026-03-25 17:00');
  });

  test('grows by a case of the law that shows during the work, once', () => {
    const extensions = [{ id: 'verification', add: wd(5) }];
    const s = examined({ procedure: procedure({ ...sameDay, extensions }) });
    s.send(people.officer, '2026-03-02 14:00', {
      type: 'extension.apply',
      case: 'verification',
      reason: 'phải xác minh',
    });
    expect(s.due('resolution')).toBe('2026-03-09 17:00');
    expect(
      s.try(people.officer, '2026-03-02 15:00', { type: 'extension.apply', case: 'verification', reason: 'x' }).status,
    ).toBe('refused');
  });

  test('runs beside the shorter standard of the office', () => {
    const s = examined({ procedure: procedure({ service: { budget: wd(3) } }) });
    expect([s.due('resolution'), s.due('service')]).toEqual(['2026-03-09 17:00', '2026-03-05 17:00']);
  });

  test('belongs to the rules of the day of reception, which the dossier keeps', () => {
    expect(examined().context.procedure).toMatchObject({ code: '9.000001', version: '1', limits: [{ budget: wd(5) }] });
  });
});

describe('a request to supplement', () => {
  const ask = { type: 'supplement.request', items, reason: 'thiếu giấy tờ' };

  test.each([
    ['restart', '2026-03-20 17:00'],
    ['pause', '2026-03-18 17:00'],
    ['exclude', '2026-03-19 17:00'],
  ])('under the rule "%s" moves the end to %s', (interruption, due) => {
    const s = examined({ procedure: procedure({ supplement: { ...supplementRule, interruption } }) });
    s.send(people.officer, '2026-03-04 10:00', ask);
    expect([s.state, s.ledger('resolution')?.status]).toEqual(['supplementing', 'suspended']);
    s.send(people.citizen, '2026-03-13 14:00', {
      type: 'supplement.provide',
      items: ['a'],
      papers: [{ id: 'evidence' }],
    });
    expect([s.state, s.due('resolution')]).toEqual(['processing.examining', due]);
  });

  test('waits until everything is there', () => {
    const two = [...items, { id: 'b', content: 'chữ ký' }];
    const s = examined().send(people.officer, '2026-03-04 10:00', { ...ask, items: two });
    s.send(people.citizen, '2026-03-05 10:00', { type: 'supplement.provide', items: ['a'], papers: [] });
    expect(s.state).toBe('supplementing');
    s.send(people.citizen, '2026-03-06 10:00', { type: 'supplement.provide', items: ['b'], papers: [] });
    expect(s.state).toBe('processing.examining');
  });

  test('beyond the number of times needs its legal basis on record', () => {
    const s = examined().send(people.officer, '2026-03-04 10:00', ask);
    s.send(people.citizen, '2026-03-05 10:00', { type: 'supplement.provide', items: ['a'], papers: [] });
    expect(s.try(people.officer, '2026-03-06 10:00', ask)).toMatchObject({
      message: expect.stringContaining('needs its legal basis'),
    });
    s.send(people.officer, '2026-03-06 10:00', { ...ask, legalBasis: 'Điều 5 Thông tư 1' });
    expect(s.context.supplement.after).toBe(2);
  });

  test('asks for no paper that is not on the published list', () => {
    const foreign = { ...ask, items: [{ id: 'x', content: 'sổ hộ khẩu', paper: 'household-book' }] };
    expect(examined().try(people.officer, '2026-03-04 10:00', foreign)).toMatchObject({
      message: expect.stringContaining('household-book'),
    });
  });

  test('lapses when the applicant lets his own term pass, and the dossier is closed', () => {
    const s = examined().send(people.officer, '2026-03-04 10:00', ask);
    expect(s.due('supplement')).toBe('2026-03-26 00:00');
    s.fireUntil('2026-03-26 08:00');
    expect([s.state, s.context.ended?.as, s.ledger('resolution')?.status]).toEqual(['stopped', 'stopped', 'stopped']);
    expect(s.said('letter.issued').at(-1)).toMatchObject({ kind: 'stop', form: '05' });
  });

  test('goes on with what there is, where the rule says so', () => {
    const s = examined({ procedure: procedure({ supplement: { ...supplementRule, onExpiry: 'continue' } }) });
    s.send(people.officer, '2026-03-04 10:00', ask).fireUntil('2026-03-26 08:00');
    expect(s.state).toBe('processing.examining');
  });

  test('before acceptance leaves no limit running, and the reply is owed anew when the papers come', () => {
    const s = submitted({ channel: 'online' }).send(people.counter, '2026-03-02 14:00', ask);
    expect([s.state, s.ledger('resolution')]).toEqual(['registered.awaitingPapers', undefined]);
    s.send(people.citizen, '2026-03-05 09:00', { type: 'supplement.provide', items: ['a'], papers: [] });
    expect([s.state, s.ledger('reply')?.occurrence, s.due('reply')]).toEqual([
      'registered.checking',
      2,
      '2026-03-06 09:00',
    ]);
  });

  test('later than three working days after acceptance is noted as a violation', () => {
    const s = examined().fireUntil('2026-03-06 07:45').send(people.officer, '2026-03-06 10:00', ask);
    expect(s.said('violation.recorded')).toMatchObject([{ kind: 'notice-late', assignee: 'officer-case' }]);
  });
});

describe('times the limit does not count', () => {
  const financial = {
    authority: 'tax',
    assessment: wd(3),
    term: { amount: 30, unit: 'calendarDay' },
    interruption: 'exclude',
    onExpiry: 'stop',
  };

  test('payment: the agency has it until the notice, the citizen until he pays', () => {
    const s = examined({ procedure: procedure({ financial }) }).send(people.officer, '2026-03-03 10:00', {
      type: 'obligation.request',
    });
    expect([s.state, s.due('assessment')]).toEqual(['paying.assessing', '2026-03-06 17:00']);
    s.send(people.system, '2026-03-05 10:00', { type: 'obligation.notify', amount: 5_000_000, notice: 'TB-1' });
    s.send(people.system, '2026-03-10 10:00', { type: 'obligation.confirm', receipt: 'GNT-1' });
    expect([s.state, s.due('resolution')]).toEqual(['processing.examining', '2026-03-17 17:00']);
    expect(s.envelope?.custody.map(({ holder }) => holder && `${holder.kind} ${holder.id}`)).toEqual([
      'unit commune-1.one-stop',
      `unit ${UNIT}`,
      'agency tax',
      'citizen applicant',
      `unit ${UNIT}`,
    ]);
  });

  test('payment that never comes stops the dossier, where the procedure says so', () => {
    const s = examined({ procedure: procedure({ financial }) }).send(people.officer, '2026-03-03 10:00', {
      type: 'obligation.request',
    });
    s.send(people.system, '2026-03-05 10:00', { type: 'obligation.notify', amount: 1, notice: 'TB' });
    s.fireUntil('2026-04-07 08:00');
    expect([s.state, s.context.ended?.reason]).toEqual(['stopped', 'Quá thời hạn thực hiện nghĩa vụ tài chính']);
  });

  test('posting: runs its own days and comes back by itself', () => {
    const posting = { budget: { amount: 15, unit: 'calendarDay' }, countsTowardLimit: false };
    const s = examined({ procedure: procedure({ posting }) }).send(people.officer, '2026-03-03 10:00', {
      type: 'posting.start',
      place: 'trụ sở UBND',
    });
    s.send(people.counter, '2026-03-09 10:00', { type: 'posting.object', by: 'Trần Thị B', content: 'tranh chấp' });
    s.fireUntil('2026-03-19 10:00');
    expect(s.said('posting.ended')).toMatchObject([{ objections: 1 }]);
    expect(s.state).toBe('processing.examining');
    // 3 to 18 March do not count: five working days after the 2nd begin on the 19th.
    expect(s.due('resolution')).toBe('2026-03-25 17:00');
  });

  test('a disaster: suspended by the leader, resumed where the work was left', () => {
    const s = examined().send(people.officer, '2026-03-03 10:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.leader, '2026-03-04 08:00', {
      type: 'suspend',
      cause: 'disaster',
      reason: 'bão',
      legalBasis: 'Điều 16 NĐ 99/2022',
    });
    expect(s.ledger('resolution')?.status).toBe('suspended');
    s.send(people.leader, '2026-03-06 08:00', { type: 'resume' });
    expect([s.state, s.due('resolution')]).toEqual(['processing.reviewing', '2026-03-12 17:00']);
  });

  test('a verification that comes first: the limit begins with its minutes', () => {
    const rules = procedure({
      limits: [{ id: 'standard', budget: wd(2), startsFrom: 'verification' }],
      verification: { budget: { amount: 30, unit: 'calendarDay' }, countsTowardLimit: false },
    });
    const s = examined({ procedure: rules });
    expect([s.state, s.ledger('resolution'), s.due('verification')]).toEqual([
      'preceding.verifying',
      undefined,
      '2026-04-01 17:00',
    ]);
    s.send(people.officer, '2026-03-18 10:00', { type: 'verification.record', minutes: 'BB-1', finding: 'đúng' });
    expect([s.state, s.due('resolution')]).toEqual(['processing.examining', '2026-03-20 17:00']);
  });

  test('on site, within the whole: the limit runs on', () => {
    const s = examined({ procedure: procedure({ verification: { budget: wd(2), countsTowardLimit: true } }) });
    s.send(people.officer, '2026-03-03 10:00', { type: 'verification.start', place: 'thôn 3' });
    expect([s.state, s.due('verification'), s.ledger('resolution')?.status]).toEqual([
      'processing.verifying',
      '2026-03-05 17:00',
      'running',
    ]);
    s.send(people.officer, '2026-03-04 10:00', { type: 'verification.record', minutes: 'BB-1', finding: 'đúng' });
    expect(s.due('resolution')).toBe('2026-03-09 17:00');
  });
});

describe('the terms of the stages', () => {
  const steps = [
    { id: '1', stage: 'examine', actor: 'officer', name: { vi: 'x', en: 'x' }, budget: wd(1) },
    { id: '2', stage: 'examine', actor: 'officer', name: { vi: 'x', en: 'x' }, budget: wd(1) },
    { id: '3', stage: 'sign', actor: 'leader', name: { vi: 'x', en: 'x' }, budget: { amount: 4, unit: 'workingHour' } },
  ];

  test('add up the steps of a stage, and name who was late', () => {
    const s = examined({ procedure: procedure({ steps }) });
    expect(s.due('stage-examine')).toBe('2026-03-04 17:00');
    s.fireUntil('2026-03-05 07:30').send(people.officer, '2026-03-05 09:00', {
      type: 'draft.submit',
      outcome: 'granted',
    });
    expect(s.said('dossier.handed-over').at(-1)).toMatchObject({ stage: 'draft', standing: 'late' });
    expect(s.said('violation.recorded')).toMatchObject([{ kind: 'stage-late', stage: 'stage-examine' }]);
  });

  test('wait while the dossier waits for the citizen', () => {
    const s = examined({ procedure: procedure({ steps }) });
    s.send(people.officer, '2026-03-03 10:00', { type: 'supplement.request', items, reason: 'x' });
    s.send(people.citizen, '2026-03-06 10:00', { type: 'supplement.provide', items: ['a'], papers: [] });
    expect([s.due('stage-examine'), s.ledger('stage-examine')?.occurrence]).toEqual(['2026-03-09 17:00', 1]);
  });

  test('make a transfer due the same day, after 15:00 the next working day', () => {
    const after = (when: string) =>
      submitted({ at: when })
        .send(people.counter, when, { type: 'accept', code: CODE, papers: [{ id: 'declaration' }] })
        .due('transfer');
    expect([after('2026-03-02 14:00'), after('2026-03-06 15:30')]).toEqual(['2026-03-02 17:00', '2026-03-09 17:00']);
  });

  test('give an online submission 8 working hours for the reply, another channel one working day', () => {
    expect(submitted({ channel: 'online', at: '2026-08-28 15:00' }).due('reply')).toBe('2026-09-03 15:00');
    expect(submitted({ channel: 'post', at: '2026-08-28 15:00' }).due('reply')).toBe('2026-09-03 17:00');
    const warned = submitted({ channel: 'online', at: '2026-03-02 09:00' });
    const alert = warned.ledger('reply')?.rungs.find(({ name }) => name === 'alert');
    expect(shown(alert?.fireAt)).toBe('2026-03-02 11:00');
  });
});
