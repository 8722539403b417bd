import { always, type DossierAction, told } from './deed.js';

/** Tells the world the business status, when it is another than the one told last. */
const tell = (status: number): DossierAction =>
  always((context, event) => {
    if (context.status === status) return {};
    // On opening, XState's first event has no meta; the dossier then begins at its submission.
    const at = 'meta' in event ? event.meta.at : context.submittedAt;
    return {
      set: { status },
      say: [told('status.changed', { status, at, ...(context.code !== undefined && { code: context.code }) })],
    };
  });

export const statusActions = {
  tellRegistered: tell(1),
  tellAccepted: tell(2),
  tellRefused: tell(3),
  tellProcessing: tell(4),
  tellSupplement: tell(5),
  tellPayment: tell(6),
  tellWithdrawn: tell(7),
  tellStopped: tell(8),
  tellResolved: tell(9),
  tellReturned: tell(10),
};
