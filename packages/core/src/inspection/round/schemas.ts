import { z } from 'zod';
import type { Text } from '../../contract/index.js';
import type { EventOf, FactOf } from '../../kernel/index.js';
import { fields } from '../fields.js';
import { findingSchema, severitySchema } from '../findings.js';
import { namedSchema } from '../person.js';
import { inspectionRulesSchema } from '../rules.js';
import { sampleTallySchema } from '../sample/schemas.js';
import { scoreSchema } from '../score.js';
import { carriedSchema, contentSchema, officesSchema, targetSchema } from '../subjects.js';
import { teamSchema } from '../team.js';
import { visitEndingSchema } from '../visit/schemas.js';
import { roundEvents } from './events.js';
import { roundFacts } from './facts.js';
import { recommendationSchema } from './parts.js';

const { text, key, unitId, instant } = fields;

const shared = {
  /** Code of the round, as its papers name it. */
  code: text,
  year: z.number().int().min(1900).max(2200),
  /** The unit the conclusion is addressed to: a district with its communes, since July 2025 a commune. */
  subject: unitId,
  targets: z.array(targetSchema).min(1).max(200).readonly(),
  contents: z.array(contentSchema).min(1).max(20).readonly(),
  offices: officesSchema,
  rules: inspectionRulesSchema,
  /** What earlier rounds left open here. */
  carried: z.array(carriedSchema).max(500).readonly(),
  calendar: z.string().optional(),
};

export const roundInputSchema = z.strictObject({ ...shared, carried: shared.carried.optional() });
export type RoundInput = z.infer<typeof roundInputSchema>;

export const roundStatusSchema = z.enum(['preparing', 'on-site', 'concluding', 'following', 'closed', 'cancelled']);
/** In words. */
export const ROUND_STATUSES: Readonly<Record<z.infer<typeof roundStatusSchema>, Text>> = {
  preparing: { vi: 'Chuẩn bị', en: 'preparation' },
  'on-site': { vi: 'Đang kiểm tra', en: 'visits' },
  concluding: { vi: 'Xây dựng kết luận', en: 'conclusion' },
  following: { vi: 'Theo dõi khắc phục', en: 'follow-up of the remedies' },
  closed: { vi: 'Kết thúc', en: 'closed' },
  cancelled: { vi: 'Hủy', en: 'called off' },
};
export type RoundStatus = z.infer<typeof roundStatusSchema>;

/** What the plan is told when a round is archived or called off. */
export const roundOutputSchema = z.strictObject({ status: roundStatusSchema, at: instant });

const visitSummarySchema = z.strictObject({
  status: z.enum(['open', 'ended']),
  ending: visitEndingSchema.optional(),
  /** When the visit ended: for ISO contents the terms of the remedies are counted from here. */
  endedAt: instant.optional(),
  scores: z.array(scoreSchema).readonly(),
  sample: sampleTallySchema.optional(),
});

/** How the remedy of a finding stands, as its own case last told. */
const remedySummarySchema = z.strictObject({
  status: z.enum(['open', 'closed', 'deviation', 'carried-forward', 'annulled']),
  unit: unitId,
  severity: severitySchema,
  late: z.boolean(),
  at: instant,
});

/** What a round remembers. */
export const roundContextSchema = z.strictObject({
  ...shared,
  team: teamSchema.optional(),
  decision: z.strictObject({ number: text, legalBasis: text }).optional(),
  noticedAt: instant.optional(),
  selfReport: z.strictObject({ document: text, at: instant, late: z.boolean() }).optional(),
  /** By unit. */
  visits: z.record(key, visitSummarySchema),
  /** By key: those of a visit are called `<unit>.<key>`. */
  findings: z.record(key, findingSchema),
  recommendations: z.record(key, recommendationSchema),
  conclusion: z
    .strictObject({
      draftedAt: instant,
      document: text,
      drafts: z.number().int(),
      commented: z.enum(['pending', 'commented', 'silent']),
      number: text.optional(),
      signedAt: instant.optional(),
      signedBy: text.optional(),
      publishedAt: instant.optional(),
    })
    .optional(),
  /** By finding. */
  remedies: z.record(key, remedySummarySchema),
  changes: z.number().int(),
  named: namedSchema,
  /** Names of the terms that were passed. */
  lateTerms: z.array(z.string()).readonly(),
  ended: roundOutputSchema.optional(),
});
export type RoundContext = z.infer<typeof roundContextSchema>;

export const roundSchemas = {
  input: roundInputSchema,
  context: roundContextSchema,
  events: roundEvents,
  facts: roundFacts,
};
export type RoundEvent = EventOf<typeof roundSchemas>;
export type RoundFact = FactOf<typeof roundSchemas>;
