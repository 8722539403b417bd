import { onTestFinished, vi } from 'vitest';
import type { openOffice, temporaryFolder } from './temporary-office.js';

type Office = Awaited<ReturnType<typeof openOffice>>;

/** Lets one delivery after another fail in its own way: a case for each failure, looked at again after so long. */
export async function failEach(
  { engine, clock, grant }: Office,
  failures: readonly (() => void)[],
  patienceMs: number,
): Promise<void> {
  for (const [n, fail] of failures.entries()) {
    fail();
    await grant(`c${n}`);
    await engine.settle();
    await clock.advanceBy(patienceMs);
    await engine.settle();
  }
}

/** Listens to all that is printed, to the end of the test. */
export function listenToConsole(): () => string {
  const printed = (['log', 'warn', 'error', 'debug', 'info'] as const).map((name) => vi.spyOn(console, name));
  onTestFinished(() => void vi.restoreAllMocks());
  return () => printed.map(({ mock }) => JSON.stringify(mock.calls)).join('\n');
}

/** All places where a secret might have got to: files, events, dead letters and what was printed. */
export const everythingLeft = (
  folder: ReturnType<typeof temporaryFolder>,
  { told }: Office,
  letters: Awaited<ReturnType<Office['dead']>>,
  printed: () => string,
): string => [folder.bytes(), JSON.stringify(told), JSON.stringify(letters), printed()].join('\n');
