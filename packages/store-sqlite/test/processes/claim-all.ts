// Claims until nothing is left, and names every row it got.
import { argv, pid } from 'node:process';
import { AT, MINUTE } from '../../../testkit/src/store-contract/commit-item.js';
import { createSqliteStore } from '../../src/index.js';
import { say } from './say.js';

const store = createSqliteStore({ file: argv[2] ?? '' });
await store.open();
const request = { now: AT, leaseUntil: AT + MINUTE, limit: 3, owner: `process-${pid}` };
for (;;) {
  const timers = await store.timers.claim(request);
  const messages = await store.outbox.claim(request);
  for (const { caseId } of timers) await say(`timer ${caseId}`);
  for (const { row } of messages) await say(`message ${row.id}`);
  if (timers.length === 0 && messages.length === 0) break;
}
await store.close();
