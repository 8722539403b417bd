import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '@motcua/core';
import { virtualClock } from '@motcua/testkit';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type AppOptions, createApp } from '../src/app.js';
import { createOffice } from '../src/office.js';
import type { OfficeDatabase } from '../src/office-database.js';
import { sqliteDatabase } from '../src/sqlite-database.js';

const officers = {
  lan: { kind: 'person', id: 'lan', unit: 'counter', roles: ['one-stop-officer'] },
  minh: { kind: 'person', id: 'minh', unit: 'justice', roles: ['case-officer'] },
  hoa: { kind: 'person', id: 'hoa', unit: 'commune', roles: ['leader'] },
} as const satisfies Record<string, Actor>;
type Name = keyof typeof officers;
const byToken: ReadonlyMap<string, Actor> = new Map(Object.entries(officers));

export const arrival = {
  procedure: '1.004873',
  channel: 'counter',
  applicant: { id: '001099012345', name: 'Nguyễn Thị Hạnh' },
  papers: [{ id: 'declaration', originals: 1 }],
};

export interface WorldOptions extends Partial<Pick<AppOptions, 'lookupsPerMinute'>> {
  readonly database?: OfficeDatabase;
}

/** The office on a Monday morning in March, with its clock in the hand of the test. */
export async function openWorld({ database, ...options }: WorldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-office-'));
  const clock = virtualClock('2026-03-02T09:00+07:00');
  const office = createOffice({
    database: database ?? sqliteDatabase(join(folder, 'office.db')),
    clock,
    // Days pass at once here: the loops need not look in every five seconds of them.
    limits: { pollMs: 3_600_000 },
  });
  const app = await createApp({ office, authenticate: (token) => byToken.get(token), ...options });
  await app.ready();
  const as =
    (name: Name) =>
    (request: InjectOptions): Promise<LightMyRequestResponse> =>
      app.inject({ ...request, headers: { ...request.headers, authorization: `Bearer ${name}` } });
  const post = (name: Name, url: string, payload?: object, key?: string) =>
    as(name)({
      method: 'POST',
      url,
      ...(payload !== undefined && { payload }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    });
  return {
    app,
    clock,
    office,
    get: (name: Name, url: string) => as(name)({ url }),
    post,
    /** Takes a dossier in and accepts it. */
    async receive() {
      const opened = (await post('lan', '/dossiers', arrival)).json<{ caseId: string; lookupCode: string }>();
      await post('lan', `/dossiers/${opened.caseId}/accept`);
      return opened;
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
