import { describe, expect, test } from 'vitest';
import type { Fact } from '../../contract/index.js';
import { letterSchema, renderLetter } from '../index.js';
import { at, CODE, examined, people, procedure, submitted, UNIT } from './scenario.js';

const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const sameDay = { limits: [{ id: 'standard', budget: wd(0), counting: { cutOff: { at: '15:00' } } }] };
const withoutType = ({ type: _, ...content }: Fact = { type: '' }) => content;
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
    expect(s.ledger('resolution')?.entries.at(-1)).toMatchObject({ kind: 'met', overrules: [expect.any(Number)] });
  });
});

describe('a result of the last day that is written down after the apology went out', () => {
  const short = { route: { review: false, numbering: false } };
  const apology = { type: 'apology.issue', reason: 'x', until: at('2026-03-16 17:00'), responsible: UNIT };
  /** Due Monday 9 March 17:00; breached; excused on the 10th; the signature of the 9th is entered on the 12th. */
  const signedInTime = (changes: Parameters<typeof procedure>[0] = {}) => {
    const s = examined({ procedure: procedure({ ...short, ...changes }) });
    s.send(people.officer, '2026-03-09 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.fireUntil('2026-03-10 09:00').send(people.leader, '2026-03-10 10:00', apology);
    expect(s.due('resolution')).toBe('2026-03-16 17:00');
    return s.record(people.leader, '2026-03-12 08:30', '2026-03-09 16:00', { type: 'sign' });
  };

  test('keeps the first date, and nothing is called late any more', () => {
    const s = signedInTime();
    expect([s.state, s.due('resolution')]).toEqual(['resolved.atUnit', '2026-03-09 17:00']);
    expect(s.ledger('resolution')?.entries.map(({ kind }) => kind)).toEqual(['started', 'breached', 'extended', 'met']);
    expect(s.said('violation.recorded')).toMatchObject([
      { kind: 'late-without-apology' },
      { kind: 'apology-not-in-time' },
    ]);
    expect(s.said('violation.withdrawn')).toMatchObject([
      { kind: 'late-without-apology', dueAt: at('2026-03-09 17:00') },
      { kind: 'apology-not-in-time' },
    ]);
  });

  test('is followed by a correction of the apology, as a fact and as a letter written on the day of the record', () => {
    const s = signedInTime();
    expect(s.said('apology.corrected')).toMatchObject([
      { issuedAt: at('2026-03-10 10:00'), until: at('2026-03-16 17:00'), dueAt: at('2026-03-09 17:00') },
    ]);
    const letter = letterSchema.parse(withoutType(s.said('letter.issued').at(-1)));
    expect(letter).toMatchObject({
      kind: 'correction',
      form: null,
      at: at('2026-03-12 08:30'),
      by: people.leader.id,
      answeredAt: at('2026-03-09 16:00'),
      corrects: { kind: 'apology', at: at('2026-03-10 10:00') },
    });
    const text = renderLetter(letter);
    expect(text).toContain('THÔNG BÁO ĐÍNH CHÍNH');
    expect(text).toContain(
      'Văn bản được đính chính: VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT, lập lúc 10 giờ 00, ngày 10/03/2026',
    );
    expect(text).toContain('Có kết quả lúc: 16 giờ 00, ngày 09/03/2026');
    expect(text).not.toMatch(/Mẫu số|Căn cứ/u);
    expect(renderLetter(letter, 'en')).toContain(
      'Letter corrected: APOLOGY AND NEW DATE, issued at 10:00 on 10/03/2026',
    );
  });

  test('leaves breach and apology as they are when the procedure lets the breach stand', () => {
    const s = signedInTime({ lateRecord: 'stands' });
    expect(s.ledger('resolution')?.entries.at(-1)).toMatchObject({ kind: 'met', lateRecord: 'stands' });
    expect([...s.said('violation.withdrawn'), ...s.said('apology.corrected')]).toEqual([]);
    expect(s.said('letter.issued').at(-1)).toMatchObject({ kind: 'apology' });
  });

  test('leaves an apology alone that was given in advance, and takes back only what was said later', () => {
    const s = examined({ procedure: procedure(short) });
    s.send(people.officer, '2026-03-06 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.leader, '2026-03-06 16:30', { ...apology, until: at('2026-03-12 17:00') });
    s.fireUntil('2026-03-13 08:00').record(people.leader, '2026-03-13 08:30', '2026-03-12 16:00', { type: 'sign' });
    expect(s.said('violation.withdrawn')).toMatchObject([{ kind: 'late-after-apology' }]);
    expect(s.said('apology.corrected')).toEqual([]);
  });

  test('without an apology is taken back without a letter', () => {
    const s = examined({ procedure: procedure(short) });
    s.send(people.officer, '2026-03-09 11:00', { type: 'draft.submit', outcome: 'granted' });
    s.fireUntil('2026-03-10 09:00').record(people.leader, '2026-03-10 10:00', '2026-03-09 16:00', { type: 'sign' });
    expect(s.said('violation.withdrawn')).toMatchObject([{ kind: 'late-without-apology' }]);
    expect(s.said('letter.issued').map(({ kind }) => kind)).toEqual(['receipt']);
  });
});

test('a request for papers that is written down after the breach takes it back: the limit stood still', () => {
  const s = examined().fireUntil('2026-03-10 09:00');
  s.record(people.officer, '2026-03-10 10:00', '2026-03-05 10:00', { type: 'supplement.request', items, reason: 'x' });
  expect(s.said('violation.withdrawn')).toMatchObject([
    { kind: 'late-without-apology', reason: expect.stringContaining('tạm dừng') },
  ]);
  expect(s.context.overdue).toBeUndefined();
});

test('a stage that was called late is so no more when its end is written down late', () => {
  const rules = procedure({
    steps: [{ id: 's', stage: 'examine', actor: 'x', name: { vi: 'x', en: 'x' }, budget: wd(1) }],
  });
  const s = examined({ procedure: rules }).fireUntil('2026-03-04 08:00');
  expect(s.context.stageLate).toBe(true);
  s.record(people.officer, '2026-03-04 08:30', '2026-03-03 16:00', {
    type: 'examination.conclude',
    outcome: 'granted',
  });
  expect(s.said('violation.withdrawn')).toMatchObject([{ kind: 'stage-late', stage: 'stage-examine' }]);
});

test('a deputy named after a signature does not bar the signature from being written down', () => {
  const s = examined({ procedure: procedure({ route: { review: false, numbering: false } }) });
  s.send(people.officer, '2026-03-05 11:00', { type: 'draft.submit', outcome: 'granted' });
  s.send(people.head, '2026-03-06 09:00', { type: 'deputy.name', deputy: 'officer-2', reason: 'x' });
  s.record(people.leader, '2026-03-06 10:00', '2026-03-05 16:00', { type: 'sign' });
  expect(s.context.result?.signedAt).toBe(at('2026-03-05 16:00'));
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
