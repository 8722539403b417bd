import { groupBy, isSame, keyOf, type Proof } from '../proof.ts';
import type { MessageTableRow } from '../rows.ts';

/** The destination of messages from case to case. */
const ENGINE = 'engine';

export const deliveries: Proof = {
  name: 'deliveries',
  promise:
    'every message was delivered at least once under its one id, unchanged, and for one case and destination in order',
  looked: ({ rows, evidence }) => {
    const ids = new Set(evidence.receipts.map(({ id, destination }) => `${id}/${destination}`));
    return `${rows.outbox.length} messages, ${evidence.receipts.length} receipts, ${evidence.receipts.length - ids.size} of them repeated`;
  },
  findings: ({ rows, evidence }) => {
    const found: string[] = [];
    const nameOf = ({ messageId, destination }: MessageTableRow) => keyOf(messageId, destination);
    const outside = rows.outbox.filter(({ destination }) => destination !== ENGINE);
    const receipts = groupBy(evidence.receipts, ({ id, destination }) => keyOf(id, destination));
    for (const row of rows.outbox) if (row.status !== 'delivered') found.push(...undelivered(row));
    for (const row of outside) {
      const got = receipts.get(nameOf(row)) ?? [];
      receipts.delete(nameOf(row));
      if (got.length === 0) found.push(`${row.messageId} never reached ${row.destination}`);
      for (const { payload, topic } of got)
        if (topic !== row.topic || !isSame(payload, row.payload))
          found.push(`${row.messageId} reached ${row.destination} changed`);
    }
    for (const name of receipts.keys()) found.push(`${name} was received, and nobody wrote it`);

    const first = new Map<string, number>();
    for (const [place, { id, destination }] of evidence.receipts.entries())
      if (!first.has(keyOf(id, destination))) first.set(keyOf(id, destination), place);
    for (const lane of groupBy(outside, ({ caseId, destination }) => keyOf(caseId, destination)).values()) {
      const places = lane.map((row) => first.get(nameOf(row)) ?? Number.POSITIVE_INFINITY);
      const wrong = places.findIndex((place, index) => index > 0 && place < (places[index - 1] ?? 0));
      if (wrong > 0)
        found.push(`${lane[wrong]?.messageId} reached ${lane[wrong]?.destination} before the one before it`);
    }
    return found;
  },
};

/** A message between cases may have been turned down for good; whoever sent it then finds it as a dead letter. */
function undelivered({ messageId, destination, status }: MessageTableRow): readonly string[] {
  return destination === ENGINE && status === 'dead' ? [] : [`${messageId} to ${destination} is ${status}`];
}
