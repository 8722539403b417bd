// Erases the applicant of a filled office, and dies of SIGKILL before its step number so much: a step is a commit of the
// store, or the destruction of the key. Prints `done` when it came to the end.
import { argv, kill, pid } from 'node:process';
import { filesIn, partsOn, startDossierOffice } from '../personal-data/dossier-office.js';
import { say } from './say.js';

let left = Number(argv[3]);
async function step<Result>(work: () => Promise<Result>): Promise<Result> {
  if (left === 0) kill(pid, 'SIGKILL');
  left -= 1;
  return work();
}

const { store, keys } = partsOn(filesIn(argv[2] ?? ''));
const office = await startDossierOffice(
  {
    store: { ...store, commit: (...input) => step(() => store.commit(...input)) },
    keys: { ...keys, destroy: (request) => step(() => keys.destroy(request)) },
  },
  '2026-03-12T09:30:00+07:00',
);
await office.erase();
await office.engine.stop();
await say('done');
