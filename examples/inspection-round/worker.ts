// The province at work: carries out the acts of the scenario in virtual time, on one SQLite file. Killed at any point
// and started again, it goes on where the database stands: an act that was answered before is passed over.
import { runScenario } from './src/run-scenario.ts';
import type { WorkerMessage } from './src/supervise.ts';

const [folder, dossiers] = process.argv.slice(2);
if (folder === undefined || dossiers === undefined || process.send === undefined)
  throw new Error('the worker is started by main.ts, with a folder and a number of dossiers');
const tell = (message: WorkerMessage) =>
  new Promise<void>((resolve, reject) => {
    process.send?.(message, undefined, {}, (error) => (error === null ? resolve() : reject(error)));
  });
await runScenario(folder, Number(dossiers), tell);
process.disconnect();
