// `pnpm --filter @motcua/example-own-workflow record` writes journals.ndjson anew: for when the library itself changes what
// a stored case looks like.
import { createMemoryStore } from '@motcua/core/memory';
import { simulate } from '@motcua/testkit';
import { exportTo } from './export-journals.js';
import { stallPermit } from './stall-permit.js';

const lan = { id: 'lan', roles: ['clerk'] };
const minh = { id: 'minh', roles: ['officer'] };
const store = createMemoryStore();
await using sim = await simulate({ workflows: [stallPermit], store, start: '2026-03-02T09:00+07:00' });
const inTime = await sim.open({ actor: lan, input: { applicant: 'Hoa', stall: 'A7' } });
const late = await sim.open({ actor: lan, input: { applicant: 'Bình', stall: 'B2' } });
await sim.as(minh).send(late, 'papers.request');
await sim.pass({ amount: 1, unit: 'workingDay' });
await sim.as(minh).send(inTime, 'grant');
await sim.as(lan).send(late, 'papers.bring');
await sim.pass({ amount: 6, unit: 'workingDay' });
await sim.as(minh).send(late, 'grant');
await sim.open({ actor: lan, input: { applicant: 'Chi', stall: 'C4' } });
await exportTo(new URL('journals.ndjson', import.meta.url), store);
