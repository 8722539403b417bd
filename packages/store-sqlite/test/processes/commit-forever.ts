// Commits until it is killed, and names every case once its commit is acknowledged.
import { argv } from 'node:process';
import { AT, commitItem } from '../../../testkit/src/store-contract/commit-item.js';
import { createSqliteStore } from '../../src/index.js';
import { say } from './say.js';

const store = createSqliteStore({ file: argv[2] ?? '' });
await store.open();
for (let number = 0; ; number += 1) {
  const caseId = `case-${number}`;
  await store.commit([commitItem({ caseId, outbox: [{}, {}], timers: [{ key: 'k', fireAt: AT }] })]);
  await say(caseId);
}
