import { isoAudit } from '@motcua/audit-iso';
import type { AuditLog, Engine } from '@motcua/core';
import { createPostgresStore } from '@motcua/store-postgres';
import pg from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../packages/store-postgres/test/server/embedded-server.ts';
import { lifeOf, startEngine } from './peers/ours/engine.ts';
import { type BenchRow, median, perSecondText } from './row.ts';

const CALLERS = 64;
const ROUNDS = 5;
const ROUND_MS = 3_000;

/** The same callers on PostgreSQL with the audit log and without; the rounds of the two interleave. */
export async function auditLogBench(): Promise<readonly BenchRow[]> {
  const server = await startEmbeddedServer({ shared_buffers: '256MB', max_wal_size: '4GB' });
  try {
    const off = await office(server, 'audit_off', undefined);
    const on = await office(server, 'audit_on', isoAudit());
    await off.round();
    await on.round();
    const rates: { readonly off: number[]; readonly on: number[] } = { off: [], on: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.off.push(await off.round());
      rates.on.push(await on.round());
    }
    await off.engine.stop();
    await on.engine.stop();
    const ratio = median(rates.on) / median(rates.off);
    return [
      {
        measure: `Transitions with the audit log, PostgreSQL, ${CALLERS} callers, against none`,
        value: `${perSecondText(median(rates.on))} against ${perSecondText(median(rates.off))}`,
        ratio,
        reach: 'at least 0.8',
        reached: ratio >= 0.8,
      },
    ];
  } finally {
    await server.remove();
  }
}

interface Office {
  readonly engine: Engine;
  /** Lets every caller work for a while; transitions a second. */
  round(): Promise<number>;
}

async function office(server: EmbeddedServer, name: string, audit: AuditLog | undefined): Promise<Office> {
  const admin = new pg.Client({ connectionString: `${server.url}/postgres` });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const store = createPostgresStore({ connectionString: `${server.url}/${name}` });
  const engine = await startEngine(store, audit === undefined ? {} : { audit });
  let cases = 0;
  return {
    engine,
    async round() {
      let transitions = 0;
      const start = performance.now();
      const caller = async () => {
        while (performance.now() - start < ROUND_MS) {
          cases += 1;
          await lifeOf(engine, `${name}-${cases}`, () => {
            transitions += 1;
          });
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      return transitions / ((performance.now() - start) / 1_000);
    },
  };
}
