import { expect, test } from 'vitest';
import { timeAccount } from '../../deadlines/index.js';
import { allowedEvents, defineMigration, examineMigration } from '../../kernel/index.js';
import { dossierWorkflow, portalStatus, ROLES } from '../index.js';
import { calendar, people, person, procedure, type Scenario, submitted } from './scenario.js';

const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const consultation = (id: string, silence: string, countsTowardLimit: boolean, party = 'agency') => ({
  id,
  agency: id,
  name: { vi: id, en: id },
  party,
  budget: wd(2),
  silence,
  countsTowardLimit,
});
const everything = (interruption: string, reopen: string) =>
  procedure({
    limits: [
      { id: 'standard', budget: wd(10) },
      { id: 'same-day', budget: wd(0), counting: { cutOff: { at: '15:00' } } },
      { id: 'verified', budget: wd(2), startsFrom: 'verification' },
      { id: 'linked', budget: wd(3), startsFrom: 'agencies' },
    ],
    extensions: [{ id: 'more', add: wd(5) }],
    service: { budget: wd(7) },
    supplement: { interruption, maxTimes: 1, noticeWithin: wd(3), applicantTerm: wd(5), onExpiry: 'continue' },
    financial: { authority: 'tax', assessment: wd(2), term: wd(5), interruption: 'exclude', onExpiry: 'chase' },
    consultations: [
      consultation('a', 'deemedConsent', true),
      consultation('b', 'chase', false),
      consultation('c', 'deemedConfirmed', false, 'citizen'),
    ],
    posting: { budget: wd(3), countsTowardLimit: false },
    verification: { budget: wd(2), countsTowardLimit: false },
    collection: { term: wd(10), onExpiry: 'lapse' },
    interlinks: ['portal'],
    reopen,
  });

/** A small generator of numbers (mulberry32), so that a walk can be repeated by its seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const pick = <Item>(roll: (below: number) => number, items: readonly Item[]): Item => items[roll(items.length)] as Item;

function payload(type: string, s: Scenario, roll: (below: number) => number, now: number): object {
  const why = { reason: 'x', legalBasis: 'y' };
  const samples: Record<string, () => object> = {
    accept: () => ({
      code: 'H-1',
      papers: [{ id: 'declaration' }],
      limit: pick(roll, ['standard', 'same-day', 'verified', 'linked']),
    }),
    refuse: () => ({ reason: 'x' }),
    'fee.pay': () => ({ receipt: '1', amount: 1 }),
    transfer: () => ({ unit: 'commune-1.justice', ...(roll(2) === 0 && { assignee: 'officer-case' }) }),
    'agency.acknowledge': () => ({ agency: pick(roll, ['a', 'b']) }),
    'supplement.request': () => ({ items: [{ id: '1', content: 'x' }], reason: 'x', legalBasis: 'y' }),
    'supplement.provide': () => ({ items: roll(2) === 0 ? ['1'] : [], papers: [] }),
    assign: () => ({ assignee: 'officer-case' }),
    'hand-over': () => ({ assignee: pick(roll, ['officer-2', 'officer-3']), reason: 'x' }),
    'hand-over.acknowledge': () => ({ standing: 'early' }),
    'representative.name': () => ({ representative: { id: 'p9', name: 'x' } }),
    'deputy.name': () => ({ deputy: `d${roll(9)}`, reason: 'x' }),
    'deputy.remove': () => ({ deputy: 'd1' }),
    'unit.transfer': () => ({ unit: `commune-${roll(5)}.justice`, ...why }),
    'consultation.request': () => ({ requests: [{ key: pick(roll, ['a', 'b', 'c']), question: 'x' }] }),
    'consultation.cancel': () => ({ key: pick(roll, ['a', 'b', 'c']), reason: 'x' }),
    'consultation.late': () => ({ key: 'a', opinion: 'x' }),
    'verification.start': () => ({ place: 'x' }),
    'verification.record': () => ({ minutes: 'x', finding: 'x' }),
    'posting.start': () => ({ place: 'x' }),
    'posting.object': () => ({ by: 'x', content: 'x' }),
    'obligation.notify': () => ({ amount: roll(2), notice: 'x' }),
    'obligation.confirm': () => ({ receipt: 'x' }),
    'obligation.defer': () => why,
    'extension.apply': () => ({ case: 'more', reason: 'x' }),
    suspend: () => ({ cause: 'disaster', ...why }),
    'examination.conclude': () => ({ outcome: 'granted' }),
    'draft.submit': () => ({ outcome: 'refused', reason: 'x' }),
    'review.return': () => ({ reason: 'x' }),
    'sign.return': () => ({ reason: 'x' }),
    'result.issue': () => ({ number: '1' }),
    'apology.issue': () => ({ reason: 'x', until: now + (1 + roll(20)) * 86_400_000, responsible: s.context.unit }),
    'delivery.choose': () => ({ method: 'post' }),
    'delivery.dispatch': () => ({ carrier: 'x', tracking: 'x' }),
    'delivery.fail': () => ({ reason: 'x' }),
    'result.collect': () => ({ receivedBy: 'x' }),
    'result.publish': () => ({ location: 'x' }),
    stop: () => why,
    reopen: () => ({ kind: 'correction', ...why }),
    'sync.report': () => ({ system: 'portal', status: pick(roll, ['sent', 'failed', 'acknowledged']) }),
    'sync.enter': () => ({ system: 'portal', reference: 'x', reason: 'x' }),
    'sync.waive': () => ({ system: 'portal', reason: 'x' }),
  };
  return samples[type]?.() ?? {};
}

/** Seldom chosen: they change little. */
const IDLE = new Set([
  'fee.pay',
  'delivery.choose',
  'hand-over.acknowledge',
  'unit.transfer',
  'representative.name',
  'representative.end',
  'deputy.name',
  'deputy.remove',
  'hand-over',
  'sync.report',
  'sync.enter',
  'sync.waive',
  'posting.object',
]);
/** Rarely chosen, or every walk would end at once. */
const ENDS = new Set(['withdraw', 'stop', 'refuse', 'archive']);
const seen = new Set<string>();

