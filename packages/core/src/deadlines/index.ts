export { type AccountRow, type TimeAccount, timeAccount } from './account.js';
export { changeText } from './change-words.js';
export { type DeadlineExplanation, explainLedger, printExplanation } from './explain.js';
export { type Fit, type FitRequest, fitsWithin } from './fit.js';
export { type Lateness, latenessOf, type RecordedBreach } from './lateness.js';
export { type CalendarLookup, dueOf, isBreached, type Projection, project } from './project.js';
export {
  budgetList,
  type DeadlineSpec,
  type ExtensionCap,
  type FromContext,
  fromContext,
  type RungPosition,
  type RungSpec,
} from './spec.js';
export { type DeadlineStanding, standingOf } from './view.js';
