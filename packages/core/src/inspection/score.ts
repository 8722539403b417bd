import { z } from 'zod';
import type { ChecklistRules } from './checklist.js';
import { fields } from './fields.js';

/** The answer to one criterion: one of its scale's, or that it does not apply to this unit. */
export const answerSchema = z.union([
  z.strictObject({ answer: fields.key }),
  z.strictObject({ notApplicable: z.literal(true) }),
]);
export type Answer = z.infer<typeof answerSchema>;
export type Answers = Readonly<Record<string, Answer>>;

/** How a unit did in one content. */
export const scoreSchema = z.strictObject({
  content: fields.key,
  checklist: fields.key,
  version: fields.key,
  /** Points reached, of the points that could be reached; what does not apply counts on neither side. */
  points: z.number(),
  outOf: z.number(),
  /** 0 to 100 with two decimals; null when nothing applies. */
  percent: z.number().min(0).max(100).nullable(),
  answered: z.number().int(),
  notApplicable: z.number().int(),
  /** Criteria without an answer: they count as not reached. */
  missing: z.number().int(),
});
export type Score = z.infer<typeof scoreSchema>;

/** Can this criterion of the checklist be answered like that? */
export function fitsCriterion(rules: ChecklistRules, criterion: string, answer: Answer): boolean {
  const found = rules.criteria[criterion];
  if (found === undefined) return false;
  return 'answer' in answer ? Object.hasOwn(found.answers, answer.answer) : found.mayNotApply;
}

/** Criteria that nobody has answered yet. */
export const openCriteria = (rules: ChecklistRules, answers: Answers): readonly string[] =>
  Object.keys(rules.criteria).filter((criterion) => answers[criterion] === undefined);

/**
 * The score of a content. Each criterion gives its weight times what its answer is worth. Exact: hundredths of points
 * are counted as integers.
 */
export function scoreChecklist(content: string, rules: ChecklistRules, answers: Answers): Score {
  let hundredths = 0;
  let outOf = 0;
  let notApplicable = 0;
  let answered = 0;
  for (const [criterion, { weight, answers: worth }] of Object.entries(rules.criteria)) {
    const given = answers[criterion];
    if (given !== undefined && !('answer' in given)) {
      notApplicable += 1;
      continue;
    }
    outOf += weight;
    if (given === undefined) continue;
    answered += 1;
    hundredths += weight * (worth[given.answer] ?? 0);
  }
  return {
    content,
    checklist: rules.id,
    version: rules.version,
    points: hundredths / 100,
    outOf,
    percent: outOf === 0 ? null : Math.round((hundredths * 100) / outOf) / 100,
    answered,
    notApplicable,
    missing: Object.keys(rules.criteria).length - answered - notApplicable,
  };
}
