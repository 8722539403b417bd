import { firstContext } from './first-context.js';
import { dossier } from './setup.js';
import { consulting, paying, posting, supplementing, suspended, verifyingApart } from './states-interludes.js';
import { processing } from './states-processing.js';
import { preceding, registered } from './states-reception.js';
import { lapsed, refused, resolved, returned, stopped, withdrawn } from './states-result.js';

const transfer = [
  { guard: 'namesOfficer', target: 'processing.examining', actions: 'transfer' },
  { target: 'processing.awaitingAssignment', actions: 'transfer' },
] as const;

/**
 * The life of a dossier, from submission to archive. The states are the business dimension; where the result is, and
 * what foreign systems know, are kept in the context and change on events of their own.
 */
export const dossierMachine = dossier.createMachine({
  id: 'dossier',
  context: ({ input: { meta, ...input } }) => firstContext(input, meta.at),
  initial: 'registered',
  entry: 'register',
  on: {
    'fee.pay': { actions: 'payFee' },
    'hand-over': { guard: 'mayHandOver', actions: 'handOver' },
    'hand-over.acknowledge': { guard: 'mayTakeOver', actions: 'takeOver' },
    'representative.name': { guard: 'mayNameRepresentative', actions: 'nameRepresentative' },
    'representative.end': { guard: 'mayEndRepresentation', actions: 'endRepresentation' },
    'deputy.name': { guard: 'mayName', actions: 'nameDeputy' },
    'deputy.remove': { guard: 'mayRemove', actions: 'removeDeputy' },
    'unit.transfer': { guard: 'mayMove', actions: 'moveToUnit' },
    'consultation.answer': { guard: 'isAsked', actions: 'noteAnswer' },
    'consultation.cancel': { guard: 'mayCancel', actions: 'cancelConsultation' },
    'consultation.receive': { actions: 'noteReceived' },
    'consultation.overdue': { actions: 'noteOverdueConsultee' },
    'consultation.late': { guard: 'wasAsked', actions: 'noteLateOpinion' },
    'supplement.window-close': { actions: 'closeWindow' },
    'extension.apply': { guard: 'mayExtend', actions: 'applyExtension' },
    'apology.due': { guard: 'owesApology', actions: 'oweApology' },
    'apology.issue': { guard: 'mayApologise', actions: 'apologise' },
    'resolution.overdue': { actions: 'noteOverdue' },
    'resolution.overruled': { actions: 'takeBackLateness' },
    'resolution.reprojected': { actions: 'changeAppointment' },
    'stage.overdue': { actions: 'noteStageLate' },
    'stage.overruled': { actions: 'takeBackStageLateness' },
    'delivery.choose': { guard: 'mayChooseDelivery', actions: 'chooseDelivery' },
    withdraw: { guard: 'mayWithdraw', target: '.withdrawn', actions: 'withdraw' },
    stop: { guard: 'mayStop', target: '.stopped', actions: 'stop' },
    'sync.report': { guard: 'knowsSystem', actions: 'report' },
    'sync.enter': { guard: 'mayEnter', actions: 'enterByHand' },
    'sync.waive': { guard: 'mayWaiveSync', actions: 'waiveSync' },
  },
  states: {
    registered,
    preceding,
    accepted: { tags: ['limit', 'transfer', 'notice'], entry: 'tellAccepted', on: { transfer } },
    processing,
    consulting,
    verifyingApart,
    posting,
    supplementing,
    paying,
    suspended,
    resolved,
    returned,
    refused,
    withdrawn,
    stopped,
    lapsed,
    archived: { type: 'final' },
  },
});
