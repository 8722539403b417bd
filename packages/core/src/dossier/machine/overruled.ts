import { letterOf } from '../letters.js';
import type { DossierContext } from '../schemas.js';
import { by, type DossierEvent, type DossierFact, given, on, told } from './deed.js';
import { REASONS, resumed } from './shared.js';

type Overruled = Extract<DossierEvent, { type: 'resolution.overruled' | 'stage.overruled' }>;

/** Why an end was not missed after all. */
function reasonOf({ by: line }: Overruled): string {
  if (line === 'reprojected') return REASONS.countedAgain;
  if (line === 'migrated') return REASONS.newRules;
  return line === 'suspended' ? REASONS.stoodStill : REASONS.wasInTime;
}

/** What was recorded when an end passed: with the apology's date a new end had been promised. */
const violationAt = ({ apology }: DossierContext, end: number) =>
  apology.until !== undefined && end >= apology.until
    ? ('late-after-apology' as const)
    : ('late-without-apology' as const);

export const overruledActions = {
  /**
   * The result was there in time, or the limit stood still, and it was written down only after the end had passed. What
   * was said of the delay is taken back: to the inspection, and to the applicant when an apology had gone out.
   */
  takeBackLateness: on('resolution.overruled', (context, event) => {
    const { ends, dueAt } = event;
    const reason = reasonOf(event);
    const { issuedAt, until, timely, used } = context.apology;
    const excused = issuedAt !== undefined && until !== undefined && ends.some((end) => end < issuedAt);
    return {
      set: { overdue: undefined, ...(excused && { apology: { used: used - 1 } }) },
      say: [
        ...ends.map((end) => told('violation.withdrawn', { kind: violationAt(context, end), dueAt: end, reason })),
        ...(excused
          ? [
              ...(timely === false ? [told('violation.withdrawn', { kind: 'apology-not-in-time', reason })] : []),
              told('apology.corrected', { reason, issuedAt, until, dueAt, ...by(context, event) }),
              correction(context, event, { reason, issuedAt }),
            ]
          : []),
      ],
    };
  }),
  /**
   * A new calendar version has moved the end. Whoever has a slip gets the new date in writing (61/2018 art. 19.9 has the
   * one-stop adjust the date and say so); an apology that was owed for the old end is owed no more.
   */
  changeAppointment: on('resolution.reprojected', (context, event) => {
    const { dueBefore, dueAfter, reason, legalBasis, because, meta } = event;
    return {
      ...(dueAfter > dueBefore && { set: { apology: resumed(context).apology } }),
      say:
        context.slip === true
          ? [
              told(
                'letter.issued',
                letterOf('appointment-change', context, {
                  by: meta.actor.id,
                  at: meta.receivedAt,
                  dueAt: dueBefore,
                  until: dueAfter,
                  reason,
                  legalBasis,
                  calendarChanges: because,
                  ...given({ receivedAt: context.receivedAt }),
                }),
              ),
            ]
          : [],
    };
  }),
  takeBackStageLateness: on('stage.overruled', (_, event) => ({
    set: { stageLate: false },
    say: event.ends.map((end) =>
      told('violation.withdrawn', { kind: 'stage-late', stage: event.deadline, dueAt: end, reason: reasonOf(event) }),
    ),
  })),
};

/** The letter that follows the apology. It is written when the truth is recorded, whenever that happened in law. */
function correction(
  context: DossierContext,
  event: Overruled,
  { reason, issuedAt }: { readonly reason: string; readonly issuedAt: number },
): DossierFact {
  return told(
    'letter.issued',
    letterOf('correction', context, {
      by: event.meta.actor.id,
      at: event.meta.receivedAt,
      corrects: { kind: 'apology', at: issuedAt },
      dueAt: event.dueAt,
      reason,
      ...given({
        receivedAt: context.receivedAt,
        answeredAt: event.by === 'met' ? event.meta.at : undefined,
        // The decree that came after it was not seen whole: a letter under it names no article.
        legalBasis: context.regime === '2018' ? 'Nghị định 61/2018/NĐ-CP, Điều 21' : undefined,
      }),
    }),
  );
}
