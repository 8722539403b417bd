import type { CaseEnvelope, MachineTimer, TimerKey, TimerRow } from '../contract/case.js';
import type { DeadlineLedger } from '../contract/deadline.js';

/** What a timer key names. */
export type TimerName =
  | {
      readonly kind: 'deadline';
      readonly deadline: string;
      readonly occurrence: number;
      readonly rung: string;
      readonly n: number;
    }
  | { readonly kind: 'after'; readonly id: string; readonly occurrence: number };

const rungKey = (ledger: Pick<DeadlineLedger, 'name' | 'occurrence'>, rung: string, n: number): TimerKey =>
  `deadline/${ledger.name}/${ledger.occurrence}/${rung}/${n}`;

const afterKey = (timer: Pick<MachineTimer, 'id' | 'occurrence'>): TimerKey => `after/${timer.id}/${timer.occurrence}`;

/** Undefined for a key no kernel wrote. */
export function parseTimerKey(key: TimerKey): TimerName | undefined {
  const rung = /^deadline\/([^/]+)\/(\d+)\/([^/]+)\/(\d+)$/.exec(key);
  if (rung?.[1] !== undefined && rung[3] !== undefined) {
    return { kind: 'deadline', deadline: rung[1], occurrence: Number(rung[2]), rung: rung[3], n: Number(rung[4]) };
  }
  const after = /^after\/(.+)\/(\d+)$/.exec(key);
  if (after?.[1] !== undefined) return { kind: 'after', id: after[1], occurrence: Number(after[2]) };
  return undefined;
}

/** All pending firings of a case, as the store indexes them. */
export function timerRows(envelope: Pick<CaseEnvelope, 'deadlines' | 'timers'>): readonly TimerRow[] {
  const rows: TimerRow[] = envelope.timers.map((timer) => ({ key: afterKey(timer), fireAt: timer.fireAt }));
  for (const ledger of envelope.deadlines) {
    for (const rung of ledger.rungs) {
      if (rung.fireAt !== undefined) rows.push({ key: rungKey(ledger, rung.name, rung.fired), fireAt: rung.fireAt });
    }
  }
  return rows;
}
