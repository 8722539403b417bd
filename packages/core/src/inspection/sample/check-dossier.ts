import type { CaseEnvelope, DeadlineLedger, Fact, JournalEntry } from '../../contract/index.js';
import { type DossierContext, dossierContextSchema } from '../../dossier/index.js';
import { standingBreaches } from '../lateness.js';
import type { CheckOutcome, DossierCheck } from './schemas.js';

interface Judgement {
  readonly outcome: CheckOutcome;
  readonly remark?: string;
}
const pass: Judgement = { outcome: 'pass' };
const notApplicable: Judgement = { outcome: 'not-applicable' };
const open: Judgement = { outcome: 'open' };
const fail = (remark: string): Judgement => ({ outcome: 'fail', remark });

/**
 * Judges a dossier as an inspector would: settled by its end, complete when it was accepted and asked for papers no more
 * often than allowed, its slip issued, and an apology with a new date where it was late (Decree 61/2018 art. 15.3, 17,
 * 19.9). Pure: everything is read off the case and its whole journal, oldest entry first.
 */
export function checkDossier({
  envelope,
  history,
}: {
  readonly envelope: CaseEnvelope;
  readonly history: readonly JournalEntry[];
}): DossierCheck {
  const context = dossierContextSchema.parse(envelope.machine.context);
  const facts = history.flatMap((entry) => entry.facts);
  const limits = envelope.deadlines.filter(({ name }) => name === 'resolution');
  const breaches = limits.flatMap(({ entries }) => standingBreaches(entries));
  const judged = {
    onTime: onTime(context, limits, breaches),
    papers: papers(context, facts),
    slip: slip(context, facts),
    apology: apology(facts, breaches),
  };
  const { code, procedure } = context;
  return {
    caseId: envelope.caseId,
    ...(code !== undefined && { code }),
    procedure: procedure.code,
    onTime: judged.onTime.outcome,
    papers: judged.papers.outcome,
    slip: judged.slip.outcome,
    apology: judged.apology.outcome,
    remarks: Object.values(judged).flatMap(({ remark }) => (remark === undefined ? [] : [remark])),
  };
}

function onTime(
  { code, ended }: DossierContext,
  limits: readonly DeadlineLedger[],
  breaches: readonly number[],
): Judgement {
  const last = limits.at(-1);
  if (last === undefined) return code === undefined && ended !== undefined ? notApplicable : open;
  if (breaches.length > 0) return fail('quá hạn / past its end');
  if (last.status === 'met') return pass;
  return last.status === 'running' || last.status === 'suspended' ? open : notApplicable;
}

function papers({ code, ended, papers: there, procedure }: DossierContext, facts: readonly Fact[]): Judgement {
  if (code === undefined) return ended === undefined ? open : notApplicable;
  const ids = new Set(there.map(({ id }) => id));
  const missing = procedure.papers.required.filter((id) => !ids.has(id));
  if (missing.length > 0) return fail(`thiếu giấy tờ / papers missing: ${missing.join(', ')}`);
  const again = facts.filter(
    ({ type, round, legalBasis }) =>
      type === 'supplement.requested' && Number(round) > procedure.supplement.maxTimes && legalBasis === undefined,
  );
  return again.length > 0 ? fail('yêu cầu bổ sung quá số lần / supplement asked for too often') : pass;
}

const isLetter = (facts: readonly Fact[], kind: string): boolean =>
  facts.some((fact) => fact.type === 'letter.issued' && fact['kind'] === kind);

/** A result on the spot needs no slip (art. 17.4). */
function slip({ code, ended, limit: chosen, procedure }: DossierContext, facts: readonly Fact[]): Judgement {
  if (code === undefined) return ended === undefined ? open : notApplicable;
  if (isLetter(facts, 'receipt')) return pass;
  const budget = procedure.limits.find(({ id }) => id === chosen)?.budget;
  const onTheSpot = budget !== undefined && 'amount' in budget && budget.amount === 0;
  return onTheSpot ? notApplicable : fail('không có giấy hẹn / no slip of receipt');
}

/** Owed by whoever is late; given too late it does not count. */
function apology(facts: readonly Fact[], breaches: readonly number[]): Judgement {
  const given = facts.filter(({ type }) => type === 'apology.issued');
  if (given.some(({ timely }) => timely === false)) return fail('xin lỗi không kịp thời / apology not in time');
  if (given.length > 0) return pass;
  return breaches.length > 0 ? fail('trễ hạn không xin lỗi / late without an apology') : notApplicable;
}
