import { setup } from 'xstate';
import { machineTypes } from '../../kernel/index.js';
import { deeds } from '../deed.js';
import { type VisitContext, type VisitEvent, type VisitFact, visitSchemas } from './schemas.js';

export const base = setup({ types: machineTypes(visitSchemas) });

/** An action of the visit machine. Named, or declarations of files that use it would run to pages. */
export interface VisitAction extends ReturnType<typeof base.enqueueActions> {}

export const { on, always, when, told } = deeds<VisitContext, VisitEvent, VisitFact, VisitAction>((deed) =>
  base.enqueueActions(({ context, event, enqueue }) => {
    const { set, say = [] } = deed(context, event);
    if (set !== undefined) enqueue.assign(set);
    for (const word of say) enqueue.emit(word);
  }),
);
