import type { Proof } from '../proof.ts';

/** What clocks of the run differ by, and what a worker may be silent for without being dead. */
const MARGIN_MS = 3 * 3_600_000;

export const outages: Proof = {
  name: 'outages',
  promise: 'every time in which no engine was alive is on record as an outage',
  looked: ({ evidence }) => `${long(evidence.downtimes).length} downtimes`,
  findings: ({ rows, evidence }) => {
    const gaps: { readonly from: number; readonly to: number }[] = [];
    let aliveUntil = rows.liveness[0]?.to ?? 0;
    for (const { from, to } of rows.liveness) {
      if (from > aliveUntil) gaps.push({ from: aliveUntil, to: from });
      aliveUntil = Math.max(aliveUntil, to);
    }
    return long(evidence.downtimes)
      .filter(({ from, to }) => !gaps.some((gap) => gap.from <= from + MARGIN_MS && gap.to >= to - MARGIN_MS))
      .map(
        ({ from, to }) =>
          `nobody worked from ${new Date(from).toISOString()} to ${new Date(to).toISOString()}, unrecorded`,
      );
  },
};

const long = (downtimes: readonly { readonly from: number; readonly to: number }[]) =>
  downtimes.filter(({ from, to }) => to - from > 2 * MARGIN_MS);
