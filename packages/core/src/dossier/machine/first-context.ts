import { regimeAt } from '../letters.js';
import type { DossierContext, DossierInput } from '../schemas.js';

/** What a dossier is at its opening. */
export function firstContext(input: DossierInput, at: number): DossierContext {
  const { procedure, channel, applicant, representative, oneStop, calendar, papers, delivery, regime, feeReceipt } =
    input;
  return {
    procedure,
    channel,
    regime: regime ?? regimeAt(at),
    applicant,
    ...(representative !== undefined && { representative }),
    oneStop,
    unit: oneStop,
    deputies: [],
    ...(calendar !== undefined && { calendar }),
    submittedAt: at,
    papers,
    ...(feeReceipt !== undefined && { feeReceipt }),
    extensions: [],
    supplement: { before: 0, after: 0, open: [], provided: [] },
    consultations: {},
    acknowledged: [],
    apology: { used: 0 },
    stageLate: false,
    delivery: {
      method: delivery ?? (channel === 'counter' ? 'counter' : channel === 'post' ? 'post' : 'online'),
      status: 'none',
    },
    sync: Object.fromEntries(procedure.interlinks.map((system) => [system, { status: 'pending' as const }])),
    reopened: 0,
    status: 0,
  };
}
