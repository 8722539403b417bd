import { describe, expect, test } from 'vitest';
import { timeAccount } from '../../deadlines/index.js';
import { ROLES } from '../roles.js';
import { at, CODE, calendar, examined, people, person, procedure, submitted, UNIT } from './scenario.js';

const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const rule = (id: string, silence: string, changes: object = {}) => ({
  id,
  agency: id,
  name: { vi: id, en: id },
  party: 'agency',
  budget: wd(2),
  silence,
  countsTowardLimit: true,
  ...changes,
});
const ask = (...keys: string[]) => ({
  type: 'consultation.request',
  requests: keys.map((key) => ({ key, question: 'ý kiến về hồ sơ' })),
});
const draft = { type: 'draft.submit', outcome: 'granted' };
const consultee = (unit: string) => person(`officer-${unit}`, unit, ROLES.consultee);

describe('a consultation', () => {
  const rules = procedure({
    consultations: [rule('tax', 'deemedNoObjection'), rule('police', 'chase'), rule('construction', 'deemedConsent')],
  });

  test('is a sub-case with its own term, side by side with others, and the limit runs on', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-02 10:00', ask('tax', 'police'));
    expect([s.state, s.ledger('resolution')?.status]).toEqual(['processing.examining', 'running']);
    expect([...s.children.values()].map((child) => [child.state, child.due('opinion')])).toEqual([
      ['requested', '2026-03-04 17:00'],
      ['requested', '2026-03-04 17:00'],
    ]);
  });

  test('is answered to the dossier, which drafts nothing before every answer is there', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-02 10:00', ask('tax', 'police'));
    s.children.get('tax')?.send(consultee('tax'), '2026-03-03 09:00', { type: 'receive' });
    s.children
      .get('tax')
      ?.send(consultee('tax'), '2026-03-03 10:00', { type: 'answer', opinion: 'agree', document: 'CV 1' });
    expect(s.context.consultations['tax']).toMatchObject({ status: 'answered', opinion: 'agree', late: false });
    expect(s.try(people.officer, '2026-03-03 11:00', draft)).toMatchObject({
      message: expect.stringContaining('still open: police'),
    });
    s.children
      .get('police')
      ?.send(consultee('police'), '2026-03-03 14:00', { type: 'answer', opinion: 'object', content: 'x' });
    s.send(people.officer, '2026-03-03 15:00', draft);
    expect(s.state).toBe('processing.reviewing');
  });

  test.each([
    ['tax', 'no-objection'],
    ['construction', 'agree'],
  ])('of %s says "%s" when its term ends in silence', (key, opinion) => {
    const s = examined({ procedure: rules })
      .send(people.officer, '2026-03-02 10:00', ask(key))
      .fireUntil('2026-03-04 17:00');
    expect(s.children.get(key)?.state).toBe('silent');
    expect(s.context.consultations[key]).toMatchObject({ status: 'answered', opinion, late: false });
    expect(s.said('consultation.answered')).toMatchObject([{ ending: 'silent' }]);
  });

  test('whose silence says nothing stays open, is reminded, and the head of the one-stop hears of it', () => {
    const s = examined({ procedure: rules })
      .send(people.officer, '2026-03-02 10:00', ask('police'))
      .fireUntil('2026-03-06 18:00');
    const child = s.children.get('police');
    expect([child?.state, child?.said('deadline.reached').filter((fact) => fact['rung'] === 'chase').length]).toEqual([
      'overdue',
      2,
    ]);
    expect(s.said('consultation.overdue')).toMatchObject([{ agency: 'police', oneStop: 'commune-1.one-stop' }]);
    child?.send(consultee('police'), '2026-03-09 08:00', { type: 'answer', opinion: 'agree' });
    expect(s.context.consultations['police']).toMatchObject({ status: 'answered', late: true });
  });

  test('keeps an opinion that comes after silence has spoken', () => {
    const s = examined({ procedure: rules })
      .send(people.officer, '2026-03-02 10:00', ask('tax'))
      .fireUntil('2026-03-05 08:00');
    s.send(people.officer, '2026-03-05 09:00', { type: 'consultation.late', key: 'tax', opinion: 'còn nợ thuế' });
    expect(s.context.consultations['tax']).toMatchObject({ opinion: 'no-objection', late: true });
  });

  test('is cancelled with the dossier', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-02 10:00', ask('tax', 'police'));
    s.send(people.citizen, '2026-03-03 09:00', { type: 'withdraw' });
    expect([...s.children.values()].map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(s.said('consultation.cancelled')).toHaveLength(2);
  });

  test('the procedure does not name counts, and needs an agency and a term', () => {
    const s = examined();
    expect(s.try(people.officer, '2026-03-02 10:00', ask('museum')).status).toBe('refused');
    const requests = [{ key: 'museum', question: 'di tích?', agency: 'museum', budget: wd(1) }];
    s.send(people.officer, '2026-03-02 10:00', { type: 'consultation.request', requests }).fireUntil(
      '2026-03-03 18:00',
    );
    expect(s.children.get('museum')?.state).toBe('overdue');
  });

  test('is not answered by another unit', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-02 10:00', ask('tax'));
    const reply = s.children
      .get('tax')
      ?.try(consultee('police'), '2026-03-03 10:00', { type: 'answer', opinion: 'agree' });
    expect(reply).toMatchObject({ code: 'MC_ACCESS_DENIED' });
  });
});

