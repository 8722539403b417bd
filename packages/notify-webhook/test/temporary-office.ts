import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, kill, pid } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createEngine, type EngineOptions, type Notifier } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { calendars, clerk, permit } from './permit.js';

export const tenant = 'binh-an';
export const START = '2026-01-05T08:30:00+07:00';

export interface OfficeOptions extends Pick<EngineOptions, 'limits' | 'retry'> {
  readonly adapters: Readonly<Record<string, Notifier>>;
  readonly folder: string;
  readonly clock?: VirtualClock;
}

/** An office with its cases in a file: what it delivers, it delivers when it is told to settle, or in the background. */
export async function openOffice({ adapters, folder, clock = virtualClock(START), ...more }: OfficeOptions) {
  const store = createSqliteStore({ file: join(folder, 'cases.db') });
  const engine = createEngine({ workflows: [permit], store, calendars, clock, adapters, ...more });
  const told: unknown[] = [];
  for (const event of ['delivered', 'delivery.failed', 'dead-letter', 'worker.failed', 'listener.failed'] as const) {
    engine.on(event, (what) => void told.push([event, what]));
  }
  return {
    engine,
    clock,
    told,
    /** Opens a permit and grants it: `permit.asked`, `permit.granted`. */
    async grant(caseId: string, applicant = 'Hà Thị Nhung') {
      const ref = { tenant, caseId, actor: clerk };
      await engine.open({ ...ref, workflow: 'permit', input: { applicant } });
      await engine.send({ ...ref, event: { type: 'grant' } });
    },
    dead: () => engine.deadLetters({ tenant }),
  };
}

/** The notifier of a process that dies by SIGKILL after a message was taken, and before that was noted. */
export const dyingAfter = (notifier: Notifier): Notifier => ({
  ...notifier,
  async deliver(message, context) {
    await notifier.deliver(message, context);
    kill(pid, 'SIGKILL');
    return { status: 'delivered' };
  },
});

/** Runs a script in a process of its own, and says which signal ended it. */
export async function signalThatEnds(script: URL, ...args: readonly string[]): Promise<unknown> {
  const child = spawn(execPath, [fileURLToPath(script), ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal]: unknown[] = await once(child, 'close');
  return signal;
}

/** A folder for one test. */
export function temporaryFolder(): { readonly path: string; bytes(): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'motcua-notify-'));
  return {
    path,
    /** All that is stored, byte by byte. */
    bytes: () =>
      readdirSync(path)
        .map((name) => readFileSync(join(path, name), 'latin1'))
        .join('\n'),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
