import { z } from 'zod';
import { countingSchema, instantSchema, lengthSchema, personal } from '../../contract/index.js';
import { rungEventSchema } from '../../kernel/index.js';
import { silenceSchema } from '../procedure.js';

const text = z.string().min(1).max(4000);
const person = z.string().min(1).max(200);
/** What is asked and answered may say anything of the applicant. */
const words = personal(text, { subject: '/applicant/id' });

/** What a consultee says, or is deemed to say. */
export const opinionSchema = z.enum([
  'agree',
  'agree-with-conditions',
  'object',
  'no-objection',
  'confirm',
  'not-competent',
  'information',
]);

/** What the asking dossier is told when a consultation ends. */
export const consultationOutputSchema = z.strictObject({
  /** `answered`, `silent` (deemed by law), `declined` (not competent) or `cancelled`. */
  ending: z.enum(['answered', 'silent', 'declined', 'cancelled']),
  opinion: opinionSchema.optional(),
  content: words.optional(),
  document: text.optional(),
  /** Answered after its term. */
  late: z.boolean(),
  at: instantSchema,
});
export type ConsultationOutput = z.infer<typeof consultationOutputSchema>;

const shared = {
  /** Code of the asking dossier. */
  dossier: z.string(),
  procedure: z.string(),
  /** Whom the dossier is about. */
  applicant: z.strictObject({ id: personal(person, { subject: 'id' }) }),
  /** The unit that asks. */
  lead: z.string(),
  /** Who is asked: a unit, or the applicant himself. */
  agency: z.string(),
  party: z.enum(['agency', 'citizen']),
  question: words,
  silence: silenceSchema,
  budget: lengthSchema,
  counting: countingSchema.optional(),
  calendar: z.string().optional(),
};

export const consultationInputSchema = z.strictObject(shared);
export type ConsultationInput = z.infer<typeof consultationInputSchema>;

const consultationContextSchema = z.strictObject({
  ...shared,
  requestedAt: instantSchema,
  assignee: person.optional(),
  overdue: z.boolean(),
  output: consultationOutputSchema.optional(),
});

export const consultationSchemas = {
  input: consultationInputSchema,
  context: consultationContextSchema,
  events: {
    receive: z.strictObject({ reference: text.optional() }),
    assign: z.strictObject({ assignee: person }),
    answer: z.strictObject({ opinion: opinionSchema, content: words.optional(), document: text.optional() }),
    decline: z.strictObject({ reason: words }),
    'term.end': rungEventSchema,
    'consultation.cancel': z.strictObject({ reason: words }),
  },
  facts: {
    'consultation.opened': z.strictObject({
      dossier: z.string(),
      agency: z.string(),
      question: words,
      silence: silenceSchema,
    }),
    'consultation.received': z.strictObject({ agency: z.string(), by: person, reference: text.optional() }),
    'consultation.assigned': z.strictObject({ agency: z.string(), assignee: person }),
    'consultation.overdue': z.strictObject({ dossier: z.string(), agency: z.string(), lead: z.string() }),
    'consultation.ended': z.strictObject({ dossier: z.string(), agency: z.string(), output: consultationOutputSchema }),
  },
};
