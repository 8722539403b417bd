import type { Address } from '../calls/call.js';
import { readAnswer } from '../calls/drift.js';
import { ship } from '../calls/make-call.js';
import type { Connector } from '../parts.js';
import { type Reason, reason } from '../reason.js';
import type { Drift } from '../system/schemas.js';
import type { ReconcileSpec } from './reconcile-spec.js';

/** Their records, those that can be read; and how they differ from what we know. */
export interface FetchedPage {
  readonly records: readonly unknown[];
  readonly unreadable: readonly (readonly Drift[])[];
  readonly drift: readonly Drift[];
  readonly next?: string | undefined;
}

/** Gets a page of their records. A reason when there is none: they cannot be asked now, or have changed. */
export async function fetchPage(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  address: Address,
  signal: AbortSignal,
): Promise<FetchedPage | Reason> {
  const name = 'reconcile';
  const answer = await ship(connector.calls, { ...address, key: name, signal });
  if ('reason' in answer) return answer.reason;
  if (answer.status === 404) return { records: [], unreadable: [], drift: [] };
  if (answer.status !== 200) {
    return reason(
      'failing',
      `không đọc được danh sách (${answer.status})`,
      `its list cannot be read (${answer.status})`,
    );
  }
  const page = spec.page.safeParse(answer.body);
  if (!page.success) {
    return reason('changed', 'danh sách đã đổi dạng', 'its list has changed its form');
  }
  const readings = page.data.records.map((record) => readAnswer(name, spec.record, record));
  return {
    records: readings.flatMap((reading) => (reading.fits ? [reading.value] : [])),
    unreadable: readings.flatMap((reading) => (reading.fits ? [] : [reading.drift])),
    drift: distinct(readings.flatMap(({ drift }) => drift)),
    next: page.data.next,
  };
}

const distinct = (drift: readonly Drift[]): readonly Drift[] => [
  ...new Map(drift.map((item) => [JSON.stringify(item), item])).values(),
];
