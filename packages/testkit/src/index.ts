/** motcua's test kit: a virtual clock, breach simulation and specifications of workflows. No test runner needed. */
export type { Moment } from './moment.js';
export { plainCalendar } from './plain-calendar.js';
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
