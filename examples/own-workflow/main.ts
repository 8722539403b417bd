// #region run
import { type Actor, createCalendar, createEngine, printExplanation } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { stallPermit } from './stall-permit.js';

const weekday = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};
const calendar = createCalendar({
  id: 'market-office',
  version: '1',
  zone: 'Asia/Ho_Chi_Minh',
  name: { vi: 'Lịch ban quản lý chợ', en: 'Market office' },
  source: 'an example',
  covers: { from: '2020-01-01', to: '2100-12-31' },
  week: { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday },
  rows: [],
});

const clerk: Actor = { kind: 'person', id: 'lan', roles: ['clerk'] };
const officer: Actor = { kind: 'person', id: 'minh', roles: ['officer'] };

const engine = createEngine({ workflows: [stallPermit], calendars: [calendar], store: createMemoryStore() });
await engine.start();

const ref = { tenant: 'market', caseId: 'stall-7' };
await engine.open({ ...ref, workflow: 'stall-permit', actor: clerk, input: { applicant: 'Hoa', stall: 'A7' } });
console.log(printExplanation(await engine.explain({ ...ref, deadline: 'answer' }), 'en'));

const refused = await engine.send({ ...ref, actor: clerk, event: { type: 'grant' } });
console.log('\nThe clerk grants it:', refused.status, 'code' in refused ? refused.code : '');
const granted = await engine.send({ ...ref, actor: officer, event: { type: 'grant' } });
console.log('The officer grants it:', granted.status);

await engine.stop();
// #endregion
