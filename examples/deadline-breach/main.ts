import { vietnamCalendar } from '@motcua/calendar-vn';
import { simulate } from '@motcua/testkit';
import { landExtract } from './land-extract.js';

// Received four days before Tết 2026: nobody works from Saturday 14 to Sunday 22 February.
const sim = await simulate({
  workflows: [landExtract],
  calendars: [vietnamCalendar()],
  start: '2026-02-10T09:00+07:00',
});
const dossier = await sim.open({ input: { applicant: 'Nguyễn Thị Hoa' } });
console.log(await sim.explain(dossier, 'answer'));

await sim.pass({ amount: 12, unit: 'workingDay' });
await sim.as({ id: 'minh', roles: ['officer'] }).send(dossier, 'issue');
console.log(`\n${sim.timeline().join('\n')}`);
await sim[Symbol.asyncDispose]();
