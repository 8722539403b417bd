import { virtualClock } from '@motcua/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { everythingLeft, failEach, listenToConsole } from './planted-secrets.js';
import { portalNotifier } from './portal-notifier.js';
import { type Handler, secretOf, startReceiver } from './receiver.js';
import { openOffice, START, temporaryFolder } from './temporary-office.js';

const planted = secretOf('q');
/** As text, as its bytes in base64, and as the key itself. */
const traces = [planted, planted.slice('whsec_'.length), 'q'.repeat(32)];

const echoing =
  (status: number): Handler =>
  (request, response, body) =>
    void response
      .writeHead(status, { 'x-echo': 'q'.repeat(32) })
      .end(`${JSON.stringify(request.headers)} ${body} ${planted}`);

test('a secret is found nowhere: not in journal, outbox, audit, errors, events or logs', async () => {
  const folder = temporaryFolder();
  onTestFinished(folder.remove);
  const printed = listenToConsole();
  const clock = virtualClock(START);
  const receiver = await startReceiver({ now: () => clock.now() });
  onTestFinished(() => receiver.close());
  receiver.know([planted]);
  let vault: () => Promise<readonly string[]> = async () => [planted];
  const portal = portalNotifier(receiver.url, clock, () => vault());
  const opened = await openOffice({
    folder: folder.path,
    clock,
    adapters: { portal },
    retry: { maxAttempts: 2 },
  });
  const { engine, dead } = opened;
  await engine.start({ background: false });
  const failures: readonly (() => void)[] = [
    () => {},
    () => receiver.behave(echoing(400)),
    () => receiver.behave(echoing(503)),
    () => receiver.behave('lose-answer'),
    () => {
      vault = async () => [planted.slice(0, 20)];
    },
    () => {
      vault = async () => {
        throw Object.assign(new Error(`vault: ${planted}`), { name: planted, code: planted });
      };
    },
  ];
  await failEach(opened, failures, 10_000);
  const letters = await dead();
  // All but the first and the one whose answer was lost the first time only.
  expect(letters.length).toBeGreaterThanOrEqual(4);
  await engine.stop();
  const everything = everythingLeft(folder, opened, letters, printed);
  expect(everything).toContain('permit.granted');
  for (const trace of traces) expect(everything).not.toContain(trace);
});
