import { z } from 'zod';
import { lengthSchema } from '../contract/index.js';
import { type Procedure, procedureSchema, type Stage } from './procedure.js';

const shape = procedureSchema.shape;
const stageTerm = lengthSchema.optional();

/**
 * What a dossier keeps of its procedure from reception to archive: the rules, no texts but the name. A later version
 * of the catalogue never changes it.
 */
export const rulesSchema = z.strictObject({
  code: shape.code,
  version: shape.version,
  decision: shape.decision,
  name: shape.name,
  papers: z.strictObject({ required: z.array(z.string()).readonly(), optional: z.array(z.string()).readonly() }),
  feePayable: shape.fee.shape.payable,
  limits: z
    .array(shape.limits.unwrap().element.omit({ when: true }))
    .min(1)
    .readonly(),
  extensions: z.array(shape.extensions.unwrap().element.omit({ when: true })).readonly(),
  service: shape.service,
  supplement: shape.supplement,
  financial: shape.financial,
  consultations: z.array(shape.consultations.unwrap().element.omit({ name: true })).readonly(),
  posting: shape.posting.unwrap().omit({ when: true }).optional(),
  verification: shape.verification.unwrap().omit({ when: true }).optional(),
  collection: shape.collection,
  apology: shape.apology,
  lateRecord: shape.lateRecord,
  reopen: shape.reopen,
  route: shape.route,
  /** The internal process's terms, summed up by stage. */
  stages: z.strictObject({
    transfer: stageTerm,
    assign: stageTerm,
    examine: stageTerm,
    draft: stageTerm,
    review: stageTerm,
    sign: stageTerm,
    issue: stageTerm,
    handover: stageTerm,
  }),
  forms: shape.forms,
  interlinks: shape.interlinks,
});
export type Rules = z.infer<typeof rulesSchema>;

/** The rules of a procedure, as a dossier keeps them. */
export function rulesOf(procedure: Procedure): Rules {
  const idsOf = (always: boolean) =>
    procedure.papers
      .filter(({ kind, when }) => (when === undefined && kind !== 'lookup') === always)
      .map(({ id }) => id);
  return rulesSchema.parse({
    code: procedure.code,
    version: procedure.version,
    decision: procedure.decision,
    name: procedure.name,
    papers: { required: idsOf(true), optional: idsOf(false) },
    feePayable: procedure.fee.payable,
    limits: procedure.limits.map(({ when: _, ...limit }) => limit),
    extensions: procedure.extensions.map(({ when: _, ...extension }) => extension),
    service: procedure.service,
    supplement: procedure.supplement,
    financial: procedure.financial,
    consultations: procedure.consultations.map(({ name: _, ...rule }) => rule),
    posting: procedure.posting && {
      budget: procedure.posting.budget,
      countsTowardLimit: procedure.posting.countsTowardLimit,
    },
    verification: procedure.verification && {
      budget: procedure.verification.budget,
      countsTowardLimit: procedure.verification.countsTowardLimit,
    },
    collection: procedure.collection,
    apology: procedure.apology,
    lateRecord: procedure.lateRecord,
    reopen: procedure.reopen,
    route: procedure.route,
    stages: stageTerms(procedure),
    forms: procedure.forms,
    interlinks: procedure.interlinks,
  });
}

/** Terms of one stage add up when they share a unit; a stage with mixed units has no single term. */
function stageTerms(procedure: Procedure): Rules['stages'] {
  const terms: { [Name in Stage]?: Rules['stages']['sign'] } = {};
  const mixed = new Set<Stage>();
  for (const { stage, budget } of procedure.steps) {
    if (budget === undefined || stage === 'check') continue;
    const before = terms[stage];
    if (before !== undefined && before.unit !== budget.unit) mixed.add(stage);
    terms[stage] = { unit: budget.unit, amount: (before?.amount ?? 0) + budget.amount };
  }
  for (const stage of mixed) delete terms[stage];
  return terms;
}
