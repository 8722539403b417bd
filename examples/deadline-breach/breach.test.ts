// #region breach
import { vietnamCalendar } from '@motcua/calendar-vn';
import { simulate } from '@motcua/testkit';
import { expect, test } from 'vitest';
import { landExtract } from './land-extract.js';

test('a citizen left waiting over Tết gets an apology on the day the term ends', async () => {
  await using sim = await simulate({
    workflows: [landExtract],
    calendars: [vietnamCalendar()],
    start: '2026-02-10T09:00+07:00',
  });
  const dossier = await sim.open({ input: { applicant: 'Hoa' } });
  await sim.pass({ amount: 12, unit: 'workingDay' });
  expect(sim.facts('apology.sent')).toMatchObject([{ to: 'Hoa', when: '2026-03-03T17:00:00+07:00' }]);
  expect(await sim.standing(dossier, 'answer')).toMatchObject({ colour: 'overdue', breached: true });
});
// #endregion

test('the head hears of it a working day later, and twice more', async () => {
  await using sim = await simulate({
    workflows: [landExtract],
    calendars: [vietnamCalendar()],
    start: '2026-02-10T09:00+07:00',
  });
  await sim.open({ input: { applicant: 'Hoa' } });
  const facts = await sim.until('2026-04-01T09:00+07:00');
  const told = facts.filter(({ rung }) => rung === 'head').map(({ when }) => when);
  expect(told).toEqual(['2026-03-04T17:00:00+07:00', '2026-03-05T17:00:00+07:00', '2026-03-06T17:00:00+07:00']);
  expect(sim.deliveries.map(({ topic }) => topic)).toContain('deadline.breached');
});

test('a result signed in time and recorded late overrules the breach', async () => {
  await using sim = await simulate({ workflows: [landExtract], start: '2026-03-02T09:00+07:00' });
  const dossier = await sim.open({ input: { applicant: 'Hoa' } });
  await sim.pass({ amount: 11, unit: 'workingDay' });
  await sim.as({ id: 'minh', roles: ['officer'] }).send(dossier, 'issue', { occurredAt: '2026-03-16T15:00+07:00' });
  expect(await sim.standing(dossier, 'answer')).toMatchObject({ status: 'met', breached: false });
});
