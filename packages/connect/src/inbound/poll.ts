import { MotcuaError } from '@motcua/core';
import { ship } from '../calls/make-call.js';
import type { Connector } from '../parts.js';
import type { ChangePage, InboundSpec } from './inbound-spec.js';
import { inboundOf, missing } from './receive.js';
import { type ChangeOutcome, takeChange } from './take-change.js';

/** How many changes were read, by what became of them. */
export type PollResult = Readonly<Record<ChangeOutcome['status'], number>>;

/**
 * Asks the other system for its changes since the last time, page by page. The cursor moves after the changes of a page are
 * on record; after a crash in between they come again, and have no second effect.
 */
export async function pollChanges(connector: Connector, tenant: string, signal: AbortSignal): Promise<PollResult> {
  const spec = inboundOf(connector);
  const counts = { taken: 0, ignored: 0, unreadable: 0, 'turned-down': 0 };
  let { cursor } = await connector.records.read(tenant);
  for (;;) {
    const page = await pageAfter(connector, spec, cursor, signal);
    for (const change of page.changes) {
      const { status } = await takeChange(connector, spec, tenant, change);
      counts[status] += 1;
    }
    if (page.next === undefined || page.next === cursor) return counts;
    await connector.records.note(tenant, { type: 'cursor.move', cursor: page.next });
    cursor = page.next;
    if (page.changes.length === 0) return counts;
  }
}

async function pageAfter(
  connector: Connector,
  { poll }: InboundSpec,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ChangePage> {
  if (poll === undefined) throw missing(connector, 'inbound.poll', 'the order to ask for changes');
  const answer = await ship(connector.calls, { ...poll.list(cursor), key: 'poll', signal });
  if ('reason' in answer) throw unreachable(connector, answer.reason.text.en);
  if (answer.status !== 200) throw unreachable(connector, `it answered ${answer.status}`);
  const page = poll.page.safeParse(answer.body);
  if (page.success) return page.data;
  throw unreachable(connector, 'its list of changes has changed its form');
}

const unreachable = ({ definition: { system } }: Connector, why: string) =>
  new MotcuaError('MC_CONNECTOR_UNREACHABLE', {
    happened: `The changes of "${system}" could not be read: ${why}`,
    expected: 'a page of its changes',
    remedy: 'ask again later; what was read so far is on record, and the cursor stands behind it',
    details: { system },
  });
