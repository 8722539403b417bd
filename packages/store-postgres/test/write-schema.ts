// Writes schema.sql anew, from the migrations: node test/write-schema.ts
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { migratePostgres } from '../src/index.js';
import { schemaOf } from './database-schema.js';
import { startEmbeddedServer } from './server/embedded-server.js';

const server = await startEmbeddedServer({ fsync: 'off' });
const connectionString = `${server.url}/postgres`;
await migratePostgres({ connectionString });
const client = new pg.Client({ connectionString });
await client.connect();
writeFileSync(new URL('../schema.sql', import.meta.url), await schemaOf(client));
await client.end();
await server.remove();
