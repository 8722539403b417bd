import type { Interruption, LedgerEntry, Term } from '@motcua/core';

/** A term as a reader of the law would add it up from the lines of its ledger. Written apart from core's own. */
export interface AddedUp {
  readonly term: Term;
  readonly state: 'running' | 'suspended' | 'ended';
  /** Since when it is suspended. */
  readonly since?: number;
}

export function addUp(lines: readonly LedgerEntry[]): AddedUp {
  const [first] = lines;
  if (first?.kind !== 'started') throw new Error(`a ledger begins with ${first?.kind ?? 'nothing'}`);
  const lastRestart = lines.findLastIndex((line, place) => isRestart(lines, line, place));
  const counted = lastRestart < 0 ? lines : lines.slice(lastRestart);
  const grants = counted.flatMap((line) =>
    line.kind === 'extended' || line.kind === 'shortened' ? [line.budget] : [],
  );
  const term: Term = {
    from: lastRestart < 0 ? first.at : (lines[lastRestart] as LedgerEntry).at,
    budget: first.budget,
    counting: first.counting,
    then: [...(first.then ?? []), ...grants],
    interruptions: interruptionsOf(counted),
  };
  const last = lines.findLast(({ kind }) => kind !== 'breached' && kind !== 'extended' && kind !== 'shortened');
  if (last?.kind === 'suspended') return { term, state: 'suspended', since: last.at };
  const ended = last?.kind === 'met' || last?.kind === 'waived' || last?.kind === 'stopped';
  return { term, state: ended ? 'ended' : 'running' };
}

/** The line at which the full budget is given again. */
function isRestart(lines: readonly LedgerEntry[], line: LedgerEntry, place: number): boolean {
  if (line.kind !== 'resumed') return false;
  const suspended = lines.slice(0, place).findLast(({ kind }) => kind === 'suspended');
  return suspended?.kind === 'suspended' && suspended.rule === 'restart';
}

function interruptionsOf(lines: readonly LedgerEntry[]): readonly Interruption[] {
  const interruptions: Interruption[] = [];
  for (const [place, line] of lines.entries()) {
    if (line.kind !== 'suspended' || line.rule === 'restart') continue;
    const resumed = lines.slice(place).find(({ kind }) => kind === 'resumed');
    if (resumed === undefined || resumed.at <= line.at) continue;
    interruptions.push({ from: line.at, to: resumed.at, effect: line.rule });
  }
  return interruptions;
}
