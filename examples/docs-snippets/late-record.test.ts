import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, parseInstant, printExplanation } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { createSqliteStore } from '@motcua/store-sqlite';
import { virtualClock } from '@motcua/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { accept, dossierEngine, register } from './dossier-office.js';

const tenant = 'bac-giang';
const at = (text: string) => parseInstant(`${text}:00+07:00`);
const counter: Actor = { kind: 'person', id: 'lan', unit: 'commune-1.counter', roles: ['one-stop-officer'] };
const officer: Actor = { kind: 'person', id: 'minh', unit: 'commune-1.justice', roles: ['case-officer'] };
const leader: Actor = { kind: 'person', id: 'hoa', unit: 'commune-1', roles: ['leader'] };

const stores = {
  memory: createMemoryStore,
  SQLite: () => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-late-record-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return createSqliteStore({ file: join(folder, 'cases.db') });
  },
};

/** Three working days from Monday 2 March: due Thursday 5 March, 17:00. */
test.each(Object.entries(stores))(
  'a signature of the last day that is recorded after the apology is in time, and both answers stay readable, in %s',
  async (_, store) => {
    const clock = virtualClock('2026-03-02T09:00+07:00');
    const engine = dossierEngine(store(), clock);
    await engine.start({ background: false });
    const { caseId } = await register(engine, counter, tenant, at('2026-03-02T09:00'));
    await accept(engine, counter, tenant, caseId, at('2026-03-02T09:00'));
    const pass = async (until: string) => {
      await clock.advanceTo(`${until}+07:00`);
      await engine.settle();
    };
    const send = (actor: Actor, event: { readonly type: string; readonly [field: string]: unknown }) =>
      engine.send({ tenant, caseId, actor, event });
    await send(counter, { type: 'transfer', unit: 'commune-1.justice', assignee: 'minh' });
    await send(officer, { type: 'draft.submit', outcome: 'granted' });

    await pass('2026-03-06T08:00');
    expect((await engine.deadlines({ tenant, caseId })).find(({ name }) => name === 'resolution')).toMatchObject({
      breached: true,
      colour: 'overdue',
    });
    await send(leader, {
      type: 'apology.issue',
      reason: 'chưa có kết quả',
      until: at('2026-03-10T17:00'),
      responsible: 'commune-1.justice',
    });

    await pass('2026-03-09T08:00');
    // #region record
    const reply = await engine.send({
      tenant,
      caseId,
      actor: leader,
      occurredAt: at('2026-03-05T16:30'), // signed on the last day, on paper
      event: { type: 'sign', number: '12/GXN' },
    });
    // #endregion
    expect(reply).toMatchObject({ status: 'accepted', state: 'resolved.atUnit' });
    const said = reply.status === 'accepted' ? reply.facts : [];
    expect(said.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['violation.withdrawn', 'apology.corrected', 'letter.issued']),
    );

    // #region both
    const resolution = { tenant, caseId, deadline: 'resolution' };
    const then = await engine.lateness({ ...resolution, knownAt: at('2026-03-06T09:00') });
    const now = await engine.lateness(resolution);
    // #endregion
    expect([then.late, then.due]).toEqual([true, '2026-03-10T17:00:00+07:00']);
    expect(now).toMatchObject({ late: false, due: '2026-03-05T17:00:00+07:00', answeredAt: at('2026-03-05T16:30') });
    expect(now.breaches).toMatchObject([{ dueAt: at('2026-03-05T17:00'), overruled: { kind: 'met', actor: 'hoa' } }]);
    expect(printExplanation(await engine.explain(resolution), 'en')).toContain(
      'met in time, recorded at 2026-03-09T08:00:00+07:00; the breach recorded before is overruled',
    );
    await engine.stop();
  },
);
