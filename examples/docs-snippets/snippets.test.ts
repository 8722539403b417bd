import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, parseInstant, type SendRequest } from '@motcua/core';
import { simulate, virtualClock } from '@motcua/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { permitEngine } from './embed.js';
import { commitTogether, openDatabase, sendWithFee } from './join-transaction.js';
import { calendarFromJson, joint, office, officeAfterStorm, officeDefinition } from './office-calendar.js';
import { opinion } from './opinion.js';
import { pavementPermit } from './pavement-workflow.js';
import { opening } from './pure-decision.js';
import { registerConnector } from './register-adapter.js';

const clerk = { id: 'lan', unit: 'h29', roles: ['clerk'] };
const officer = { id: 'minh', unit: 'h29', roles: ['officer'] };
const head = { id: 'hoa', unit: 'h29', roles: ['head'] };
const consultee = { id: 'police', unit: 'police', roles: ['consultee'] };
const input = { applicant: 'An', unit: 'h29', days: 10 };
const local = (text: string) => parseInstant(`${text}:00+07:00`);

const folders: string[] = [];
function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-docs-'));
  folders.push(folder);
  return join(folder, 'cases.db');
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const world = () =>
  simulate({ workflows: [pavementPermit, opinion], start: '2026-03-02T09:00+07:00', calendars: [vietnamCalendar()] });

describe('the permit of the guide', () => {
  it('asks the police by a sub-case, and is granted in time', async () => {
    await using sim = await world();
    const permit = await sim.as(clerk).open({ input });
    expect((await sim.standing(permit, 'answer')).due).toBe('2026-03-09T17:00:00+07:00');
    await sim.as(officer).send(permit, { type: 'police.ask', question: 'Is the pavement wide enough?' });
    expect((await sim.case(permit)).children).toMatchObject({
      police: { caseId: `${permit}/police.1`, status: 'open' },
    });
    await sim.as(consultee).send(`${permit}/police.1`, 'agree');
    expect(await sim.case(permit)).toMatchObject({ machine: { context: { opinion: 'agrees' } } });
    await sim.as(head).send(permit, 'grant');
    expect(sim.facts('permit.granted')).toMatchObject([{ applicant: 'An', days: 10 }]);
    expect(await sim.standing(permit, 'answer')).toMatchObject({ status: 'met', breached: false });
  });

  it('takes silence of the police for agreement', async () => {
    await using sim = await world();
    const permit = await sim.as(clerk).open({ input });
    await sim.as(officer).send(permit, { type: 'police.ask', question: 'Is the pavement wide enough?' });
    await sim.pass({ amount: 2, unit: 'workingDay' });
    expect(await sim.case(permit)).toMatchObject({
      state: 'processing.examining',
      machine: { context: { opinion: 'agrees' } },
    });
  });

  it('stands still while papers are missing, and can be extended once', async () => {
    await using sim = await world();
    const permit = await sim.as(clerk).open({ input });
    await sim.until('2026-03-03T10:00+07:00');
    await sim.as(officer).send(permit, { type: 'papers.request', missing: 'a drawing' });
    await sim.until('2026-03-05T14:00+07:00');
    await sim.as(clerk).send(permit, 'papers.bring');
    expect((await sim.standing(permit, 'answer')).due).toBe('2026-03-11T17:00:00+07:00');
    const delay = { type: 'delay.announce', until: local('2026-03-13T17:00'), reason: 'the officer is ill' };
    await sim.as(head).send(permit, delay);
    expect((await sim.standing(permit, 'answer')).due).toBe('2026-03-13T17:00:00+07:00');
    const again = await sim.as(head).attempt(permit, { ...delay, until: local('2026-03-16T17:00') });
    expect(again).toMatchObject({ status: 'refused', code: 'MC_EXTENSION_OVER_CAP' });
  });

  it('chases once after an outage, however many days were missed', async () => {
    await using sim = await world();
    await sim.as(clerk).open({ input });
    await sim.outage({ amount: 9, unit: 'workingDay' });
    expect(sim.facts('deadline.breached')).toHaveLength(1);
    expect(sim.facts('deadline.reached').map(({ rung }) => rung)).toEqual(['warn', 'chase']);
  });
});

