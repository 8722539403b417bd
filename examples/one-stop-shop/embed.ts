// The dossier workflow in an application of your own. Run it in an empty folder: it makes dossiers.db there.
// #region embed
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, printExplanation } from '@motcua/core';
import { consultationWorkflow, dossierInput, dossierWorkflow, parseProcedure } from '@motcua/core/dossier';
import { createSqliteStore } from '@motcua/store-sqlite';
import procedures from './data/procedures.json' with { type: 'json' };

const engine = createEngine({
  workflows: [dossierWorkflow(), consultationWorkflow()],
  store: createSqliteStore({ file: 'dossiers.db' }),
  calendars: [vietnamCalendar()],
});
await engine.start();
const officer = { kind: 'person', id: 'lan', unit: 'counter', roles: ['one-stop-officer'] } as const;
const applicant = { id: '001099012345', kind: 'citizen', name: 'Hà Thị Nhung' } as const;
const birth = parseProcedure(procedures[0]); // 1.001193: the same day, or the next one after 15:00
const input = dossierInput(birth, { channel: 'counter', applicant, oneStop: 'counter', papers: [] });
const { caseId } = await engine.open({ tenant: 'binh-an', workflow: 'dossier', actor: officer, input });
const papers = [{ id: 'birth-registration-declaration' }, { id: 'certificate-of-live-birth' }];
const event = { type: 'accept', code: 'H02.101-260302-0001', papers };
await engine.send({ tenant: 'binh-an', caseId, actor: officer, event }); // issues the slip, starts the clock
console.log(printExplanation(await engine.explain({ tenant: 'binh-an', caseId, deadline: 'resolution' }), 'en'));
await engine.stop();
// #endregion
