import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checklistSchema } from '../checklist.js';
import { checklistRulesOf, isoChecklist, itChecklist, reformChecklist, scoreChecklist } from '../index.js';
import type { Answer } from '../score.js';
import { content } from './round.js';

const { checklist } = content('reform');
const score = (answers: Record<string, Answer>) => scoreChecklist('reform', checklist, answers);

test('a score is the weight of each answer, of all that applies', () => {
  expect(score({ c1: { answer: 'met' }, c2: { answer: 'met' } })).toMatchObject({
    points: 10,
    outOf: 10,
    percent: 100,
  });
  expect(score({ c1: { answer: 'partly' }, c2: { answer: 'no' } })).toMatchObject({
    points: 3,
    outOf: 10,
    percent: 30,
  });
});

test('what does not apply counts on neither side', () => {
  expect(score({ c1: { answer: 'partly' }, c2: { notApplicable: true } })).toEqual({
    content: 'reform',
    checklist: 'reform-test',
    version: '1',
    points: 3,
    outOf: 6,
    percent: 50,
    answered: 1,
    notApplicable: 1,
    missing: 0,
  });
  expect(score({ c1: { notApplicable: true }, c2: { notApplicable: true } })).toMatchObject({
    outOf: 0,
    percent: null,
  });
});

test('a criterion without an answer is missing, and not reached', () => {
  expect(score({ c1: { answer: 'met' } })).toMatchObject({ points: 6, outOf: 10, percent: 60, missing: 1 });
});

test.each([
  ['reform', reformChecklist],
  ['iso', isoChecklist],
  ['it', itChecklist],
])('the ready checklist of %s is whole, and each criterion says where it comes from', (id, ready) => {
  const parsed = checklistSchema.parse(ready);
  expect(parsed).toEqual(ready);
  expect(parsed.content).toBe(id);
  for (const { source, evidence, text } of parsed.criteria) {
    expect(source).not.toBe('');
    expect(evidence.length).toBeGreaterThan(0);
    expect([text.vi, text.en]).not.toContain('');
  }
  const rules = checklistRulesOf(ready);
  const best = Object.fromEntries(
    Object.entries(rules.criteria).map(([criterion, { answers }]) => [
      criterion,
      { answer: Object.entries(answers).find(([, percent]) => percent === 100)?.[0] ?? '' },
    ]),
  );
  expect(scoreChecklist(id, rules, best)).toMatchObject({ percent: 100, missing: 0 });
});

test('a checklist that refers to what is not there is refused, with every offence', () => {
  const [first] = isoChecklist.criteria;
  const broken = {
    ...isoChecklist,
    criteria: [first, { ...first, section: 'nowhere' }, { ...first, id: 'other', scale: 'none' }],
  };
  const { error } = checklistSchema.safeParse(broken);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    `criterion "${first?.id}" is given twice`,
    'section "nowhere" is unknown',
    'scale "none" is unknown',
  ]);
});

test('whatever is answered, a score stays between nothing and all, and a better answer never lowers it', () => {
  const rules = checklistRulesOf(reformChecklist);
  const ids = Object.keys(rules.criteria);
  const answerOf = (id: string) =>
    fc.constantFrom<Answer | undefined>(
      undefined,
      { notApplicable: true },
      ...Object.keys(rules.criteria[id]?.answers ?? {}).map((answer) => ({ answer })),
    );
  const answers = fc.record(Object.fromEntries(ids.map((id) => [id, answerOf(id)])));
  fc.assert(
    fc.property(answers, fc.constantFrom(...ids), (given, id) => {
      const answered = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined)) as Record<
        string,
        Answer
      >;
      const {
        points,
        outOf,
        percent,
        missing,
        answered: count,
        notApplicable,
      } = scoreChecklist('reform', rules, answered);
      expect(points).toBeLessThanOrEqual(outOf);
      expect(missing + count + notApplicable).toBe(ids.length);
      if (percent !== null) expect(Math.abs(percent - (points * 100) / outOf)).toBeLessThan(0.0051);
      const best = Object.entries(rules.criteria[id]?.answers ?? {}).find(([, worth]) => worth === 100)?.[0] ?? '';
      const better = scoreChecklist('reform', rules, { ...answered, [id]: { answer: best } });
      expect(better.percent ?? 0).toBeGreaterThanOrEqual(percent ?? 0);
    }),
  );
});
