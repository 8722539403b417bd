/** motcua's test kit: a virtual clock, breach simulation, specifications of workflows, and the replay of stored journals. No test runner needed. */
export type { Moment } from './moment.js';
export { plainCalendar } from './plain-calendar.js';
export { type CheckReplayOptions, checkReplay } from './replay/check-replay.js';
export { type ExportJournalsOptions, exportJournals } from './replay/export-journals.js';
export { type RecordedCase, readJournals, writeJournal } from './replay/recorded-case.js';
export type { DefinitionDifference, ReplayDifference, ReplayedPart, ReplayReport } from './replay/replay-report.js';
export { simulate } from './simulate/simulate.js';
export type {
  ActingIn,
  ActorInShort,
  Grounds,
  OpenInShort,
  SendInShort,
  SimulatedDelivery,
  SimulatedFact,
  Simulation,
  SimulationOptions,
} from './simulate/simulation.js';
export type { Happening } from './specification/act.js';
export {
  type Expectation,
  type Outcomes,
  type Specification,
  type SpecificationOptions,
  specification,
} from './specification/specification.js';
export { type VirtualClock, type VirtualClockOptions, virtualClock } from './virtual-clock.js';
