import { describe, expect, test } from 'vitest';
import { cover } from '../../../test/model/cover.js';
import type { Example, Model, Scene } from '../../../test/model/example.js';
import { walk } from '../../../test/model/walk.js';
import { consultationWorkflow, type DossierContext, dossierWorkflow, ROLES } from '../index.js';
import { rulesOf } from '../rules.js';
import { at, procedure } from './scenario.js';

const DAY = 86_400_000;
const START = at('2026-03-02 09:00');
const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const text = (fields: object): Example => ({ payload: () => fields });
const why = { reason: 'x', legalBasis: 'y' };
const roles = Object.values(ROLES).filter((role) => role !== ROLES.applicant);

const consultation = (id: string, silence: string, countsTowardLimit: boolean) => ({
  id,
  agency: id,
  name: { vi: id, en: id },
  party: 'agency',
  budget: wd(2),
  silence,
  countsTowardLimit,
});

/** A procedure that has everything, in two flavours: what is excluded in one counts in the other. */
const everything = (apart: boolean) =>
  procedure({
    limits: [
      { id: 'standard', budget: wd(10) },
      { id: 'verified', budget: wd(5), startsFrom: 'verification' },
      { id: 'linked', budget: wd(5), startsFrom: 'agencies' },
    ],
    extensions: [{ id: 'more', add: wd(5) }],
    supplement: {
      interruption: 'restart',
      maxTimes: 1,
      noticeWithin: wd(3),
      applicantTerm: wd(5),
      onExpiry: apart ? 'continue' : 'close',
    },
    financial: {
      authority: 'tax',
      assessment: wd(2),
      term: wd(5),
      interruption: 'exclude',
      onExpiry: apart ? 'chase' : 'stop',
    },
    consultations: [consultation('a', 'chase', !apart), consultation('b', 'chase', !apart)],
    posting: { budget: wd(3), countsTowardLimit: !apart },
    verification: { budget: wd(2), countsTowardLimit: !apart },
    collection: { term: wd(10), onExpiry: apart ? 'lapse' : 'keep' },
    route: { review: apart, numbering: apart },
    interlinks: ['portal'],
  });

const input = (apart: boolean) => ({
  procedure: rulesOf(everything(apart)),
  channel: 'counter',
  applicant: { id: 'citizen-1', kind: 'citizen', name: 'Nguyễn Văn An' },
  oneStop: 'one-stop',
  papers: [],
});

const isOpen = (key: string) => (context: DossierContext) => context.consultations[key]?.status === 'open';
const says = (key: string, fields: object = {}): Example => ({
  when: isOpen(key),
  payload: () => ({ key, occurrence: 1, caseId: 'x', ...fields }),
});
const answer = { output: { ending: 'answered', opinion: 'agree', late: false, at: START } };

