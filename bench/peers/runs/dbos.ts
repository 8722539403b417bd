// A workflow of nine steps, as many callers as ours: the nearest DBOS offers to a case and its eight events.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { options, report } from '../options.ts';

const { url = '', callers = '64', seconds = '10' } = options();
DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, runAdminServer: false, logLevel: 'error' });
let steps = 0;
const life = DBOS.registerWorkflow(
  async (applicant: string) => {
    let state = { applicant, rounds: 0 };
    for (let step = 0; step < 9; step += 1) {
      state = await DBOS.runStep(async () => ({ ...state, rounds: step }), { name: `step-${step}` });
      steps += 1;
    }
    return state;
  },
  { name: 'life' },
);
await DBOS.launch();
const end = performance.now() + 2_000 + Number(seconds) * 1_000;
let before = 0;
setTimeout(() => {
  before = steps;
}, 2_000);
let counted = 0;
setTimeout(
  () => {
    counted = steps - before;
  },
  2_000 + Number(seconds) * 1_000,
);
await Promise.all(
  Array.from({ length: Number(callers) }, async (_, caller) => {
    for (let number = 0; performance.now() < end; number += 1) await life(`citizen-${caller}-${number}`);
  }),
);
await DBOS.shutdown();
report({ perSecond: counted / Number(seconds) });
