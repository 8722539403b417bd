import type { CaseIndex, Holder } from '../contract/index.js';
import type { CaseView } from '../kernel/index.js';
import type { DossierContext } from './schemas.js';

/** The citizen as a holder: by part, not by name; names are personal data. */
export const CITIZEN = 'applicant';

type View = CaseView<DossierContext>;

/** The term people look at, by where the dossier is. */
function deadlineOf({ state, hasTag }: View): string {
  if (hasTag('check')) return 'reply';
  if (state === 'registered.awaitingPapers') return 'supplement';
  if (hasTag('linking')) return 'acknowledgement';
  if (state === 'preceding.transferring') return 'transfer';
  if (state === 'preceding.verifying') return 'verification';
  return 'resolution';
}

/** What can be searched. */
export function dossierIndex(view: View): CaseIndex & { readonly deadline: string } {
  const { applicant, unit, assignee, deputies, code, procedure } = view.context;
  return {
    subject: applicant.id,
    unit,
    ...(assignee !== undefined && { assignee }),
    ...(deputies.length > 0 && { deputies }),
    ...(code !== undefined && { code }),
    category: procedure.code,
    text: [code, applicant.name, procedure.name.vi].filter((part) => part !== undefined).join(' '),
    deadline: deadlineOf(view),
  };
}

/**
 * Who is waited for. The authority bears the time of a consultation the limit counts; where the procedure excludes
 * it, the consultee has the case. After the result nobody is waited for.
 */
export function dossierHolder({ context, state, hasTag }: View): Holder | undefined {
  const place = state.split('.')[0];
  const unit: Holder = { kind: 'unit', id: context.unit };
  const citizen: Holder = { kind: 'citizen', id: CITIZEN };
  if (hasTag('supplementing') || hasTag('paying')) return citizen;
  if (hasTag('assessing')) return { kind: 'agency', id: context.procedure.financial?.authority ?? context.unit };
  if (hasTag('linking')) return { kind: 'agency', id: 'linked' };
  if (place === 'posting') return { kind: 'suspension', id: 'posting' };
  if (place === 'suspended') return { kind: 'suspension', id: context.suspension?.cause ?? 'suspended' };
  if (place === 'consulting') return consulted(context) ?? unit;
  if (place === 'resolved') return state === 'resolved.atUnit' ? unit : undefined;
  if (context.ended !== undefined || place === 'archived') return undefined;
  return unit;
}

/** Of several consultees the first asked has the case until he answers. */
function consulted({ consultations }: DossierContext): Holder | undefined {
  const asked = Object.values(consultations).find(
    ({ status, countsTowardLimit }) => status === 'open' && !countsTowardLimit,
  );
  return asked && (asked.party === 'citizen' ? { kind: 'citizen', id: CITIZEN } : { kind: 'agency', id: asked.agency });
}
