// The web service of an office. `DATABASE_URL=postgres://…` takes PostgreSQL, else SQLite in the file OFFICE_DB.
import { systemClock } from '@motcua/core';
import { createApp } from './src/app.js';
import { createOffice } from './src/office.js';
import { officersOf } from './src/officers.js';
import { postgresDatabase } from './src/postgres-database.js';
import { sqliteDatabase } from './src/sqlite-database.js';

const {
  DATABASE_URL,
  OFFICE_DB = 'office.db',
  OFFICERS = 'officers.json',
  PORT = '3000',
  HOST = '127.0.0.1',
} = process.env;

const database = DATABASE_URL === undefined ? sqliteDatabase(OFFICE_DB) : postgresDatabase(DATABASE_URL);
const office = createOffice({ database, clock: systemClock() });
const app = await createApp({
  office,
  authenticate: officersOf(OFFICERS),
  logger: { redact: ['req.headers.authorization'] },
});
office.engine.on('worker.failed', ({ worker, error }) =>
  app.log.error({ err: error }, `the ${worker} failed and goes on`),
);

// #region shutdown
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // No new connections; what is under way is answered; the engine ends its commands and loops; the stores close.
    void app.close();
  });
}
// #endregion
await app.listen({ host: HOST, port: Number(PORT) });
