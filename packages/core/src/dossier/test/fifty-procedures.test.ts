import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { vietnamCalendar } from '../../../../calendar-vn/src/index.js';
import { checkProcedure, type Procedure, parseProcedure, procedureRegistry, ROLES } from '../index.js';
import { at, examined, people, person, type Scenario, shown } from './scenario.js';

const file = new URL('../../../../../examples/one-stop-shop/data/procedures.json', import.meta.url);
const data = JSON.parse(readFileSync(file, 'utf8')) as unknown[];
const procedures = data.map(parseProcedure);
const registry = procedureRegistry(data);
const calendar = vietnamCalendar();
const range = { from: at('2025-01-06 00:00'), to: at('2026-11-20 00:00') };
const consultee = (unit: string) => person(`of-${unit}`, unit, ROLES.consultee);

/** Opens a dossier of a procedure, accepted and with an officer. */
const begin = (rules: Procedure, when: string, limit?: string) =>
  examined({
    procedure: rules,
    at: when,
    calendar,
    channel: rules.channels[0] ?? 'counter',
    ...(limit !== undefined && { limit }),
  });

/** Does at once all that a dossier still needs before it can be drafted; answers come as soon as they are asked for. */
function work(s: Scenario, rules: Procedure, when: string): Scenario {
  if (s.state === 'preceding.verifying')
    s.send(people.officer, when, { type: 'verification.record', minutes: 'BB', finding: 'đúng' });
  if (s.state === 'preceding.linking') {
    for (const child of s.children.values()) child.send(people.counter, when, { type: 'receive' });
    s.send(people.officer, when, { type: 'claim' });
    for (const child of s.children.values()) child.send(people.counter, when, { type: 'answer', opinion: 'agree' });
  }
  const limit = s.context.limit ?? '';
  for (const { id, under } of rules.consultations) {
    if (s.context.consultations[id] !== undefined || (under !== undefined && !under.includes(limit))) continue;
    s.send(people.officer, when, { type: 'consultation.request', requests: [{ key: id, question: 'ý kiến' }] });
    s.children.get(id)?.send(people.counter, when, { type: 'answer', opinion: 'agree' });
  }
  return s;
}

/** From the desk of the officer to the hands of the citizen. */
function finish(s: Scenario, rules: Procedure, when: string): Scenario {
  s.send(people.officer, when, { type: 'draft.submit', outcome: 'granted' });
  if (rules.route.review) s.send(people.head, when, { type: 'review.approve' });
  s.send(people.leader, when, { type: 'sign' });
  if (rules.route.numbering) s.send(people.clerk, when, { type: 'result.issue', number: '1' });
  s.send(people.clerk, when, { type: 'result.transfer' });
  return s.send(people.counter, when, { type: 'result.collect', receivedBy: 'Nguyễn Văn An' });
}

describe('the catalogue', () => {
  test('holds fifty procedures, each with its source', () => {
    expect(procedures).toHaveLength(50);
    expect(registry.codes).toHaveLength(50);
    for (const { code, source, confidence, illustrative } of procedures) {
      expect(source, code).not.toBe('');
      expect(illustrative, code).toBe(confidence < 0.8);
    }
  });

  test.each(procedures.map((rules) => [rules.code, rules] as const))(
    '%s: every term inside it fits on every day of two years',
    (_, rules) => {
      checkProcedure(rules, calendar, range);
    },
  );

  test.each(procedures.flatMap((rules) => rules.limits.map((limit) => [rules.code, limit.id, rules] as const)))(
    '%s runs under "%s" from reception to the citizen, and ends in time',
    (_, limit, rules) => {
      const s = begin(rules, '2026-02-12 10:00', limit);
      finish(work(s, rules, '2026-02-12 10:30'), rules, '2026-02-12 11:00');
      expect([s.state, s.context.status]).toEqual(['returned', 10]);
      expect(s.ledger('resolution')).toMatchObject({ status: 'met' });
      expect(s.said('violation.recorded')).toEqual([]);
    },
  );
});

