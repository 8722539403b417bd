import { expect, test } from 'vitest';
import { type Clock, createEngine, rulesAuthorizer } from '../../index.js';
import { createMemoryStore } from '../../memory/index.js';
import {
  consultationWorkflow,
  type DossierContext,
  dossierCode,
  dossierInput,
  dossierSeries,
  dossierWorkflow,
  portalStatus,
  ROLES,
} from '../index.js';
import { at, calendar, people, person, procedure, UNIT } from './scenario.js';

test('fifteen lines embed the workflow, consultations included', async () => {
  let now = at('2026-03-02 09:00');
  const clock: Clock = { now: () => now, sleepUntil: () => Promise.resolve() };
  const tax = {
    id: 'tax',
    agency: 'tax',
    name: { vi: 'Thuế', en: 'Tax' },
    party: 'agency',
    silence: 'deemedNoObjection',
  };
  const consultations = [{ ...tax, budget: { amount: 2, unit: 'workingDay' }, countsTowardLimit: true }];
  const rules = procedure({ consultations });
  const applicant = { id: 'citizen-1', kind: 'citizen' as const, name: 'Nguyễn Văn An' };

  const engine = createEngine({
    workflows: [dossierWorkflow(), consultationWorkflow()],
    store: createMemoryStore(),
    calendars: [calendar],
    authorizer: rulesAuthorizer({ isWithin: ({ unit, ancestor }) => unit.startsWith(ancestor) }),
    clock,
  });
  await engine.start({ background: false });
  const by = (actor: typeof people.counter) => ({ tenant: 't', actor });
  const input = dossierInput(rules, { channel: 'counter', applicant, oneStop: 'commune-1.one-stop', papers: [] });
  const { caseId } = await engine.open({ ...by(people.counter), workflow: 'dossier', input });
  const day = { agency: 'H02.19', date: calendar.dateOf(now) };
  const code = dossierCode({ ...day, sequence: await engine.nextNumber({ tenant: 't', series: dossierSeries(day) }) });
  const send = (actor: typeof people.counter, event: { type: string }) => engine.send({ ...by(actor), caseId, event });
  await send(people.counter, { type: 'accept', code, papers: [{ id: 'declaration' }] } as { type: string });

  await send(people.counter, { type: 'transfer', unit: UNIT, assignee: people.officer.id } as { type: string });
  const requests = [{ key: 'tax', question: 'nghĩa vụ thuế' }];
  await send(people.officer, { type: 'consultation.request', requests } as { type: string });
  await engine.settle();
  const asked = await engine.get({ tenant: 't', caseId: `${caseId}/tax.1` });
  expect(asked?.index.unit).toBe('tax');
  const officer = person('tax-officer', 'tax', ROLES.consultee);
  now = at('2026-03-03 09:00');
  await engine.send({ ...by(officer), caseId: `${caseId}/tax.1`, event: { type: 'answer', opinion: 'agree' } });
  await engine.settle();

  const dossier = await engine.get({ tenant: 't', caseId });
  const context = dossier?.machine.context as unknown as DossierContext;
  expect(context.code).toBe('H02.19-260302-0001');
  expect(context.consultations['tax']).toMatchObject({ status: 'answered', opinion: 'agree' });
  expect(portalStatus({ state: dossier?.state ?? '', context })).toBe(4);
  await engine.stop();
});
