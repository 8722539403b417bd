import { setup } from 'xstate';
import { machineTypes } from '../../kernel/index.js';
import { deeds } from '../deed.js';
import type { InspectionLetter, InspectionLetterKind } from '../letters.js';
import { type RoundContext, type RoundEvent, type RoundFact, roundSchemas } from './schemas.js';

export const base = setup({ types: machineTypes(roundSchemas) });

/** An action of the round machine. Named, or declarations of files that use it would run to pages. */
export interface RoundAction extends ReturnType<typeof base.enqueueActions> {}

export const { on, always, when, told } = deeds<RoundContext, RoundEvent, RoundFact, RoundAction>((deed) =>
  base.enqueueActions(({ context, event, enqueue }) => {
    const { set, say = [] } = deed(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  }),
);

/** Units of a round: the subject and those visited. */
export const unitsOf = ({ subject, targets }: Pick<RoundContext, 'subject' | 'targets'>): readonly string[] => [
  ...new Set([subject, ...targets.map(({ unit }) => unit)]),
];

type Particulars = Partial<Omit<InspectionLetter, 'kind' | 'code' | 'subject' | 'by' | 'at' | 'from'>>;

/** A paper of the round: from the authority to the inspected unit, unless said otherwise. */
export const letter = (
  kind: InspectionLetterKind,
  context: RoundContext,
  event: RoundEvent,
  particulars: Particulars = {},
): RoundFact =>
  told('letter.issued', {
    kind,
    form: null,
    code: context.code,
    from: context.offices.authority,
    to: context.subject,
    subject: context.subject,
    by: event.meta.actor.id,
    at: event.meta.at,
    contents: context.contents.map(({ name }) => name.vi),
    ...particulars,
  });
