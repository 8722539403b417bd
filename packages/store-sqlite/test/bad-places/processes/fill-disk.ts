// Works on a disk of one megabyte until it is full, frees space, and works on with the same engine.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdout } from 'node:process';
import { createSqliteStore } from '../../../src/index.js';
import { codeOf, noting, office, opening, ref, TENANT } from '../notebook.js';

const folder = argv[2] ?? '';
const balloon = join(folder, 'balloon');
writeFileSync(balloon, Buffer.alloc(1_500_000));
const store = createSqliteStore({ file: join(folder, 'cases.db') });
const { engine, clock, mail } = office(store);
await engine.start({ background: false });
await engine.open(opening());

let failed: string | undefined;
let number = 0;
while (failed === undefined && number < 10_000) {
  number += 1;
  failed = await codeOf(engine.send(noting('x'.repeat(20_000), number)));
}
const again = await codeOf(engine.send(noting('x'.repeat(20_000), number)));
const readable = (await engine.get(ref())).revision;
await clock.advanceTo('2026-03-05T09:00+07:00');
const fired = await codeOf(engine.settle());

rmSync(balloon);
await clock.advanceBy(60_000);
const after = await engine.send(noting('x'.repeat(20_000), number));
await engine.settle();
const { revision, deadlines } = await engine.get(ref());
const kinds = deadlines.flatMap(({ entries }) => entries.map(({ kind }) => kind));
const outbox = await store.outbox.count({ tenant: TENANT });
await engine.stop();
stdout.write(
  `${JSON.stringify({ number, failed, again, readable, fired, after: after.status, revision, kinds, outbox, delivered: mail.received().length })}\n`,
);
