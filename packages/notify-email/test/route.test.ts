import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { START, signalThatEnds, temporaryFolder, tenant } from '../../notify-webhook/test/temporary-office.js';
import { type MailServer, startMailServer } from './mail-server.js';
import { openRouteOffice } from './route-office.js';

let clock: VirtualClock;
let server: MailServer;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  clock = virtualClock(START);
  server = await startMailServer();
  folder = temporaryFolder();
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

async function killed(when: 'before-log' | 'after-log'): Promise<void> {
  const worker = new URL('dying-route.ts', import.meta.url);
  expect(await signalThatEnds(worker, folder.path, String(server.port), when)).toBe('SIGKILL');
  expect(server.mails).toHaveLength(1);
  // The lease of the dead runs out.
  await clock.advanceBy(60_000);
}

async function settleAfterwards() {
  const { engine, log, told } = await openRouteOffice({ folder: folder.path, port: server.port, clock });
  await engine.settle();
  const records = await told({ tenant, caseId: 'c1' });
  const count = await engine.deadLetters({ tenant });
  expect(count).toEqual([]);
  expect(await engine.nextAt()).toBeUndefined();
  await engine.stop();
  await log.close();
  return records;
}

describe('a letter of a route whose process was killed', () => {
  test('after it was sent and noted in the log is not sent again', async () => {
    await killed('after-log');
    const records = await settleAfterwards();
    expect(server.mails).toHaveLength(1);
    expect(records).toMatchObject([{ template: 'granted', channel: 'email', outcome: 'sent', attempt: 1 }]);
  });

  test('after it was sent and before that was noted comes again with the same Message-ID', async () => {
    await killed('before-log');
    const records = await settleAfterwards();
    expect(server.mails).toHaveLength(2);
    expect(server.filed()).toHaveLength(1);
    expect(records).toMatchObject([{ template: 'granted', channel: 'email', outcome: 'sent', attempt: 2 }]);
  });
});
