// What a case that waits costs: bytes in the database, memory in the process that opened it.
import { memoryUsage } from 'node:process';
import { createPostgresStore } from '@motcua/store-postgres';
import pg from 'pg';
import { inParallel, options, report } from '../options.ts';
import { openCase, startEngine } from '../ours/engine.ts';

const { url = '', cases = '20000' } = options();
const engine = await startEngine(createPostgresStore({ connectionString: url }));
const memory: number[] = [];
const parts = 4;
for (let part = 0; part < parts; part += 1) {
  await inParallel(Math.ceil(Number(cases) / parts), 256, (number) => openCase(engine, `waiting-${part}-${number}`));
  globalThis.gc?.();
  memory.push(memoryUsage().heapUsed + memoryUsage().external);
}
await engine.stop();
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query('VACUUM');
const { rows } = await client.query<{ bytes: string }>(
  "SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind IN ('r', 'm')",
);
await client.end();
report({
  bytesPerCase: Number(rows[0]?.bytes) / Number(cases),
  heapAfterQuarter: memory[0] ?? 0,
  heapAfterAll: memory[parts - 1] ?? 0,
});