/** Some of the consultees answer, or say that they have the dossier, or that they are not competent. */
function answerSome(s: Scenario, roll: (below: number) => number, now: number): void {
  const events = [{ type: 'receive' }, { type: 'answer', opinion: 'agree' }, { type: 'decline', reason: 'x' }];
  for (const child of s.children.values()) {
    if (child.envelope?.status !== 'active' || roll(3) > 0) continue;
    const event = pick(roll, events);
    expect(child.try(person('c', 'c', ROLES.consultee), now, event).status, event.type).not.toBe('failed');
  }
}

function walk(seed: number): void {
  const roll = dice(seed);
  const rules = everything(pick(roll, ['restart', 'pause', 'exclude']), pick(roll, ['restart', 'continue', 'reset']));
  const all = {
    check: ({ rules: access }: { rules: readonly unknown[] }) =>
      access.length > 0 ? { allowed: true as const } : { allowed: false as const, reason: 'engine' },
  };
  const s = submitted({ procedure: rules, authorizer: all, at: '2026-03-02 09:00' });
  let now = s.envelope?.openedAt ?? 0;
  for (let step = 0; step < 150 && s.envelope?.status === 'active'; step += 1) {
    now += (1 + roll(roll(4) === 0 ? 60 : 6)) * 3_600_000;
    s.fireUntil(now);
    answerSome(s, roll, now);
    if (s.envelope.status !== 'active') break;
    const actor = person(
      `p${roll(3)}`,
      s.context.unit,
      ...Object.values(ROLES).filter((role) => role !== ROLES.applicant),
    );
    const allowed = allowedEvents(s.world.workflow, s.envelope, { tenant: 't', actor, receivedAt: now }, s.world.env);
    const type = pick(roll, allowed);
    if ((ENDS.has(type) && roll(20) > 0) || (IDLE.has(type) && roll(8) > 0)) continue;
    const reply = s.try(actor, now, { type, ...payload(type, s, roll, now) });
    expect(
      reply.status,
      `seed ${seed}, step ${step}: ${type} in ${s.state}: ${'message' in reply ? reply.message : ''}`,
    ).not.toBe('failed');
    if (reply.status === 'refused')
      expect(reply.code, `seed ${seed}: ${reply.message}`).toMatch(/NOT_ALLOWED|OVER_CAP|NOT_RUNNING/);
    seen.add(s.state);
    check(s, now);
  }
}

/** To a version in which nothing changed. */
const unchanged = defineMigration({ from: dossierWorkflow(), to: dossierWorkflow({ version: '2' }) });

/** What holds in every state. */
function check(s: Scenario, now: number): void {
  const { state, context, envelope } = s;
  if (envelope === undefined) return;
  expect(portalStatus({ state, context })).toBe(context.status);
  const account = timeAccount(envelope.custody, now, calendar);
  expect(account.rows.reduce((sum, { workingMs }) => sum + workingMs, 0)).toBe(account.totalWorkingMs);
  const resolution = s.ledger('resolution');
  const waiting = envelope.tags.includes('excluded');
  if (envelope.tags.includes('limit'))
    expect([state, resolution?.status]).toEqual([state, waiting ? 'suspended' : 'running']);
  else expect(['met', 'stopped', undefined], state).toContain(resolution?.status);
  expect(context.interruption !== undefined, state).toBe(waiting || state === 'registered.awaitingPapers');
  const { env } = s.world;
  // Wherever it stands, and however it has changed since its terms began: a version that says the same changes nothing.
  const found = examineMigration(unchanged, envelope, { actor: people.supervisor, receivedAt: now }, env);
  expect(found, state).toEqual(envelope.status === 'done' ? [{ kind: 'not-concerned' }] : []);
  const open = Object.entries(context.consultations).filter(([, { status }]) => status === 'open');
  if (context.ended !== undefined) expect(open).toEqual([]);
  if (state === 'consulting') expect(open.some(([, { countsTowardLimit }]) => !countsTowardLimit)).toBe(true);
}

test('whatever people do in whatever order, a dossier stays whole', () => {
  for (let seed = 1; seed <= 60; seed += 1) walk(seed);
  expect(seen.size).toBeGreaterThan(22);
});
