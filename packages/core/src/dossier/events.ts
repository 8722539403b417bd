import { z } from 'zod';
import { lengthSchema, personal } from '../contract/index.js';
import { answerEventSchema, overruledEventSchema, reprojectedEventSchema, rungEventSchema } from '../kernel/index.js';
import { consultationOutputSchema } from './consultation/schemas.js';
import { representativeSchema } from './representative.js';
import { deliveryMethodSchema, fields, outcomeSchema, receivedPaperSchema, supplementItemSchema } from './schemas.js';

const { text, words, manyWords, unitId, personId, key, instant } = fields;
const reason = { reason: words };
const basis = { reason: words, legalBasis: text };
/** Of an objector nothing is known but the name. */
const objector = { subject: 'by' };
const papers = z.array(receivedPaperSchema).max(200).readonly();
const nothing = z.strictObject({});
/** What the kernel adds to anything a sub-case says. */
const subCase = z.strictObject({ key, occurrence: z.number().int(), caseId: z.string() });

/** Everything that can happen to a dossier, by event type. */
export const dossierEvents = {
  // Reception (Decree 61/2018 art. 16, 17; Decree 118/2025 art. 14, 17)
  accept: z.strictObject({
    /** The dossier code, printed by `dossierCode`; its uniqueness is the counter's business. */
    code: z.string().min(1).max(100),
    /** Which limit applies; absent: the procedure's first. */
    limit: key.optional(),
    papers,
    /** When the complete dossier reached the office, if that was before the acceptance was recorded. */
    receivedAt: instant.optional(),
    /** False: no slip, for a result on the spot (art. 17.4). */
    slip: z.boolean().optional(),
    feeReceipt: z.string().min(1).max(200).optional(),
  }),
  refuse: z.strictObject({ ...reason, legalBasis: text.optional() }),
  'fee.pay': z.strictObject({
    receipt: z.string().min(1).max(200),
    amount: z.number().int().min(0),
    method: text.optional(),
  }),
  transfer: z.strictObject({ unit: unitId, assignee: personId.optional(), note: words.optional() }),
  'agency.acknowledge': z.strictObject({ agency: unitId, reference: text.optional() }),

  // Papers (art. 15.3, 19.4)
  'supplement.request': z.strictObject({
    items: z.array(supplementItemSchema).min(1).max(100).readonly(),
    ...reason,
    /** Needed beyond the number of times the procedure allows. */
    legalBasis: text.optional(),
    term: lengthSchema.optional(),
  }),
  'supplement.provide': z.strictObject({ items: z.array(key).max(100).readonly(), papers }),
  'supplement.lapse': rungEventSchema,
  'supplement.window-close': rungEventSchema,

  // Who stands for the applicant; a new one takes the place of the old one
  'representative.name': z.strictObject({ representative: representativeSchema }),
  'representative.end': z.strictObject({ reason: words.optional() }),

  // People (art. 19.1)
  assign: z.strictObject({ assignee: personId, note: words.optional() }),
  claim: nothing,
  'hand-over': z.strictObject({ assignee: personId, ...reason }),
  'hand-over.acknowledge': z.strictObject({ standing: z.enum(['early', 'on-time', 'late']), remark: words.optional() }),
  'deputy.name': z.strictObject({ deputy: personId, ...reason }),
  'deputy.remove': z.strictObject({ deputy: personId }),
  /** The unit that is replaced is the present one, unless `from` names another of the dossier's units. */
  'unit.transfer': z.strictObject({ unit: unitId, from: unitId.optional(), reason: text, legalBasis: text }),

  // Work (art. 19.2 to 19.7)
  'consultation.request': z.strictObject({
    requests: z
      .array(
        z.strictObject({
          /** A consultation of the procedure, or a name for one that only this dossier needs. */
          key,
          question: words,
          /** For one the procedure does not name: whom, and how long. Silence then has no effect. */
          agency: unitId.optional(),
          budget: lengthSchema.optional(),
        }),
      )
      .min(1)
      .max(50)
      .readonly(),
  }),
  'consultation.answer': answerEventSchema.extend({ output: consultationOutputSchema }),
  /** From the sub-case: the agency has it; its term has passed, and its silence says nothing (art. 19.5). */
  'consultation.receive': subCase,
  'consultation.overdue': subCase,
  'consultation.cancel': z.strictObject({ key, ...reason }),
  'consultation.late': z.strictObject({ key, opinion: words, document: text.optional() }),
  'verification.start': z.strictObject({
    place: words,
    time: instant.optional(),
    participants: manyWords.optional(),
  }),
  'verification.record': z.strictObject({
    minutes: words,
    finding: words,
    participants: manyWords.optional(),
  }),
  'posting.start': z.strictObject({ place: words }),
  'posting.object': z.strictObject({ by: personal(text, objector), content: personal(text, objector) }),
  'posting.end': rungEventSchema,
  'obligation.request': z.strictObject({ slip: text.optional() }),
  'obligation.notify': z.strictObject({ amount: z.number().int().min(0), notice: text }),
  'obligation.confirm': z.strictObject({ receipt: text }),
  'obligation.defer': z.strictObject(basis),
  'payment.lapse': rungEventSchema,
  'extension.apply': z.strictObject({ case: key, ...reason }),
  suspend: z.strictObject({
    cause: z.enum(['disaster', 'epidemic', 'fire', 'system-outage', 'court', 'other']),
    ...basis,
  }),
  resume: z.strictObject({ note: words.optional() }),

  // Decision (art. 19.8)
  'examination.conclude': z.strictObject({ outcome: outcomeSchema, note: words.optional() }),
  'draft.submit': z
    .strictObject({ outcome: outcomeSchema, reason: words.optional(), document: text.optional() })
    .refine(({ outcome, reason: why }) => outcome === 'granted' || why !== undefined, {
      message: 'a refusal needs its reason',
      path: ['reason'],
    }),
  'review.approve': z.strictObject({ note: words.optional() }),
  'review.return': z.strictObject(reason),
  sign: z.strictObject({ document: text.optional(), number: z.string().min(1).max(200).optional() }),
  'sign.return': z.strictObject(reason),
  'result.issue': z.strictObject({ number: z.string().min(1).max(200) }),

  // Lateness (art. 19.9)
  'apology.due': rungEventSchema,
  'apology.issue': z.strictObject({ ...reason, until: instant, responsible: unitId, legalBasis: text.optional() }),
  'resolution.overdue': rungEventSchema,
  'resolution.overruled': overruledEventSchema,
  'resolution.reprojected': reprojectedEventSchema,
  'stage.overdue': rungEventSchema,
  'stage.overruled': overruledEventSchema,

  // Return (art. 20)
  'result.transfer': nothing,
  'delivery.choose': z.strictObject({ method: deliveryMethodSchema }),
  'delivery.dispatch': z.strictObject({ carrier: text, tracking: z.string().min(1).max(200) }),
  'delivery.confirm': z.strictObject({ receivedBy: words.optional() }),
  'delivery.fail': z.strictObject(reason),
  'result.collect': z.strictObject({
    receivedBy: words,
    identity: words.optional(),
    /** Who came for it; absent: it was not asked. A representative must be authorised to. */
    collector: z.enum(['applicant', 'representative']).optional(),
  }),
  'result.publish': z.strictObject({ location: text }),
  'collection.lapse': rungEventSchema,

  // Ends (Decree 118/2025 art. 21; Circular 03/2025 art. 7)
  withdraw: z.strictObject({ reason: words.optional() }),
  stop: z.strictObject(basis),
  reopen: z.strictObject({ kind: z.enum(['reopening', 'correction']), ...basis }),
  archive: nothing,

  // Other systems
  'sync.report': z.strictObject({
    system: key,
    status: z.enum(['sent', 'acknowledged', 'failed']),
    reference: text.optional(),
    reason: words.optional(),
  }),
  'sync.enter': z.strictObject({ system: key, reference: text, ...reason }),
  'sync.waive': z.strictObject({ system: key, ...reason }),
} as const;

export type DossierEventType = keyof typeof dossierEvents;
