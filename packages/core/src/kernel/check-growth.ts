import type { CaseEnvelope, Command } from '../contract/case.js';
import { refuse } from './refusal.js';

/** Lines of ledgers, changes of hands and sub-cases that a case may gather. */
const MAX_CASE_LINES = 10_000;

/**
 * Refuses a command that would make a case gather more than it may: whatever a case is, is read and written with every
 * commit. What nobody sends, firings and messages between cases, is always recorded; it follows from what was sent.
 */
export function checkGrowth(command: Command, before: CaseEnvelope | undefined, after: CaseEnvelope): void {
  if (command.type !== 'send' && command.type !== 'extend' && command.type !== 'waive') return;
  const lines = linesOf(after);
  if (lines <= MAX_CASE_LINES || (before !== undefined && lines <= linesOf(before))) return;
  throw refuse('MC_CASE_TOO_LARGE', {
    happened: `Case ${command.caseId} would have ${lines} ledger lines, changes of hands and sub-cases`,
    expected: `at most ${MAX_CASE_LINES}`,
    remedy: 'look for a program that suspends and resumes, or passes the case to and fro, without end; close the case',
  });
}

function linesOf({ deadlines, custody, children }: CaseEnvelope): number {
  const entries = deadlines.reduce((sum, ledger) => sum + ledger.entries.length, 0);
  return entries + custody.length + Object.keys(children).length;
}