const dossier: Model = {
  workflow: dossierWorkflow(),
  children: ['consultation'],
  roles,
  openings: [true, false].map((apart) => ({ at: START, input: input(apart) })),
  examples: {
    accept: ['standard', 'verified', 'linked'].map((limit) =>
      text({ code: 'H-1', papers: [{ id: 'declaration' }], limit }),
    ),
    refuse: text({ reason: 'x' }),
    'fee.pay': text({ receipt: '1', amount: 1 }),
    transfer: [text({ unit: 'unit' }), text({ unit: 'unit', assignee: 'p1' })],
    'agency.acknowledge': [text({ agency: 'a' }), text({ agency: 'b' })],
    'supplement.request': text({
      items: [
        { id: '1', content: 'x' },
        { id: '2', content: 'y' },
      ],
      ...why,
    }),
    'supplement.provide': [text({ items: ['1'], papers: [] }), text({ items: ['1', '2'], papers: [] })],
    assign: text({ assignee: 'p1' }),
    'hand-over': text({ assignee: 'p3', reason: 'x' }),
    'hand-over.acknowledge': text({ standing: 'early' }),
    'representative.name': text({ representative: { id: 'p9', name: 'x' } }),
    'deputy.name': text({ deputy: 'd1', reason: 'x' }),
    'deputy.remove': text({ deputy: 'd1' }),
    'unit.transfer': text({ unit: 'other', ...why }),
    'consultation.request': [
      text({ requests: [{ key: 'a', question: 'x' }] }),
      text({ requests: ['a', 'b'].map((key) => ({ key, question: 'x' })) }),
    ],
    'consultation.answer': [says('a', answer), says('b', answer)],
    'consultation.receive': [says('a'), says('b')],
    'consultation.overdue': says('a'),
    'consultation.cancel': [
      { when: isOpen('a'), payload: () => ({ key: 'a', reason: 'x' }) },
      { when: isOpen('b'), payload: () => ({ key: 'b', reason: 'x' }) },
    ],
    'consultation.late': text({ key: 'a', opinion: 'x' }),
    'verification.start': text({ place: 'x' }),
    'verification.record': text({ minutes: 'x', finding: 'x' }),
    'posting.start': text({ place: 'x' }),
    'posting.object': text({ by: 'x', content: 'x' }),
    'obligation.notify': [text({ amount: 0, notice: 'x' }), text({ amount: 1, notice: 'x' })],
    'obligation.confirm': text({ receipt: 'x' }),
    'obligation.defer': text(why),
    'extension.apply': text({ case: 'more', reason: 'x' }),
    suspend: text({ cause: 'disaster', ...why }),
    'examination.conclude': text({ outcome: 'granted' }),
    'draft.submit': text({ outcome: 'granted' }),
    'review.approve': { by: 'head' },
    'review.return': text({ reason: 'x' }),
    sign: { by: 'chair' },
    'sign.return': text({ reason: 'x' }),
    'result.issue': text({ number: '1' }),
    'apology.issue': {
      payload: ({ now }: Scene) => ({ reason: 'x', until: now + 60 * DAY, responsible: 'unit' }),
    },
    'delivery.choose': text({ method: 'post' }),
    'delivery.dispatch': text({ carrier: 'x', tracking: 'x' }),
    'delivery.fail': text({ reason: 'x' }),
    'result.collect': text({ receivedBy: 'x' }),
    'result.publish': text({ location: 'x' }),
    stop: text(why),
    reopen: text({ kind: 'correction', ...why }),
    'sync.report': text({ system: 'portal', status: 'acknowledged' }),
    'sync.enter': text({ system: 'portal', reference: 'x', reason: 'x' }),
    'sync.waive': text({ system: 'portal', reason: 'x' }),
    'resolution.overruled': {
      when: ({ draft, result, procedure: { route } }: DossierContext) =>
        draft !== undefined && result === undefined && !route.numbering,
      act: { type: 'sign', by: 'chair' },
    },
    'stage.overruled': {
      when: ({ code, assignee }: DossierContext) => code === undefined && assignee === undefined,
      act: { type: 'refuse', payload: () => ({ reason: 'x' }) },
    },
  },
  shape: (context: DossierContext, state: string) => {
    const open = Object.entries(context.consultations).flatMap(([key, { status }]) => (status === 'open' ? [key] : []));
    const asks = /consulting|linking|examining/u.test(state);
    return [
      context.procedure.route.review,
      context.limit,
      context.limitFrom !== undefined,
      context.competent !== undefined,
      context.assignee !== undefined,
      Math.min(context.supplement.after + context.supplement.before, 1),
      asks ? open : open.length > 0,
      ...(/awaitingPapers|supplementing/u.test(state) ? [...context.supplement.provided].sort() : []),
      ...(state.includes('linking') ? [...context.acknowledged].sort() : []),
      ...(state.includes('checking') ? [context.deputies.length > 0, context.representative !== undefined] : []),
      ...(/returned|refused|withdrawn|stopped|lapsed/u.test(state)
        ? [context.sync['portal']?.status === 'pending']
        : []),
    ];
  },
};

const consultationModel: Model = {
  workflow: consultationWorkflow(),
  isSubCase: true,
  roles,
  openings: ['chase', 'deemedConsent'].map((silence) => ({
    at: START,
    input: {
      dossier: 'H-1',
      procedure: 'p',
      applicant: { id: '001099012345' },
      lead: 'unit',
      agency: 'tax',
      party: 'agency',
      question: 'x',
      silence,
      budget: wd(2),
    },
  })),
  examples: {
    assign: text({ assignee: 'p1' }),
    answer: text({ opinion: 'agree' }),
    decline: text({ reason: 'x' }),
    'consultation.cancel': text({ reason: 'x' }),
  },
  shape: ({ silence }: { silence: string }) => silence,
};

const models = { dossier, consultation: consultationModel };

describe('paths generated over the machines, run through the real engine', () => {
  test.each(Object.entries(models))('reach every state and every transition of %s', async (id, model) => {
    const { states, transitions, paths, unreached } = await cover(model);
    console.log(`${id}: ${states} states, ${transitions} transitions, ${paths} paths`);
    expect(unreached).toEqual([]);
  });
});

test.each(Object.entries(models))(
  'whatever happens to a %s in whatever order, its journal and its ledgers explain it',
  async (_, model) => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) for (const state of await walk(model, seed, 60)) seen.add(state);
    expect(seen.size).toBeGreaterThan(2);
  },
);
