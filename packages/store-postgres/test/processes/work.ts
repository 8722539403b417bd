// An engine process: fires and delivers until it is killed, and says what it did.
import { argv, stdout } from 'node:process';
import { AT } from '../../../testkit/src/store-contract/commit-item.js';
import { createPostgresStore } from '../../src/index.js';

const [, , url = '', mode = ''] = argv;
const store = createPostgresStore({ connectionString: url });
await store.open();
const request = { now: AT, leaseUntil: AT + 10_000, limit: 5, owner: `process-${process.pid}` };
const say = (line: string) => new Promise((resolve) => stdout.write(`${line}\n`, resolve));
for (;;) {
  const timers = await store.timers.claim(request);
  const messages = await store.outbox.claim(request);
  for (const { caseId } of timers) await say(`timer ${caseId}`);
  for (const { row } of messages) await say(`message ${row.id}`);
  if (mode === 'hang') await new Promise(() => setInterval(() => undefined, 1_000));
  if (timers.length + messages.length === 0) break;
}
await store.close();