describe('the snippets', () => {
  it('decide without a store', () => {
    const first = opening();
    expect(first).toEqual(opening());
    expect(first.reply).toMatchObject({ status: 'accepted', revision: 1 });
  });

  it('give an office its hours, its days off and its versions', () => {
    const from = local('2026-09-14T09:00');
    const length = { amount: 1, unit: 'workingDay' } as const;
    expect(office.format(office.add(from, length))).toBe('2026-09-15T17:30:00+07:00');
    expect(officeAfterStorm.format(officeAfterStorm.add(from, length))).toBe('2026-09-16T17:30:00+07:00');
    const friday = local('2026-09-18T09:00');
    expect(office.format(office.add(friday, length))).toBe('2026-09-21T17:30:00+07:00');
    expect(office.isWorking(local('2026-09-19T09:00'))).toBe(true);
    expect(calendarFromJson(JSON.stringify(officeDefinition)).version).toBe(office.version);
    expect(joint.isWorking(local('2026-09-18T07:45'))).toBe(false);
    expect(joint.isWorking(local('2026-09-18T08:00'))).toBe(true);
    expect(joint.isWorking(local('2026-09-19T09:00'))).toBe(false);
  });

  it('run an engine on a file', async () => {
    const sent: unknown[] = [];
    const engine = permitEngine(temporaryFile(), {
      put: async (key, body) => {
        sent.push(key, body);
        return { status: 200 };
      },
    });
    await engine.start({ background: false });
    const reply = await engine.open({
      tenant: 'bac-giang',
      actor: { kind: 'person', ...clerk },
      workflow: 'pavement-permit',
      input,
    });
    expect(reply).toMatchObject({ status: 'accepted', state: 'processing.examining' });
    await engine.stop();
  });

  it.each([
    [200, 'delivered'],
    [400, 'give-up'],
    [503, 'retry'],
  ])('answer %i of a register with %s', async (status, outcome) => {
    const connector = registerConnector({ put: async () => ({ status }) });
    const result = await connector.deliver({} as never, {
      attempt: 1,
      idempotencyKey: 'k',
      signal: new AbortController().signal,
    });
    expect(result.status).toBe(outcome);
  });
});

describe('a joined transaction', () => {
  it('writes the rows of the application with the case, or neither', async () => {
    const { database, store } = openDatabase(temporaryFile());
    const engine = createEngine({
      workflows: [pavementPermit, opinion],
      store,
      calendars: [vietnamCalendar()],
      clock: virtualClock('2026-03-02T09:00+07:00'),
    });
    await engine.start({ background: false });
    const parts = { engine, store, database };
    const ref = { tenant: 'bac-giang', caseId: 'permit-1' };
    await engine.open({ ...ref, workflow: 'pavement-permit', actor: { kind: 'person', ...clerk }, input });
    const request: SendRequest = {
      ...ref,
      actor: { kind: 'person', ...officer },
      commandId: 'request-1',
      event: { type: 'papers.request', missing: 'a drawing' },
    };

    const { item } = await engine.prepare.send(request);
    const failing = () => {
      database.prepare('INSERT INTO fees VALUES (?, ?)').run('permit-1', 50_000);
      throw new Error('the printer is out of paper');
    };
    await expect(commitTogether(parts, item, failing)).rejects.toThrow('out of paper');
    expect(database.prepare('SELECT count(*) FROM fees').pluck().get()).toBe(0);
    expect(await engine.get(ref)).toMatchObject({ revision: 1 });

    expect(await sendWithFee(parts, request, 50_000)).toMatchObject({
      status: 'accepted',
      state: 'processing.waiting',
    });
    expect(await sendWithFee(parts, request, 50_000)).toMatchObject({ status: 'accepted', revision: 2 });
    expect(database.prepare('SELECT amount FROM fees').pluck().all()).toEqual([50_000]);
    expect(await commitTogether(parts, { ...item, commandId: 'late' }, failing)).toEqual({
      status: 'conflict',
      revision: 2,
    });
    await engine.stop();
    database.close();
  });
});
