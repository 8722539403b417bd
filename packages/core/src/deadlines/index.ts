export { timeAccount, type AccountRow, type TimeAccount } from './account.js';
export { explainLedger, printExplanation, type DeadlineExplanation } from './explain.js';
export { fitsWithin, type Fit, type FitRequest } from './fit.js';
export { dueOf, isBreached, project, type CalendarLookup, type Projection } from './project.js';
export {
  fromContext,
  type DeadlineSpec,
  type ExtensionCap,
  type FromContext,
  type RungPosition,
  type RungSpec,
} from './spec.js';
export { standingOf, type DeadlineStanding } from './view.js';
