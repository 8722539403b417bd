import { expect, test } from 'vitest';
import { createCalendar } from '../src/index.js';
import { clerk } from './actors.js';
import { at } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { ref, startOffice } from './office.js';
import { officeCalendar } from './office-calendar.js';
import { oneTerm } from './one-term.js';

const open = {
  tenant: 't',
  caseId: 'c1',
  workflow: 'leave-request',
  actor: clerk,
  input: { applicant: 'Hoa', unit: 'justice' },
};
test('a time account is counted on the calendar of the case, not on the one the engine was given first', async () => {
  const saturday = { shifts: [{ from: '07:30', to: '11:30' }], countsAs: 0.5 } as const;
  const police = createCalendar({
    ...officeCalendar.definition,
    id: 'police',
    week: { ...officeCalendar.definition.week, 6: saturday },
  });
  const permit = oneTerm({ calendar: 'police' });
  const held = { ...permit, spec: { ...permit.spec, holder: () => ({ kind: 'unit', id: 'police' }) as const } };
  await using office = await startOffice({ workflows: [held, leaveRequest], calendars: [officeCalendar, police] });
  office.clock.set('2026-03-06T16:00');
  await office.engine.open({ ...open, workflow: 'one-term', input: {} });
  await office.engine.send({ ...ref(), actor: clerk, event: { type: 'start' } });
  // An hour of Friday, four hours of Saturday, half an hour of Monday.
  expect(await office.engine.account({ ...ref(), until: at('2026-03-09T08:00') })).toMatchObject({
    calendar: { id: 'police', version: '1' },
    totalWorkingMs: 5.5 * 3_600_000,
    rows: [{ holder: { id: 'police' }, workingMs: 5.5 * 3_600_000 }],
  });
});
