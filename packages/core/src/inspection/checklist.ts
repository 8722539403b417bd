import { z } from 'zod';
import { textSchema } from '../contract/index.js';
import { fields, sourced } from './fields.js';
import { findingKindSchema } from './findings.js';

const { text, key } = fields;

/** One possible answer and what it is worth: 100 is full marks. */
const gradeSchema = z.strictObject({ answer: key, percent: z.number().int().min(0).max(100), title: textSchema });

const criterionSchema = z.strictObject({
  id: key,
  section: key,
  text: textSchema,
  /** Points it is worth. */
  weight: z.number().int().min(1).max(100),
  /** Id of the scale it is judged on. */
  scale: key,
  /** What the inspector should ask to see. */
  evidence: z.array(textSchema).readonly(),
  legalBasis: text.optional(),
  /** Clause of the edition of the standard the checklist names. */
  clause: text.optional(),
  /** False: it applies to every unit. */
  mayNotApply: z.boolean(),
  /** What an answer worth nothing usually amounts to. */
  severity: findingKindSchema.extract(['observation', 'minor', 'major']),
  ...sourced,
});
export type Criterion = z.infer<typeof criterionSchema>;

/** A checklist as data: what one content of an inspection asks for, and how the answers make a score. */
export const checklistSchema = z
  .strictObject({
    id: key,
    version: key,
    /** Id of the content it serves: `reform`, `iso`, `it`, or one of yours. */
    content: key,
    title: textSchema,
    /** Edition of the standard its clauses belong to. */
    edition: text.optional(),
    scales: z.record(key, z.array(gradeSchema).min(2).readonly()),
    sections: z
      .array(z.strictObject({ id: key, title: textSchema }))
      .min(1)
      .readonly(),
    criteria: z.array(criterionSchema).min(1).max(500).readonly(),
    source: text,
  })
  .superRefine(({ scales, sections, criteria }, context) => {
    const offend = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const known = new Set(sections.map(({ id }) => id));
    const seen = new Set<string>();
    criteria.forEach(({ id, section, scale }, index) => {
      if (seen.has(id)) offend(['criteria', index, 'id'], `criterion "${id}" is given twice`);
      seen.add(id);
      if (!known.has(section)) offend(['criteria', index, 'section'], `section "${section}" is unknown`);
      if (!Object.hasOwn(scales, scale)) offend(['criteria', index, 'scale'], `scale "${scale}" is unknown`);
    });
    for (const [id, grades] of Object.entries(scales)) {
      if (new Set(grades.map(({ answer }) => answer)).size < grades.length)
        offend(['scales', id], 'an answer is given twice');
    }
  });
export type Checklist = z.infer<typeof checklistSchema>;

/** What a visit keeps of a checklist: what the score needs, no texts. A later version never changes it. */
export const checklistRulesSchema = z.strictObject({
  id: key,
  version: key,
  /** By criterion: its weight, what each answer is worth, whether it may be left out. */
  criteria: z.record(
    key,
    z.strictObject({
      weight: z.number().int(),
      answers: z.record(key, z.number().int()),
      mayNotApply: z.boolean(),
      section: key,
    }),
  ),
});
export type ChecklistRules = z.infer<typeof checklistRulesSchema>;

/** The rules of a checklist, as a visit keeps them. */
export const checklistRulesOf = ({ id, version, scales, criteria }: Checklist): ChecklistRules => ({
  id,
  version,
  criteria: Object.fromEntries(
    criteria.map(({ id: criterion, weight, scale, mayNotApply, section }) => [
      criterion,
      {
        weight,
        mayNotApply,
        section,
        answers: Object.fromEntries((scales[scale] ?? []).map(({ answer, percent }) => [answer, percent])),
      },
    ]),
  ),
});
