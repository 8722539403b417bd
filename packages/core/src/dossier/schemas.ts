import { z } from 'zod';
import { instantSchema, lengthSchema, personal } from '../contract/index.js';
import { representativeSchema } from './representative.js';
import { rulesSchema } from './rules.js';

const text = z.string().min(1).max(4000);
const unitId = z.string().min(1).max(200);
const personId = z.string().min(1).max(200);
const key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** Of the person in whose object it stands. */
const own = { subject: 'id' };
/** What people write about a dossier: it may say anything of the applicant. */
const words = personal(text, { subject: '/applicant/id' });
const manyWords = personal(z.array(text).max(100).readonly(), { subject: '/applicant/id' });

export const fields = { text, words, manyWords, unitId, personId, key, instant: instantSchema } as const;

/** How the dossier came in: Decree 61/2018 art. 16. */
export const channelSchema = z.enum(['counter', 'post', 'online']);
export type Channel = z.infer<typeof channelSchema>;

/**
 * Which set of forms the office uses: those of Circular 01/2018/TT-VPCP, or the seven of Circular 03/2025/TT-VPCP.
 */
export const regimeSchema = z.enum(['2018', '2025']);
export type Regime = z.infer<typeof regimeSchema>;

/** The person or body the dossier is about. */
export const applicantSchema = z.strictObject({
  id: personal(personId, own),
  kind: z.enum(['citizen', 'enterprise', 'household-business', 'organisation']),
  name: personal(text, own),
  identity: personal(text, own).optional(),
  address: personal(text, own).optional(),
  phone: personal(text, own).optional(),
  email: personal(text, own).optional(),
});

/** A paper that is there: by the procedure's id, with what the digitisation index counts. */
export const receivedPaperSchema = z.strictObject({
  id: key,
  originals: z.number().int().min(0).optional(),
  copies: z.number().int().min(0).optional(),
  source: z.enum(['submitted', 'lookup', 'reused']).optional(),
  digitised: z.boolean().optional(),
});
export type ReceivedPaper = z.infer<typeof receivedPaperSchema>;

export const supplementItemSchema = z.strictObject({
  id: key,
  content: words,
  /** Must be on the published list (61/2018 art. 5: no other paper may be asked for). */
  paper: key.optional(),
});

export const deliveryMethodSchema = z.enum(['counter', 'post', 'online']);

/** Where the result is, apart from the business status. */
export const deliverySchema = z.strictObject({
  method: deliveryMethodSchema,
  status: z.enum(['none', 'ready', 'dispatched', 'failed', 'collected', 'delivered', 'published', 'lapsed']),
  at: instantSchema.optional(),
  tracking: z.string().max(200).optional(),
});

/** What a foreign system knows, apart from the business status. */
export const syncSchema = z.strictObject({
  status: z.enum(['pending', 'sent', 'acknowledged', 'failed', 'entered', 'waived']),
  at: instantSchema.optional(),
  reference: z.string().max(200).optional(),
  reason: words.optional(),
  by: personId.optional(),
});

const openConsultationSchema = z.strictObject({
  agency: unitId,
  party: z.enum(['agency', 'citizen']),
  countsTowardLimit: z.boolean(),
  status: z.enum(['open', 'answered', 'cancelled']),
  opinion: z.string().max(100).optional(),
  late: z.boolean().optional(),
});

export const outcomeSchema = z.enum(['granted', 'refused']);

/** Why a dossier is over. `lapsed`: nobody fetched the result in time. */
export const endingSchema = z.enum(['refused', 'withdrawn', 'stopped', 'lapsed', 'returned']);
export type Ending = z.infer<typeof endingSchema>;

/** What a dossier is opened with. */
export const dossierInputSchema = z.strictObject({
  procedure: rulesSchema,
  channel: channelSchema,
  applicant: applicantSchema,
  representative: representativeSchema.optional(),
  /** The one-stop unit that receives it. */
  oneStop: unitId,
  /** Calendar of the office; absent: the engine's first. */
  calendar: z.string().optional(),
  papers: z.array(receivedPaperSchema).max(200).readonly(),
  delivery: deliveryMethodSchema.optional(),
  regime: regimeSchema.optional(),
  /** Receipt of a fee that was paid with the submission. */
  feeReceipt: z.string().max(200).optional(),
});
export type DossierInput = z.infer<typeof dossierInputSchema>;

