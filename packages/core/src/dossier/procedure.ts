import { z } from 'zod';
import {
  countingSchema,
  interruptionRuleSchema,
  lateRecordRuleSchema,
  lengthSchema,
  reopenRuleSchema,
  textSchema,
} from '../contract/index.js';
import { issuesOf, MotcuaError } from '../error/index.js';
import { referenceOffences } from './procedure-references.js';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, ".", "_" and "-" only');

/** One amount of time, or several that run one after another (3 working days, then 20 calendar days). */
const lengthsSchema = z.union([lengthSchema, z.array(lengthSchema).min(1).max(10).readonly()]);

/** The amounts of a limit, in the order they run. */
export const lengthsOf = (budget: z.infer<typeof lengthsSchema>): readonly z.infer<typeof lengthSchema>[] =>
  'unit' in budget ? [budget] : budget;

/**
 * One statutory limit of a procedure. A code often has several, chosen at acceptance; each has its own unit and
 * cut-off hour. `startsFrom`: the receipt of the complete dossier (default), the minutes of a verification that comes
 * first, or the moment all linked agencies have the dossier.
 */
const limitSchema = z.strictObject({
  id,
  when: textSchema.optional(),
  budget: lengthsSchema,
  counting: countingSchema.optional(),
  startsFrom: z.enum(['acceptance', 'verification', 'agencies']).optional(),
  legalBasis: z.string().optional(),
});

/** Time the law adds in a named case that shows during the work; `total` is the sum it must not exceed, as printed. */
const extensionSchema = z.strictObject({
  id,
  when: textSchema.optional(),
  add: lengthSchema,
  total: lengthSchema.optional(),
  legalBasis: z.string().optional(),
});

/**
 * What asking for more papers does (Decree 61/2018 art. 19.4: once, notice within 3 working days, the limit starts
 * from zero; sector law pauses or excludes). Asking beyond `maxTimes` needs a recorded legal basis.
 */
const supplementRuleSchema = z.strictObject({
  interruption: interruptionRuleSchema,
  maxTimes: z.number().int().min(0).max(10),
  /** How soon after acceptance the authority must notice that something is missing. */
  noticeWithin: lengthSchema.optional(),
  /** The applicant's own term; absent: none, and the dossier waits. */
  applicantTerm: lengthSchema.optional(),
  onExpiry: z.enum(['close', 'continue']),
});

/** Taxes and charges settled while the dossier waits: assessed by an agency, then paid by the applicant. */
const financialRuleSchema = z.strictObject({
  authority: id,
  /** Term of the assessing agency. */
  assessment: lengthSchema.optional(),
  /** Term of the applicant after the notice. */
  term: lengthSchema.optional(),
  interruption: interruptionRuleSchema,
  onExpiry: z.enum(['stop', 'chase']),
});

/** What the silence of a consultee means in law. `chase`: nothing; he stays bound and is reminded. */
export const silenceSchema = z.enum(['deemedConsent', 'deemedNoObjection', 'deemedConfirmed', 'dropped', 'chase']);
export type Silence = z.infer<typeof silenceSchema>;

const consultationRuleSchema = z.strictObject({
  id,
  agency: id,
  name: textSchema,
  /** A confirmation asked of the applicant's side is a consultation with a citizen. */
  party: z.enum(['agency', 'citizen']),
  budget: lengthSchema,
  counting: countingSchema.optional(),
  silence: silenceSchema,
  /** False: the main limit does not run while this one is waited for. */
  countsTowardLimit: z.boolean(),
  /** Must be answered before this one is asked. */
  after: z.array(id).readonly().optional(),
  /** The limits, or extensions, under which it takes place; absent: all. */
  under: z.array(id).readonly().optional(),
});

/** Where in the life of a dossier a step of the internal process falls. */
export const stageSchema = z.enum([
  'check',
  'transfer',
  'assign',
  'examine',
  'draft',
  'review',
  'sign',
  'issue',
  'handover',
]);
export type Stage = z.infer<typeof stageSchema>;

const paperSchema = z.strictObject({
  id,
  name: textSchema,
  /** `lookup`: the office looks it up; the citizen brings it only when the register has nothing. */
  kind: z.enum(['form', 'submit', 'present', 'lookup']),
  quantity: z.string(),
  /** Needed only then; absent: always. */
  when: textSchema.optional(),
});

