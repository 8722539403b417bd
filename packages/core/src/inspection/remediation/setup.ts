import { setup } from 'xstate';
import { machineTypes } from '../../kernel/index.js';
import { deeds } from '../deed.js';
import { type RemediationContext, type RemediationEvent, type RemediationFact, remediationSchemas } from './schemas.js';

export const base = setup({ types: machineTypes(remediationSchemas) });

/** An action of the remediation machine. Named, or declarations of files that use it would run to pages. */
export interface RemediationAction extends ReturnType<typeof base.enqueueActions> {}

export const { on, always, when, told } = deeds<
  RemediationContext,
  RemediationEvent,
  RemediationFact,
  RemediationAction
>((deed) =>
  base.enqueueActions(({ context, event, enqueue }) => {
    const { set, say = [] } = deed(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  }),
);