describe('limits over Tết 2026 (16 to 20 February)', () => {
  test.each([
    ['1.001193', 'standard', '2026-02-13 14:59', '2026-02-13 17:00'],
    ['1.001193', 'standard', '2026-02-13 15:01', '2026-02-23 17:00'],
    ['1.001193', 'marital-verification', '2026-02-12 10:00', '2026-02-24 17:00'],
    ['2.000908', 'standard', '2026-02-13 16:00', '2026-02-24 17:00'],
    ['1.004222', 'standard', '2026-02-12 10:00', '2026-03-02 17:00'],
    ['1.013065', 'standard', '2026-02-13 10:00', '2026-02-23 10:00'],
    ['1.010736', 'standard', '2026-02-12 10:00', '2026-02-27 17:00'],
    ['LT-KARAOKE', 'standard', '2026-02-12 16:30', '2026-03-16 17:00'],
    ['LT-KARAOKE', 'standard', '2026-02-12 15:30', '2026-03-13 17:00'],
    ['1.004859', 'supplement-information', '2026-02-12 10:00', '2026-02-12 17:00'],
    ['1.004859', 'change', '2026-02-12 10:00', '2026-02-24 17:00'],
    ['1.004873', 'elsewhere', '2026-02-12 10:00', '2026-03-16 17:00'],
  ])('%s (%s) received at %s is due at %s', (code, limit, received, due) => {
    expect(shown(begin(registry.get(code), received, limit).ledger('resolution')?.dueAt)).toBe(due);
  });
});

