import { type Actor, type Fact, parseInstant } from '@motcua/core';
import { controlSheet, type DossierContext, letterSchema, portalStatus, renderLetter } from '@motcua/core/dossier';
import { createMemoryStore } from '@motcua/core/memory';
import { virtualClock } from '@motcua/testkit';
import { expect, it } from 'vitest';
import { accept, calendar, dossierEngine, register } from './dossier-office.js';

const at = (text: string) => parseInstant(`${text}:00+07:00`);

it('takes a dossier from the counter to the signature', async () => {
  // #region begin
  const tenant = 'bac-giang';
  const counter: Actor = { kind: 'person', id: 'lan', unit: 'commune-1.counter', roles: ['one-stop-officer'] };
  const officer: Actor = { kind: 'person', id: 'minh', unit: 'commune-1.justice', roles: ['case-officer'] };
  const leader: Actor = { kind: 'person', id: 'hoa', unit: 'commune-1', roles: ['leader'] };

  const clock = virtualClock('2026-03-02T09:00+07:00');
  const engine = dossierEngine(createMemoryStore(), clock);
  await engine.start({ background: false });
  const { caseId } = await register(engine, counter, tenant, clock.now());
  const accepted = await accept(engine, counter, tenant, caseId, clock.now());
  // #endregion
  expect(accepted).toMatchObject({ status: 'accepted', state: 'accepted' });

  // #region slip
  const [entry] = await engine.history({ tenant, caseId, afterRevision: 1 });
  const slip = entry?.facts.find(({ type }) => type === 'letter.issued');
  const { type: _, ...letter } = slip as Fact;
  const text = renderLetter(letterSchema.parse(letter), 'vi');
  // #endregion
  expect(text).toContain('Thời gian trả kết quả: 17 giờ 00, ngày 05/03/2026');
  expect(letter).toMatchObject({ code: 'H02.19-260302-0001', dueAt: at('2026-03-05T17:00') });

  // #region work
  const send = (actor: Actor, event: { readonly type: string; readonly [field: string]: unknown }) =>
    engine.send({ tenant, caseId, actor, event });
  await send(counter, { type: 'transfer', unit: 'commune-1.justice', assignee: 'minh' });
  await clock.advanceTo('2026-03-03T10:00+07:00');
  await send(officer, { type: 'draft.submit', outcome: 'granted' });
  const signed = await send(leader, { type: 'sign', number: '12/GXN' });
  // #endregion
  expect(signed).toMatchObject({ status: 'accepted', state: 'resolved.atUnit' });

  // #region read
  const envelope = await engine.get({ tenant, caseId });
  const context = envelope.machine.context as unknown as DossierContext;
  const status = portalStatus({ state: envelope.state, context });
  const sheet = controlSheet(await engine.history({ tenant, caseId }), envelope.deadlines, calendar);
  // #endregion
  expect(status).toBe(9);
  expect(sheet.map(({ stage }) => stage)).toContain('transfer');
  expect((await engine.deadlines({ tenant, caseId })).find(({ name }) => name === 'resolution')).toMatchObject({
    status: 'met',
  });
  await engine.stop();
});
