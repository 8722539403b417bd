import { extendDeadline, type KernelEffect, sendToCase } from '../../kernel/index.js';
import { covers } from '../representative.js';
import { ROLES } from '../roles.js';
import type { DossierContext, Ending, ReceivedPaper } from '../schemas.js';
import { by, type Deed, type DossierEvent, type DossierFact, given, letter, told } from './deed.js';

/** Is it the applicant himself, or an officer who writes down what he said? */
export function isApplicant({ applicant }: DossierContext, { meta: { actor } }: DossierEvent): boolean {
  return !actor.roles.includes(ROLES.applicant) || actor.id === applicant.id;
}

/** Nobody but the applicant, and who is authorised to act for him, acts as one. */
export function actsForApplicant(context: DossierContext, event: DossierEvent): boolean {
  const { representative } = context;
  const { actor, at } = event.meta;
  if (isApplicant(context, event)) return true;
  return actor.id === representative?.id && covers(representative, 'act', at);
}

/** What is written on a notice that follows by force of law, not from an officer's pen. */
export const REASONS = {
  notCompleted: 'Quá thời hạn bổ sung, hoàn thiện hồ sơ',
  notPaid: 'Quá thời hạn thực hiện nghĩa vụ tài chính',
  notCollected: 'Quá thời hạn nhận kết quả',
  withdrawn: 'Theo đề nghị của người nộp hồ sơ',
  wasInTime: 'Kết quả đã có trong thời hạn giải quyết, được ghi nhận vào hệ thống sau đó',
  newRules: 'Thời hạn giải quyết được tính lại theo quy định mới',
  countedAgain: 'Thời hạn giải quyết được tính lại theo lịch làm việc mới',
  stoodStill: 'Thời hạn giải quyết đã tạm dừng trước khi hết hạn, được ghi nhận vào hệ thống sau đó',
} as const;

/** Whom a violation is laid to: the unit that has the dossier, and the officer. */
export const violator = ({ unit, assignee }: DossierContext) => ({ unit, ...given({ assignee }) });

/** The limit runs again: its end has moved, so an apology that was owed for the old one is owed no more. */
export const resumed = ({ apology: { owedAt: _, dueAt: __, ...apology } }: DossierContext) => ({
  interruption: undefined,
  apology,
});

/**
 * A limit that starts from zero starts with the cases of the law that had prolonged it: they are facts of the dossier,
 * not of the first count.
 */
export const extendAgain = ({ procedure, extensions }: DossierContext): KernelEffect[] =>
  procedure.extensions
    .filter(({ id }) => extensions.includes(id))
    .map(({ id, add, legalBasis }) =>
      extendDeadline({ deadline: 'resolution', budget: add, reason: id, ...given({ legalBasis }) }),
    );

/** Papers that came later replace what was there under the same id. */
export const mergePapers = (
  before: readonly ReceivedPaper[],
  more: readonly ReceivedPaper[],
): readonly ReceivedPaper[] => [...before.filter(({ id }) => !more.some((paper) => paper.id === id)), ...more];

/** One row of the control sheet: from whom, to whom, when, in time or late (form 05 of 2018, 06 of 2025). */
export const handedOver = (
  context: DossierContext,
  event: DossierEvent,
  row: {
    readonly stage: string;
    readonly unit?: string;
    readonly officer?: string | undefined;
    readonly remark?: string | undefined;
  },
): DossierFact => {
  const { stage, unit = context.unit, officer, remark } = row;
  return told('dossier.handed-over', {
    from: {
      unit: context.unit,
      ...given({ officer: event.meta.actor.kind === 'person' ? event.meta.actor.id : undefined }),
    },
    to: { unit, ...given({ officer }) },
    at: event.meta.at,
    stage,
    standing: context.stageLate ? 'late' : 'in-time',
    ...given({ remark }),
  });
};

/** Tells every agency still being asked that its answer is not needed any more. */
const cancelOpen = (context: DossierContext, reason: string): (DossierFact | KernelEffect)[] =>
  Object.entries(context.consultations)
    .filter(([, { status }]) => status === 'open')
    .flatMap(([key, { agency }]) => [
      sendToCase({ key, event: { type: 'consultation.cancel', reason } }),
      told('consultation.cancelled', { key, agency, reason }),
    ]);

const withOpenCancelled = (consultations: DossierContext['consultations']): DossierContext['consultations'] =>
  Object.fromEntries(
    Object.entries(consultations).map(([key, one]) => [
      key,
      one.status === 'open' ? { ...one, status: 'cancelled' as const } : one,
    ]),
  );

/** Ends a dossier: for the record, for the applicant, and for everybody who was asked about it. */
export function endDossier(
  context: DossierContext,
  event: DossierEvent,
  as: Ending,
  reason: string | undefined,
  legalBasis?: string,
): Deed {
  const kind = as === 'refused' ? 'refusal' : as === 'withdrawn' || as === 'stopped' ? 'stop' : undefined;
  return {
    set: {
      ended: { as, at: event.meta.at, ...given({ reason }) },
      consultations: withOpenCancelled(context.consultations),
      interruption: undefined,
    },
    say: [
      told('dossier.ended', { as, ...given({ reason }), ...by(context, event) }),
      ...(kind === undefined ? [] : [letter(kind, context, event, given({ reason, legalBasis }))]),
      ...cancelOpen(context, reason ?? as),
    ],
  };
}
