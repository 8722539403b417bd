import { vietnamCalendar } from '@motcua/calendar-vn';
import { simulate } from '@motcua/testkit';
import { opinion } from './opinion.js';
import { pavementPermit } from './pavement-workflow.js';

// The permit of the guide: the police say nothing, a paper is missing for two days, and the head signs in time.
const sim = await simulate({
  workflows: [pavementPermit, opinion],
  calendars: [vietnamCalendar()],
  start: '2026-03-02T09:00+07:00',
});
const officer = sim.as({ id: 'minh', unit: 'h29', roles: ['officer'] });
const permit = await sim.open({ input: { applicant: 'An', unit: 'h29', days: 10 } });
await officer.send(permit, { type: 'police.ask', question: 'Is the pavement wide enough?' });
await sim.pass({ amount: 2, unit: 'workingDay' });
await officer.send(permit, { type: 'papers.request', missing: 'a drawing' });
await sim.pass({ amount: 2, unit: 'workingDay' });
await sim.as({ id: 'lan', roles: ['clerk'] }).send(permit, 'papers.bring');
console.log(await sim.explain(permit, 'answer'));
await sim.as({ id: 'hoa', unit: 'h29', roles: ['head'] }).send(permit, 'grant');
console.log(`\n${sim.timeline().join('\n')}`);
await sim[Symbol.asyncDispose]();