/** An administrative procedure as its competent authority published it: everything its dossiers depend on, as data. */
export const procedureSchema = z
  .strictObject({
    /** Code of the national database, `N.NNNNNN`, or of an interlinked group. Never unique without the version. */
    code: id,
    version: id,
    /** The publishing decision. */
    decision: z.string().nullable(),
    validFrom: z.iso.date().optional(),
    validTo: z.iso.date().optional(),
    name: textSchema,
    field: textSchema,
    levels: z
      .array(z.enum(['ministry', 'province', 'district', 'commune', 'other']))
      .min(1)
      .readonly(),
    agency: textSchema,
    channels: z
      .array(z.enum(['counter', 'post', 'online']))
      .min(1)
      .readonly(),
    papers: z.array(paperSchema).readonly(),
    fee: z.strictObject({
      /** In whole units of the currency; null: set elsewhere. */
      amount: z.number().int().min(0).nullable(),
      currency: z.literal('VND'),
      online: z.number().int().min(0).optional(),
      per: z.string().optional(),
      setBy: z.string().optional(),
      note: z.string().optional(),
      /** `submission`: no acceptance before it is paid. */
      payable: z.enum(['submission', 'during', 'return']),
    }),
    result: z.strictObject({ name: textSchema, codes: z.array(z.string()).readonly() }),
    /** The first one applies unless another is chosen at acceptance. */
    limits: z.array(limitSchema).min(1).readonly(),
    extensions: z.array(extensionSchema).readonly(),
    /** The office's own, shorter promise beside the statutory limit. */
    service: z.strictObject({ budget: lengthSchema, counting: countingSchema.optional() }).optional(),
    supplement: supplementRuleSchema,
    financial: financialRuleSchema.optional(),
    consultations: z.array(consultationRuleSchema).readonly(),
    posting: z
      .strictObject({ budget: lengthSchema, countsTowardLimit: z.boolean(), when: textSchema.optional() })
      .optional(),
    /** On-site or off-site verification with a term of its own. */
    verification: z
      .strictObject({ budget: lengthSchema, countsTowardLimit: z.boolean(), when: textSchema.optional() })
      .optional(),
    /** What becomes of a result nobody fetches. */
    collection: z.strictObject({ term: lengthSchema, onExpiry: z.enum(['lapse', 'keep']) }).optional(),
    /** Decree 61/2018 art. 19.9: a new date at most once, announced one working day before the end. */
    apology: z.strictObject({
      maxTimes: z.number().int().min(0).max(5),
      before: lengthSchema,
      maxLength: lengthSchema.optional(),
    }),
    /**
     * What a result that was there in time does to the breach of the limit, when it is recorded only after it: overrules
     * it (default), lets it stand, or overrules it when recorded within a length after the end.
     */
    lateRecord: lateRecordRuleSchema.optional(),
    /** What becomes of the limit when a closed dossier is opened again. */
    reopen: reopenRuleSchema,
    /** Which stations lie between draft and result. */
    route: z.strictObject({ review: z.boolean(), numbering: z.boolean() }),
    steps: z
      .array(
        z.strictObject({
          id,
          stage: stageSchema,
          actor: z.string(),
          name: textSchema,
          budget: lengthSchema.optional(),
        }),
      )
      .readonly(),
    /** Numbers of forms that replace the one-stop forms (the police use their own). */
    forms: z.strictObject({ receipt: z.string().optional(), refusal: z.string().optional() }).optional(),
    /** Other systems that must be brought up to date. */
    interlinks: z.array(id).readonly(),
    legalBasis: z.array(z.string()).readonly(),
    source: z.string(),
    /** How probable it is that this is right today. */
    confidence: z.number().min(0).max(1),
    /** True below a confidence of 0.8: an example, not a fact to rely on. */
    illustrative: z.boolean(),
    /** Paths of fields the source is silent about, filled with a default of ours. */
    assumed: z.array(z.string()).readonly(),
    notes: z.string().optional(),
  })
  .superRefine((procedure, context) => {
    for (const { path, message } of referenceOffences(procedure))
      context.addIssue({ code: 'custom', path: [path], message });
  });
export type Procedure = z.infer<typeof procedureSchema>;

/** Reads a procedure from data. Throws MC_PROCEDURE_INVALID with every offence in `details.offences`. */
export function parseProcedure(data: unknown): Procedure {
  const parsed = procedureSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const code = typeof data === 'object' && data !== null && 'code' in data ? String(data.code) : '(without code)';
  const offences = issuesOf(parsed.error);
  throw new MotcuaError('MC_PROCEDURE_INVALID', {
    happened: `Procedure ${code} has ${offences.length} offences: ${offences.join('; ')}`,
    expected: 'a procedure that fits procedureSchema',
    remedy: 'correct the fields named',
    details: { code, offences },
  });
}