describe('consultations in order', () => {
  const rules = procedure({ consultations: [rule('first', 'chase'), rule('second', 'chase', { after: ['first'] })] });

  test('wait for the one before', () => {
    const s = examined({ procedure: rules });
    expect(s.try(people.officer, '2026-03-02 10:00', ask('second')).status).toBe('refused');
    s.send(people.officer, '2026-03-02 10:00', ask('first'));
    s.children.get('first')?.send(consultee('first'), '2026-03-03 10:00', { type: 'answer', opinion: 'agree' });
    s.send(people.officer, '2026-03-03 11:00', ask('second'));
    expect(s.children.get('second')?.state).toBe('requested');
  });
});

describe('a consultation the limit does not count', () => {
  const apart = { countsTowardLimit: false };
  const rules = procedure({
    consultations: [
      rule('survey', 'chase', apart),
      rule('council', 'deemedConsent', apart),
      rule('me', 'deemedConfirmed', { ...apart, party: 'citizen' }),
    ],
  });

  test('stops the limit until the last of them is there; each minute has one holder', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-03 10:00', ask('survey', 'council'));
    expect([s.state, s.ledger('resolution')?.status]).toEqual(['consulting', 'suspended']);
    s.children.get('survey')?.send(consultee('survey'), '2026-03-04 10:00', { type: 'answer', opinion: 'information' });
    expect(s.state).toBe('consulting');
    s.fireUntil('2026-03-05 17:00');
    expect([s.state, s.due('resolution')]).toEqual(['processing.examining', '2026-03-12 17:00']);
    const account = timeAccount(s.envelope?.custody ?? [], at('2026-03-06 11:30'), calendar);
    expect(account.rows.reduce((sum, { workingMs }) => sum + workingMs, 0)).toBe(account.totalWorkingMs);
    expect(account.rows.map(({ holder }) => holder.id).sort()).toEqual(
      ['commune-1.one-stop', UNIT, 'council', 'survey'].sort(),
    );
  });

  test('of the applicant is answered by him, and his silence confirms', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-03 10:00', ask('me'));
    const child = s.children.get('me');
    const stranger = { kind: 'person' as const, id: 'citizen-2', roles: [ROLES.applicant] };
    expect(child?.try(stranger, '2026-03-03 11:00', { type: 'answer', opinion: 'confirm' })).toMatchObject({
      code: 'MC_ACCESS_DENIED',
    });
    child?.send(people.citizen, '2026-03-03 11:00', { type: 'answer', opinion: 'confirm' });
    expect(s.state).toBe('processing.examining');
    const silent = examined({ procedure: rules })
      .send(people.officer, '2026-03-03 10:00', ask('me'))
      .fireUntil('2026-03-05 17:00');
    expect(silent.context.consultations['me']).toMatchObject({ opinion: 'confirm' });
  });

  test('interrupts a dossier that is already being drafted, and gives it back there', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-03 09:00', {
      type: 'examination.conclude',
      outcome: 'granted',
    });
    s.send(people.officer, '2026-03-03 10:00', ask('survey'));
    s.children.get('survey')?.send(consultee('survey'), '2026-03-04 10:00', { type: 'answer', opinion: 'information' });
    expect(s.state).toBe('processing.drafting');
  });
});

describe('linked agencies', () => {
  const rules = procedure({
    limits: [{ id: 'standard', budget: wd(3), counting: { cutOff: { at: '15:00' } }, startsFrom: 'agencies' }],
    consultations: [rule('police', 'chase'), rule('insurance', 'chase')],
  });
  const linked = () =>
    submitted({ procedure: rules, channel: 'online' })
      .send(people.counter, '2026-03-02 09:30', { type: 'accept', code: CODE, papers: [{ id: 'declaration' }] })
      .send(people.counter, '2026-03-02 10:00', { type: 'transfer', unit: UNIT });

  test('are asked at once, and the limit begins when all of them have the dossier', () => {
    const s = linked();
    expect([s.state, [...s.children.keys()], s.due('acknowledgement')]).toEqual([
      'preceding.linking',
      ['police', 'insurance'],
      '2026-03-02 13:30',
    ]);
    s.children.get('police')?.send(consultee('police'), '2026-03-02 10:30', { type: 'receive' });
    expect([s.state, s.ledger('resolution')]).toEqual(['preceding.linking', undefined]);
    s.send(people.system, '2026-03-02 15:10', { type: 'agency.acknowledge', agency: 'insurance' });
    expect([s.state, s.due('resolution')]).toEqual(['processing.awaitingAssignment', '2026-03-06 17:00']);
  });

  test('that answer at once have the dossier as well', () => {
    const s = linked();
    s.children.get('police')?.send(consultee('police'), '2026-03-02 10:30', { type: 'answer', opinion: 'agree' });
    s.children.get('insurance')?.send(consultee('insurance'), '2026-03-02 11:00', { type: 'answer', opinion: 'agree' });
    expect([s.state, s.due('resolution')]).toEqual(['processing.awaitingAssignment', '2026-03-05 17:00']);
  });

  test('that do not acknowledge within two working hours raise an alarm', () => {
    const s = linked().fireUntil('2026-03-02 14:00');
    expect(s.said('deadline.breached')).toMatchObject([{ deadline: 'acknowledgement' }]);
  });
});
