import { z } from 'zod';
import { personal } from '../contract/index.js';
import { letterSchema } from './letters.js';
import { representativeSchema } from './representative.js';
import {
  channelSchema,
  deliverySchema,
  endingSchema,
  fields,
  outcomeSchema,
  supplementItemSchema,
  syncSchema,
} from './schemas.js';

const { text, words, manyWords, unitId, personId, key, instant } = fields;
const by = { by: personId, unit: unitId };
const why = { reason: words };
const basis = { reason: words, legalBasis: text };
const objector = { subject: 'by' };
const standing = z.enum(['early', 'on-time', 'in-time', 'late']);

/** What a dossier tells the world, by fact type: always something that has happened. */
export const dossierFacts = {
  'dossier.registered': z.strictObject({
    procedure: z.string(),
    version: z.string(),
    channel: channelSchema,
    unit: unitId,
  }),
  'dossier.accepted': z.strictObject({
    code: z.string(),
    procedure: z.string(),
    limit: z.string(),
    receivedAt: instant,
    ...by,
  }),
  'dossier.refused': z.strictObject({ ...why, ...by }),
  'dossier.assigned': z.strictObject({
    assignee: personId,
    ...by,
    how: z.enum(['assigned', 'claimed', 'transferred']),
  }),
  /** A row of the control sheet: `in-time` until the ledger tells early from on time. */
  'dossier.handed-over': z.strictObject({
    from: z.strictObject({ unit: unitId, officer: personId.optional() }),
    to: z.strictObject({ unit: unitId, officer: personId.optional() }),
    at: instant,
    stage: text,
    standing,
    remark: words.optional(),
  }),
  /** Written by the receiving side. */
  'dossier.taken-over': z.strictObject({ standing, remark: words.optional(), ...by }),
  'dossier.suspended': z.strictObject({ cause: text, ...basis, ...by }),
  'dossier.resumed': z.strictObject(by),
  'dossier.ended': z.strictObject({ as: endingSchema, reason: words.optional(), ...by }),
  'dossier.reopened': z.strictObject({ kind: z.enum(['reopening', 'correction']), ...basis, ...by }),
  'dossier.archived': z.strictObject(by),
  'deputy.named': z.strictObject({ deputy: personId, ...why, ...by }),
  'deputy.removed': z.strictObject({ deputy: personId, ...by }),
  'unit.transferred': z.strictObject({ from: unitId, to: unitId, reason: text, legalBasis: text, by: personId }),
  /** The business status of the national portal, 1 to 10. */
  'status.changed': z.strictObject({
    status: z.number().int().min(1).max(10),
    code: z.string().optional(),
    at: instant,
  }),
  'fee.paid': z.strictObject({ receipt: z.string(), amount: z.number().int(), method: text.optional() }),
  'agency.acknowledged': z.strictObject({ agency: unitId, reference: text.optional() }),

  'supplement.requested': z.strictObject({
    items: z.array(supplementItemSchema).readonly(),
    round: z.number().int(),
    ...why,
    legalBasis: text.optional(),
    ...by,
  }),
  'supplement.provided': z.strictObject({ items: z.array(key).readonly(), complete: z.boolean(), by: personId }),
  'supplement.lapsed': z.strictObject({ dueAt: instant, effect: z.enum(['close', 'continue']) }),

  'consultation.requested': z.strictObject({
    key,
    agency: unitId,
    question: words,
    countsTowardLimit: z.boolean(),
    ...by,
  }),
  'consultation.answered': z.strictObject({
    key,
    agency: unitId,
    ending: z.string(),
    opinion: z.string().optional(),
    late: z.boolean(),
  }),
  'consultation.cancelled': z.strictObject({ key, agency: unitId, ...why }),
  'consultation.received': z.strictObject({ key, agency: unitId }),
  'consultation.overdue': z.strictObject({ key, agency: unitId, oneStop: unitId }),
  'consultation.late-opinion': z.strictObject({ key, opinion: words, document: text.optional() }),
  'verification.started': z.strictObject({
    place: words,
    time: instant.optional(),
    participants: manyWords.optional(),
    ...by,
  }),
  'verification.recorded': z.strictObject({
    minutes: words,
    finding: words,
    participants: manyWords.optional(),
    ...by,
  }),
  'posting.started': z.strictObject({ place: words, ...by }),
  'posting.objected': z.strictObject({ by: personal(text, objector), content: personal(text, objector) }),
  'posting.ended': z.strictObject({ objections: z.number().int() }),
  'obligation.requested': z.strictObject({ authority: unitId, ...by }),
  'obligation.notified': z.strictObject({ amount: z.number().int(), notice: text }),
  'obligation.confirmed': z.strictObject({ receipt: text }),
  'obligation.deferred': z.strictObject(basis),
  'obligation.lapsed': z.strictObject({ dueAt: instant, effect: z.enum(['stop', 'chase']) }),
  'term.extended': z.strictObject({ case: key, ...why, legalBasis: text.optional(), ...by }),

  'examination.concluded': z.strictObject({ outcome: outcomeSchema, note: words.optional(), ...by }),
  'draft.submitted': z.strictObject({
    outcome: outcomeSchema,
    version: z.number().int(),
    document: text.optional(),
    ...by,
  }),
  'draft.approved': z.strictObject({ note: words.optional(), ...by }),
  'draft.returned': z.strictObject({ at: z.enum(['review', 'sign']), ...why, ...by }),
  'result.signed': z.strictObject({ outcome: outcomeSchema, document: text.optional(), ...by }),
  /** Settled, with a positive or a negative outcome (61/2018 art. 19.8). */
  'result.issued': z.strictObject({ outcome: outcomeSchema, number: z.string(), reason: words.optional(), ...by }),
  'delivery.changed': z.strictObject({ ...deliverySchema.shape, remark: words.optional() }),
  'result.returned': z.strictObject({
    method: z.string(),
    receivedBy: words.optional(),
    collector: z.enum(['applicant', 'representative']).optional(),
    at: instant,
  }),
  'representative.named': z.strictObject({ representative: representativeSchema, ...by }),
  'representative.ended': z.strictObject({ reason: words.optional(), ...by }),

  /** An apology with a new date is owed by now, or the result itself. */
  'apology.owed': z.strictObject({ unit: unitId, assignee: personId.optional(), dueAt: instant }),
  'apology.issued': z.strictObject({ ...why, until: instant, responsible: unitId, timely: z.boolean(), ...by }),
  /** An apology for a delay that, as is known now, was none. `dueAt`: the end that was kept. */
  'apology.corrected': z.strictObject({ ...why, issuedAt: instant, until: instant, dueAt: instant, ...by }),
  /** A breach of the rules that an inspection will ask for. */
  'violation.recorded': z.strictObject({
    kind: z.enum(['late-without-apology', 'late-after-apology', 'apology-not-in-time', 'stage-late', 'notice-late']),
    unit: unitId,
    assignee: personId.optional(),
    dueAt: instant.optional(),
    stage: text.optional(),
  }),
  /** It turned out that there was none: `dueAt` and `stage` name the one that was recorded. */
  'violation.withdrawn': z.strictObject({
    kind: z.enum(['late-without-apology', 'late-after-apology', 'apology-not-in-time', 'stage-late']),
    dueAt: instant.optional(),
    stage: text.optional(),
    ...why,
  }),
  'letter.issued': letterSchema,
  'sync.changed': z.strictObject({ system: key, ...syncSchema.shape }),
} as const;
