import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseQuery } from '@motcua/core';
import { checkReplay, exportJournals } from '@motcua/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  applicant,
  calendar,
  type DossierOffice,
  filesIn,
  fillOffice,
  neighbour,
  type OfficeFiles,
  partsOn,
  representative,
  startDossierOffice,
  TENANT,
  words,
  workflows,
} from './dossier-office.js';
import { tracesIn } from './traces.js';

function newFolder(): OfficeFiles {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-personal-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'keys'));
  return filesIn(folder);
}

const planted = [
  ...Object.values(applicant).filter((value) => value !== 'citizen'),
  ...Object.values(representative),
  neighbour.id,
  neighbour.name,
  neighbour.phone,
  ...Object.values(words),
];
const ofApplicant = [...Object.values(applicant).filter((value) => value !== 'citizen'), ...Object.values(words)];
const caseIds = ['d1', 'd2', 'd3'];

const find = async ({ engine }: DossierOffice, query: Partial<CaseQuery> = {}) =>
  (await engine.find({ tenant: TENANT, order: 'openedAt', limit: 100, ...query })).items.map(({ caseId }) => caseId);

const heldIn = (text: string, values: readonly string[]) => values.filter((value) => text.includes(value));

/** All that anybody can be shown. */
async function shownBy(office: DossierOffice, store: ReturnType<typeof partsOn>['store']): Promise<string> {
  const { engine } = office;
  const ids = await find(office);
  const cases = await Promise.all(
    ids.map(async (caseId) => [
      await engine.get({ tenant: TENANT, caseId }),
      await engine.history({ tenant: TENANT, caseId }),
      await engine.deadlines({ tenant: TENANT, caseId }),
      await engine.account({ tenant: TENANT, caseId }),
    ]),
  );
  return JSON.stringify([
    cases,
    await engine.find({ tenant: TENANT, order: 'openedAt', limit: 100 }),
    await engine.deadLetters({ tenant: TENANT }),
    await store.cases.audit({ tenant: TENANT, after: 0, limit: 1_000 }),
  ]);
}

/** What must be the same whoever is erased: dates, terms, counts, hands. */
async function figuresOf({ engine }: DossierOffice) {
  const count = async (query: Partial<CaseQuery>) =>
    (await engine.find({ tenant: TENANT, order: 'dueAt', limit: 100, ...query })).items.map(
      ({ caseId, colour, deadline, state, openedAt }) => ({ caseId, colour, deadline, state, openedAt }),
    );
  const cases = caseIds.map(async (caseId) => {
    const ref = { tenant: TENANT, caseId };
    const { openedAt, occurredAt, state, status, tags, deadline, deadlines, timers, custody } = await engine.get(ref);
    return {
      openedAt,
      occurredAt,
      state,
      status,
      tags,
      deadline,
      ends: deadlines.map(({ name, dueAt, status: standing }) => ({ name, dueAt, standing })),
      timers: timers.length,
      hands: custody.map(({ from, holder }) => [from, holder?.kind]),
      standings: await engine.deadlines(ref),
      lateness: await engine.lateness({ ...ref, deadline: 'resolution' }),
      why: await engine.explain({ ...ref, deadline: 'resolution' }),
      account: (await engine.account(ref)).rows.map(({ holder, workingMs, times }) => [holder.kind, workingMs, times]),
      steps: (await engine.history(ref))
        .filter(({ command }) => command.type !== 'erase')
        .map(({ revision, from, to, command: { type, occurredAt: at }, facts }) => {
          return { revision, from, to, type, at, facts: facts.map((fact) => fact.type) };
        }),
    };
  });
  return {
    cases: await Promise.all(cases),
    all: await count({}),
    overdue: await count({ colour: 'overdue' }),
    ofUnit: await count({ unit: 'commune.justice' }),
    done: await count({ status: 'done' }),
    nextAt: await engine.nextAt(),
  };
}

