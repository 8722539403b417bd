import type { Calendar } from '../calendar/index.js';
import type { CaseEnvelope, DeadlineLedger, Instant, JournalEntry } from '../contract/index.js';
import { dossierFacts } from './facts.js';
import { dossierContextSchema } from './schemas.js';

export type Standing = 'early' | 'on-time' | 'in-time' | 'late';

/** A row of the process-control sheet (form 05 of Circular 01/2018, 06 of Circular 03/2025). */
export interface ControlSheetRow {
  readonly from: { readonly unit: string; readonly officer?: string | undefined };
  readonly to: { readonly unit: string; readonly officer?: string | undefined };
  readonly at: Instant;
  readonly stage: string;
  /** `early`: on a day before the stage's last; `in-time` when the stage has no term of its own. */
  readonly standing: Standing;
  readonly remark?: string;
}

/** Terms whose stage ends with a hand-over. */
const TERM_OF_STAGE: Readonly<Record<string, string>> = { transfer: 'transfer', handover: 'handover' };

/**
 * The control sheet of a dossier, derived from its journal: each hand-over with from, to, time, and whether the
 * stage it ends was early, on time or late. The receiving side's own word replaces the derived one.
 */
export function controlSheet(
  history: readonly JournalEntry[],
  deadlines: readonly DeadlineLedger[],
  calendar: Calendar,
): readonly ControlSheetRow[] {
  const rows: ControlSheetRow[] = [];
  for (const { facts } of history) {
    for (const { type, ...payload } of facts) {
      if (type === 'dossier.handed-over') {
        const { remark, standing, ...row } = dossierFacts[type].parse(payload);
        const judged = standing === 'in-time' ? standingOf(row.stage, row.at, deadlines, calendar) : standing;
        rows.push({ ...row, standing: judged, ...(remark !== undefined && { remark }) });
      } else if (type === 'dossier.taken-over') {
        const said = dossierFacts[type].parse(payload);
        const last = rows.at(-1);
        if (last !== undefined) {
          rows[rows.length - 1] = {
            ...last,
            standing: said.standing,
            ...(said.remark !== undefined && { remark: said.remark }),
          };
        }
      }
    }
  }
  return rows;
}

/** How the stage that ended at an instant stood to its own term. */
function standingOf(stage: string, at: Instant, deadlines: readonly DeadlineLedger[], calendar: Calendar): Standing {
  const name = TERM_OF_STAGE[stage] ?? `stage-${stage}`;
  const ended = deadlines.find(
    (ledger) => ledger.name === name && ledger.entries.some((entry) => entry.kind === 'met' && entry.at === at),
  );
  if (ended === undefined) return 'in-time';
  if (at > ended.dueAt) return 'late';
  return calendar.dateOf(at) < calendar.dateOf(ended.dueAt) ? 'early' : 'on-time';
}

/** A line of the register (form 06 of Circular 01/2018, 07 of Circular 03/2025). */
export interface RegisterRow {
  readonly code: string;
  readonly procedure: string;
  readonly procedureName: string;
  readonly applicant: string;
  readonly address?: string | undefined;
  readonly phone?: string | undefined;
  readonly agency: string;
  readonly receivedAt: Instant;
  readonly dueAt?: Instant | undefined;
  readonly returnedAt?: Instant | undefined;
  readonly delivery: string;
  readonly outcome?: 'granted' | 'refused' | undefined;
}

/** The line of a dossier in the register; undefined before it is accepted. */
export function registerRow(envelope: CaseEnvelope): RegisterRow | undefined {
  const { code, procedure, applicant, unit, competent, receivedAt, submittedAt, ended, delivery, result } =
    dossierContextSchema.parse(envelope.machine.context);
  if (code === undefined) return undefined;
  return {
    code,
    procedure: procedure.code,
    procedureName: procedure.name.vi,
    applicant: applicant.name,
    address: applicant.address,
    phone: applicant.phone,
    agency: competent ?? unit,
    receivedAt: receivedAt ?? submittedAt,
    dueAt: envelope.deadlines.findLast(({ name }) => name === 'resolution')?.dueAt,
    returnedAt: ended?.as === 'returned' ? ended.at : undefined,
    delivery: delivery.method,
    outcome: result?.outcome,
  };
}
