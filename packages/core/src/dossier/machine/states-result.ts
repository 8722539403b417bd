import { dossier } from './setup.js';

/** A dossier that is opened again goes back to where its work is done. One with a result was examined. */
const reopenResult = { target: '#dossier.processing.examining', actions: 'reopen' } as const;
/** One that was refused was never accepted. */
const reopenRefused = { target: '#dossier.registered.checking', actions: 'reopen' } as const;
/** One may be withdrawn or stopped anywhere. */
const reopen = [
  { guard: 'wasTransferred', ...reopenResult },
  { guard: 'wasAcceptedAhead', target: '#dossier.preceding', actions: 'reopen' },
  { guard: 'wasAccepted', target: '#dossier.accepted', actions: 'reopen' },
  reopenRefused,
] as const;
const archive = { guard: 'allSystemsSettled', target: '#dossier.archived', actions: 'archive' } as const;

export const resolved = dossier.createStateConfig({
  initial: 'atUnit',
  tags: 'resolved',
  entry: 'tellResolved',
  states: {
    atUnit: { tags: 'handover', on: { 'result.transfer': { target: 'ready', actions: 'bringToCounter' } } },
    ready: {
      tags: 'collectable',
      on: {
        'result.collect': { guard: 'mayCollect', target: '#dossier.returned', actions: 'collect' },
        'result.publish': { target: '#dossier.returned', actions: 'publish' },
        'delivery.dispatch': { target: 'inTransit', actions: 'dispatch' },
        'collection.lapse': [
          { guard: 'resultLapses', target: '#dossier.lapsed', actions: 'lapseCollection' },
          { actions: 'lapseCollection' },
        ],
        reopen: reopenResult,
      },
    },
    inTransit: {
      on: {
        'delivery.confirm': { target: '#dossier.returned', actions: 'deliver' },
        'delivery.fail': { target: 'ready', actions: 'noteFailedDelivery' },
      },
    },
  },
});

export const returned = dossier.createStateConfig({
  tags: 'resolved',
  entry: 'tellReturned',
  on: { reopen: reopenResult, archive },
});
export const refused = dossier.createStateConfig({
  tags: 'ended',
  entry: 'tellRefused',
  on: { reopen: reopenRefused, archive },
});
export const withdrawn = dossier.createStateConfig({ tags: 'ended', entry: 'tellWithdrawn', on: { reopen, archive } });
export const stopped = dossier.createStateConfig({ tags: 'ended', entry: 'tellStopped', on: { reopen, archive } });
export const lapsed = dossier.createStateConfig({
  tags: 'ended',
  entry: 'tellStopped',
  on: { reopen: reopenResult, archive },
});
