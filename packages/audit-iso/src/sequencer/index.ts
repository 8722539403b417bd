export { compareStore } from './compare-store.js';
export { type LogWriter, type LogWriterOptions, openLogWriter } from './log-writer.js';
export type { SealingStore } from './sealing-store.js';
export {
  createSequencer,
  type SealingEvent,
  type SealingLag,
  type Sequencer,
  type SequencerOptions,
} from './sequencer.js';