/** What a dossier remembers: what rules need, and no more; the journal has the rest. */
export const dossierContextSchema = z.strictObject({
  procedure: rulesSchema,
  channel: channelSchema,
  regime: regimeSchema,
  applicant: applicantSchema,
  representative: representativeSchema.optional(),
  oneStop: unitId,
  /** The authority that decides; known from the transfer on. */
  competent: unitId.optional(),
  /** The unit that has the dossier now. */
  unit: unitId,
  assignee: personId.optional(),
  deputies: z.array(personId).readonly(),
  calendar: z.string().optional(),
  submittedAt: instantSchema,
  code: z.string().max(100).optional(),
  papers: z.array(receivedPaperSchema).readonly(),
  feeReceipt: z.string().max(200).optional(),
  /** The applicant has a slip with the date of return. */
  slip: z.boolean().optional(),
  /** When the complete dossier was received: what the slip and the register say. */
  receivedAt: instantSchema.optional(),
  /** The limit chosen at acceptance, and where it is counted from, once it runs. */
  limit: z.string().optional(),
  limitFrom: instantSchema.optional(),
  extensions: z.array(z.string()).readonly(),
  supplement: z.strictObject({
    /** Requests before acceptance, and after it. */
    before: z.number().int(),
    after: z.number().int(),
    open: z.array(supplementItemSchema).readonly(),
    provided: z.array(key).readonly(),
    /** A term this request grants instead of the procedure's. */
    term: lengthSchema.optional(),
    /** When the time to notice that something is missing was over. */
    windowClosedAt: instantSchema.optional(),
  }),
  consultations: z.record(key, openConsultationSchema),
  /** Linked agencies that have the dossier. */
  acknowledged: z.array(unitId).readonly(),
  verification: z.strictObject({ place: words, minutes: words.optional() }).optional(),
  posting: z.strictObject({ place: words, objections: z.number().int() }).optional(),
  obligation: z
    .strictObject({
      amount: z.number().int().min(0).optional(),
      notice: text.optional(),
      status: z.enum(['assessing', 'due', 'paid', 'deferred', 'none']),
    })
    .optional(),
  draft: z
    .strictObject({ by: personId, outcome: outcomeSchema, reason: words.optional(), version: z.number().int() })
    .optional(),
  result: z
    .strictObject({
      outcome: outcomeSchema,
      reason: words.optional(),
      signedBy: personId,
      signedAt: instantSchema,
      number: z.string().max(200).optional(),
    })
    .optional(),
  apology: z.strictObject({
    used: z.number().int(),
    /** Since when one is owed: one working day before the end. */
    owedAt: instantSchema.optional(),
    /** The end that was promised when it was owed. */
    dueAt: instantSchema.optional(),
    until: instantSchema.optional(),
    responsible: unitId.optional(),
    /** When the last one was issued, and whether that was before the end it excuses came near. */
    issuedAt: instantSchema.optional(),
    timely: z.boolean().optional(),
  }),
  /** The end that passed without a result. */
  overdue: z.strictObject({ dueAt: instantSchema }).optional(),
  /** The present stage has outlived its own term. */
  stageLate: z.boolean(),
  /** Why the limit does not run, while it does not. */
  interruption: z.enum(['supplement', 'payment', 'consultation', 'posting', 'verification', 'suspension']).optional(),
  suspension: z.strictObject({ cause: text, reason: words }).optional(),
  delivery: deliverySchema,
  sync: z.record(key, syncSchema),
  ended: z.strictObject({ as: endingSchema, at: instantSchema, reason: words.optional() }).optional(),
  reopened: z.number().int(),
  /** The business status the world was told last. */
  status: z.number().int().min(0).max(10),
});
export type DossierContext = z.infer<typeof dossierContextSchema>;
