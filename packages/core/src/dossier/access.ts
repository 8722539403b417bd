import type { AccessRule } from '../contract/index.js';
import type { FileAction } from '../kernel/index.js';
import type { DossierEventType } from './events.js';
import { ROLES, type Role } from './roles.js';

const anywhere = (...roles: Role[]): AccessRule => ({ roles });
const inUnit = (...roles: Role[]): AccessRule => ({ roles, unit: 'same' });
const above = (...roles: Role[]): AccessRule => ({ roles, unit: 'within' });
const assigned: AccessRule = { roles: [ROLES.caseOfficer], unit: 'assignee' };

const { applicant, oneStopOfficer, caseOfficer, headOfDivision, leader, clerk, supervisor, connector } = ROLES;
const counter = [inUnit(oneStopOfficer)];
const work = [assigned];
const chiefs = [above(headOfDivision, leader)];
/** The applicant himself (the machine checks that he is the one), or the counter for him. */
const applicantSide = [anywhere(applicant, oneStopOfficer, connector)];
const systems = [anywhere(connector)];

type Governed = Exclude<
  DossierEventType,
  | 'supplement.lapse'
  | 'supplement.window-close'
  | 'consultation.answer'
  | 'consultation.receive'
  | 'consultation.overdue'
  | 'posting.end'
  | 'payment.lapse'
  | 'apology.due'
  | 'resolution.overdue'
  | 'resolution.overruled'
  | 'resolution.reprojected'
  | 'stage.overdue'
  | 'stage.overruled'
  | 'collection.lapse'
>;

/**
 * Who may do what. Events that follow from the passing of time, and answers of sub-cases, have no rule: only the
 * engine sends them. Nobody extends or waives a term directly; that is done by an apology or a named case of the law. A new
 * calendar version is applied from above, for all dossiers at once. Who leads holds a file and lets it go; who supervises the
 * offices disposes of it.
 */
export const dossierAccess: Readonly<
  Record<Governed | 'open' | 'extend' | 'waive' | 'reproject' | 'migrate' | FileAction, readonly AccessRule[]>
> = {
  open: applicantSide,
  extend: [],
  waive: [],
  reproject: [anywhere(supervisor)],
  migrate: [anywhere(supervisor)],
  'file.hold': [above(leader), anywhere(supervisor)],
  'file.release': [above(leader), anywhere(supervisor)],
  'file.correct': [above(headOfDivision, leader), anywhere(supervisor)],
  'file.dispose': [anywhere(supervisor)],
  accept: counter,
  refuse: counter,
  'fee.pay': applicantSide,
  transfer: counter,
  'agency.acknowledge': [...systems, anywhere(ROLES.consultee, oneStopOfficer)],
  'supplement.request': [...counter, assigned],
  'supplement.provide': applicantSide,
  'representative.name': applicantSide,
  'representative.end': applicantSide,
  assign: chiefs,
  claim: [inUnit(caseOfficer)],
  'hand-over': [assigned, ...chiefs],
  'hand-over.acknowledge': [inUnit(caseOfficer, oneStopOfficer, headOfDivision, leader, clerk)],
  'deputy.name': [assigned, ...chiefs],
  'deputy.remove': [assigned, ...chiefs],
  'unit.transfer': [anywhere(supervisor)],
  'consultation.request': work,
  'consultation.cancel': [assigned, ...chiefs],
  'consultation.late': [assigned, anywhere(oneStopOfficer, connector)],
  'verification.start': work,
  'verification.record': [assigned, inUnit(caseOfficer)],
  'posting.start': work,
  'posting.object': [assigned, anywhere(oneStopOfficer)],
  'obligation.request': work,
  'obligation.notify': [...systems, assigned, anywhere(oneStopOfficer)],
  'obligation.confirm': [...systems, anywhere(oneStopOfficer)],
  'obligation.defer': [...systems, assigned],
  'extension.apply': [assigned, ...chiefs],
  suspend: [above(leader, supervisor)],
  resume: [above(leader, supervisor)],
  'examination.conclude': work,
  'draft.submit': work,
  'review.approve': [above(headOfDivision)],
  'review.return': [above(headOfDivision)],
  sign: [above(leader)],
  'sign.return': [above(leader)],
  'result.issue': [inUnit(clerk)],
  'apology.issue': [above(headOfDivision, leader)],
  'result.transfer': [inUnit(clerk, caseOfficer)],
  'delivery.choose': applicantSide,
  'delivery.dispatch': [...counter, ...systems],
  'delivery.confirm': [...counter, ...systems],
  'delivery.fail': [...counter, ...systems],
  'result.collect': counter,
  'result.publish': [...counter, ...systems],
  withdraw: applicantSide,
  stop: [above(leader)],
  reopen: [above(leader), anywhere(supervisor)],
  archive: [inUnit(clerk), anywhere(oneStopOfficer)],
  'sync.report': systems,
  'sync.enter': [assigned, anywhere(oneStopOfficer, clerk)],
  'sync.waive': [above(headOfDivision, leader), anywhere(supervisor)],
};