describe('dossiers on SQLite', () => {
  test('leave no name, number or word of a person in the database or its log, in any form', async () => {
    const files = newFolder();
    await using office = await startDossierOffice(partsOn(files));
    await fillOffice(office);
    expect(tracesIn(files.cases, planted)).toEqual([]);
    // The log as it is, and after it went into the database.
    await office.engine.stop();
    expect(tracesIn(files.cases, planted)).toEqual([]);
    expect(tracesIn(files.keys, planted)).toEqual([]);
  });

  test('would be found out: in clear, each of these is there', async () => {
    const files = newFolder();
    const { store, keys } = partsOn(files);
    await keys.open();
    await using office = await startDossierOffice({ store, keys }, undefined, 'clear');
    await fillOffice(office);
    const found = tracesIn(files.cases, planted);
    for (const value of planted) expect(found).toContain(`${value} (UTF-8)`);
    await keys.close();
  });

  test('are found by whom they are about and by words, and letters go out in clear', async () => {
    const files = newFolder();
    await using office = await startDossierOffice(partsOn(files));
    await fillOffice(office);
    expect(await find(office, { subject: applicant.id, workflow: 'dossier' })).toEqual(['d1', 'd2']);
    expect(await find(office, { text: 'phuong vy', workflow: 'dossier' })).toEqual(['d1', 'd2']);
    expect(await find(office, { text: 'Phượng', workflow: 'dossier' })).toEqual(['d1', 'd2']);
    expect(await find(office, { text: 'luong dac' })).toEqual(['d3']);
    expect(await find(office, { text: 'phuong dac' })).toEqual([]);
    expect(await find(office, { code: 'H57.19-260302-0003' })).toEqual(['d3']);
    const delivered = JSON.stringify(office.letters.received());
    expect(heldIn(delivered, [applicant.name])).toEqual([applicant.name]);
    const dead = JSON.stringify(await office.engine.deadLetters({ tenant: TENANT }));
    expect(heldIn(dead, [applicant.name])).toEqual([applicant.name]);
  });

  test('show nothing of a person who was erased, anywhere, and everything of the neighbour', async () => {
    const files = newFolder();
    const parts = partsOn(files);
    await using office = await startDossierOffice(parts);
    await fillOffice(office);
    const erased = await office.erase();
    expect(erased).toMatchObject({ status: 'erased', unprotected: [], pending: [] });
    const shown = await shownBy(office, parts.store);
    expect(heldIn(shown, ofApplicant)).toEqual([]);
    const others = [neighbour.name, neighbour.phone, representative.name];
    expect(heldIn(shown, others)).toEqual(others);
    for (const query of [{ subject: applicant.id }, { text: 'phuong vy' }, { text: 'Quách' }]) {
      expect(await find(office, query)).toEqual([]);
    }
    expect(await find(office, { text: 'luong dac' })).toEqual(['d3']);
    // Another process, with the keys that are left.
    await office.engine.stop();
    const again = partsOn(files);
    await using other = await startDossierOffice(again, '2026-03-12T09:30:00+07:00');
    const later = await shownBy(other, again.store);
    expect(heldIn(later, ofApplicant)).toEqual([]);
  });

  test('keep their dates, terms, counts and hands when everybody is erased', async () => {
    const files = newFolder();
    await using office = await startDossierOffice(partsOn(files));
    await fillOffice(office);
    const before = await figuresOf(office);
    expect(before.overdue.map(({ caseId }) => caseId)).toContain('d1');
    for (const who of [applicant, representative, neighbour]) {
      expect(await office.erase(who.id)).toMatchObject({ status: 'erased', pending: [] });
    }
    expect(await figuresOf(office)).toEqual(before);
  });

  test('are decided again from their journals as they were, with keys, without, and after an erasure', async () => {
    const files = newFolder();
    const parts = partsOn(files);
    await using office = await startDossierOffice(parts);
    await fillOffice(office);
    const replay = async (keys: Partial<typeof parts>) => {
      const journals = exportJournals({ store: parts.store, ...keys });
      const { differences, cases } = await checkReplay({ journals, workflows, calendars: [calendar] });
      return { differences, cases };
    };
    const same = { differences: [], cases: 4 };
    expect(await replay({ keys: parts.keys })).toEqual(same);
    expect(await replay({})).toEqual(same);
    await office.erase();
    expect(await replay({ keys: parts.keys })).toEqual(same);
    expect(await replay({})).toEqual(same);
  });
});
