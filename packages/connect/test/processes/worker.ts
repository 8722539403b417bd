// An office in a process of its own, on one SQLite file: opens a case, delivers what is due, and says how it stands.
import { createSqliteStore } from '@motcua/store-sqlite';
import { office } from '../office.js';

const [, , baseUrl, file, minutes, caseId] = process.argv;
if (baseUrl === undefined || file === undefined || minutes === undefined || caseId === undefined)
  throw new Error('the worker is started by a test');
const { engine, open, row, clock, connections } = await office({ baseUrl }, { store: createSqliteStore({ file }) });
clock.jumpTo(clock.now() + Number(minutes) * 60_000);
const known = await connections.board.case({ tenant: 'binh-an', caseId });
if (known.length === 0) await open(caseId);
await engine.settle();
process.send?.({ row: await row(caseId), now: clock.now() });
await engine.stop();
process.disconnect();