describe('procedures with a story', () => {
  test("1.001193, birth: the parent's silence for a day confirms the draft, and that day is not counted", () => {
    const rules = registry.get('1.001193');
    const s = begin(rules, '2026-03-02 09:00');
    s.send(people.officer, '2026-03-02 10:00', {
      type: 'consultation.request',
      requests: [{ key: 'applicant-confirmation', question: 'xác nhận' }],
    });
    s.fireUntil('2026-03-03 17:00');
    expect(s.context.consultations['applicant-confirmation']).toMatchObject({ opinion: 'confirm' });
    finish(s, rules, '2026-03-04 09:00');
    expect(s.said('violation.recorded')).toEqual([]);
  });

  test('1.013978, land: posting, measurement and payment stand outside the 17 days', () => {
    const rules = registry.get('1.013978');
    const s = begin(rules, '2026-03-02 09:00');
    s.send(people.officer, '2026-03-03 09:00', {
      type: 'consultation.request',
      requests: [{ key: 'cadastral-measurement', question: 'trích đo' }],
    });
    s.children
      .get('cadastral-measurement')
      ?.send(consultee('survey-unit'), '2026-03-09 10:00', { type: 'answer', opinion: 'information' });
    s.send(people.officer, '2026-03-10 09:00', { type: 'posting.start', place: 'UBND xã' }).fireUntil(
      '2026-03-26 07:30',
    );
    s.send(people.officer, '2026-03-26 09:00', { type: 'obligation.request' });
    s.send(people.system, '2026-03-30 09:00', { type: 'obligation.notify', amount: 12_000_000, notice: 'TB 1' });
    s.send(people.system, '2026-04-14 09:00', { type: 'obligation.confirm', receipt: 'GNT 1' });
    // Counted so far: none of 3 to 9 March, 10 to 25 March, 26 March to 14 April.
    expect(s.due('resolution')).toBe('2026-05-12 17:00');
    expect(s.due('service')).toBe('2026-05-08 17:00');
    finish(s, rules, '2026-05-11 09:00');
    expect(s.said('violation.recorded')).toEqual([]);
    expect(s.envelope?.deadlines.filter(({ status }) => status === 'running' || status === 'suspended')).toEqual([]);
  });

  test("1.001266, end of a household business: the tax office's silence for two days is no objection", () => {
    const rules = registry.get('1.001266');
    const s = begin(rules, '2026-03-02 09:00');
    s.send(people.officer, '2026-03-02 10:00', {
      type: 'consultation.request',
      requests: [{ key: 'tax', question: 'nghĩa vụ thuế' }],
    });
    s.fireUntil('2026-03-04 17:00');
    finish(s, rules, '2026-03-05 09:00');
    expect(s.context.consultations['tax']).toMatchObject({ opinion: 'no-objection' });
  });

  test('LTKS: the limit begins when police and social insurance have the dossier', () => {
    const s = begin(registry.get('LTKS'), '2026-03-02 09:00');
    expect([s.state, [...s.children.keys()]]).toEqual(['preceding.linking', ['residence', 'health-card']]);
    s.children.get('residence')?.send(people.counter, '2026-03-02 09:30', { type: 'receive' });
    s.children.get('health-card')?.send(people.counter, '2026-03-02 15:30', { type: 'receive' });
    expect(s.due('resolution')).toBe('2026-03-06 17:00');
  });

  test("LTKT: the relatives' confirmation is not counted, and who stays silent is left out", () => {
    const s = begin(registry.get('LTKT'), '2026-03-02 09:00');
    s.send(people.officer, '2026-03-02 10:00', {
      type: 'consultation.request',
      requests: [{ key: 'relatives-confirm', question: 'xác nhận' }],
    });
    s.fireUntil('2026-03-09 17:00');
    expect([s.state, s.context.consultations['relatives-confirm']?.opinion, s.due('resolution')]).toEqual([
      'processing.examining',
      'silent',
      '2026-03-17 17:00',
    ]);
  });

  test('LT-KARAOKE: three agencies one after another, papers due in 15 working days, one new date', () => {
    const rules = registry.get('LT-KARAOKE');
    const s = begin(rules, '2026-03-02 09:00');
    const ask = (key: string) => ({ type: 'consultation.request', requests: [{ key, question: 'giải quyết' }] });
    expect(s.try(people.officer, '2026-03-02 10:00', ask('licence')).status).toBe('refused');
    s.send(people.officer, '2026-03-02 10:00', {
      type: 'supplement.request',
      items: [{ id: '1', content: 'x' }],
      reason: 'thiếu',
    });
    expect([s.due('supplement'), rules.apology.maxTimes]).toEqual(['2026-03-24 00:00', 1]);
    s.fireUntil('2026-03-24 08:00');
    expect([s.state, s.context.status]).toEqual(['stopped', 8]);
  });

  test('1.004873, marital status: another commune is asked, and 20 calendar days are added', () => {
    const s = begin(registry.get('1.004873'), '2026-03-02 09:00');
    s.send(people.officer, '2026-03-03 09:00', {
      type: 'extension.apply',
      case: 'elsewhere-later',
      reason: 'từng cư trú nơi khác',
    });
    s.send(people.officer, '2026-03-03 09:10', {
      type: 'consultation.request',
      requests: [{ key: 'other-place', question: 'tình trạng hôn nhân' }],
    });
    expect([s.due('resolution'), s.children.get('other-place')?.due('opinion')]).toEqual([
      '2026-03-25 17:00',
      '2026-03-06 17:00',
    ]);
  });

  test.each([
    ['1.013080', 'standard'],
    ['1.013065', 'lost'],
  ])('%s (%s): up to 30 days of verification come first, then two working days', (code, limit) => {
    const s = begin(registry.get(code), '2026-03-02 09:00', limit);
    expect([s.due('verification'), s.ledger('resolution')]).toEqual(['2026-04-01 17:00', undefined]);
    s.send(people.officer, '2026-03-30 10:00', { type: 'verification.record', minutes: 'BB', finding: 'mất' });
    expect(s.due('resolution')).toBe('2026-04-01 17:00');
  });

  test('2.000806, marriage with a foreign element: not collected in 60 days, the certificate is cancelled', () => {
    const rules = registry.get('2.000806');
    const s = begin(rules, '2026-03-02 09:00');
    s.send(people.officer, '2026-03-03 09:00', { type: 'draft.submit', outcome: 'granted' });
    s.send(people.leader, '2026-03-03 10:00', { type: 'sign' });
    s.send(people.clerk, '2026-03-03 10:30', { type: 'result.issue', number: '1' });
    s.send(people.clerk, '2026-03-03 11:00', { type: 'result.transfer' });
    s.fireUntil('2026-05-04 23:59');
    expect(s.state).toBe('resolved.ready');
    s.fireUntil('2026-05-05 00:00');
    expect([s.state, s.context.delivery.status]).toEqual(['lapsed', 'lapsed']);
  });
});
