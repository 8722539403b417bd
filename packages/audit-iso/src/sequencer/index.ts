export { compareStore } from './compare-store.js';
export { type LogWriter, type LogWriterOptions, openLogWriter } from './log-writer.js';
export {
  createSequencer,
  type SealingEvent,
  type SealingLag,
  type SealingStore,
  type Sequencer,
  type SequencerOptions,
} from './sequencer.js';
