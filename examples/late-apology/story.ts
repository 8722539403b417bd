import { type Actor, type Engine, parseInstant } from '@motcua/core';
import { dossierInput } from '@motcua/core/dossier';
import type { VirtualClock } from '@motcua/testkit';
import { officers } from './people.js';
import { maritalStatus } from './procedure.js';

export const TENANT = 'binh-an';
const CODE = 'H02.19-260302-0007';
export const DOSSIER = 'dossier-7';

const at = (text: string) => parseInstant(`${text}+07:00`);

function actor(id: string): Actor {
  const officer = officers.find((each) => each.id === id);
  if (officer === undefined) throw new Error(`nobody is called ${id}`);
  return { kind: 'person', id, name: officer.name, unit: officer.unit, roles: [...officer.roles] };
}

/** Lets time pass, and everything happen that it brings. */
async function passTo(engine: Engine, clock: VirtualClock, time: string): Promise<void> {
  for (let next = await engine.nextAt(); next !== undefined && next <= at(time); next = await engine.nextAt()) {
    await clock.advanceTo(Math.max(next, clock.now()));
    await engine.settle();
  }
  await clock.advanceTo(at(time));
}

/** A certificate due on Thursday is forgotten; on Friday the head apologises, with a new date. */
export async function goLate(engine: Engine, clock: VirtualClock): Promise<void> {
  const act = async (
    time: string,
    who: string,
    event: { readonly type: string; readonly [field: string]: unknown },
  ) => {
    await passTo(engine, clock, time);
    const reply = await engine.send({ tenant: TENANT, caseId: DOSSIER, actor: actor(who), event });
    if (reply.status !== 'accepted') throw new Error(reply.message);
    await engine.settle();
  };

  // #region mornings
  await engine.open({
    tenant: TENANT,
    workflow: 'daily-digest',
    caseId: 'digest/binh-an/2026',
    actor: { kind: 'person', id: 'quang', roles: ['supervisor'] },
    input: { digest: 'morning', unit: 'binh-an' },
  });
  // #endregion
  await passTo(engine, clock, '2026-03-02T09:00');
  await engine.open({
    tenant: TENANT,
    workflow: 'dossier',
    caseId: DOSSIER,
    actor: actor('lan'),
    input: dossierInput(maritalStatus, {
      channel: 'counter',
      applicant: { id: '001099012345', kind: 'citizen', name: 'Nguyễn Thị Lệ Hằng', email: 'hang@citizen.example' },
      oneStop: 'binh-an.counter',
      papers: [{ id: 'declaration', originals: 1 }],
    }),
  });
  await act('2026-03-02T09:10', 'lan', { type: 'accept', code: CODE, papers: [] });
  await act('2026-03-02T10:00', 'lan', { type: 'transfer', unit: 'binh-an.justice', assignee: 'minh' });
  await act('2026-03-06T09:15', 'ha', {
    type: 'apology.issue',
    reason: 'Chưa có kết quả xác minh của xã nơi thường trú trước đây',
    until: at('2026-03-11T17:00'),
    responsible: 'binh-an.justice',
  });
  await passTo(engine, clock, '2026-03-06T17:30');
}
