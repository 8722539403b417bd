import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { ADAPTER_CONTRACT_VERSION, type Notifier } from '@motcua/core';

/** A letter that left the printing room. */
export interface PrintedLetter {
  readonly key: string;
  readonly caseId: string;
  readonly letter: Readonly<Record<string, unknown>>;
}

/**
 * The office's printing room: every letter a dossier issues becomes one line of a file. The outbox delivers at least
 * once, so a letter that comes again under the same idempotency key is not printed again.
 */
export function printingRoom(file: string): Notifier {
  const printed = new Set(readLetters(file).map(({ key }) => key));
  return {
    role: 'notifier',
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics: ['letter.issued'],
    async deliver({ caseId, payload }, { idempotencyKey: key }) {
      if (!printed.has(key)) {
        appendFileSync(file, `${JSON.stringify({ key, caseId, letter: payload } satisfies PrintedLetter)}\n`);
        printed.add(key);
      }
      return { status: 'delivered' };
    },
  };
}

/** The letters printed so far. A last line torn by a killed process was never acknowledged, and is printed again. */
export function readLetters(file: string): readonly PrintedLetter[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.slice(0, -1).flatMap((line) => {
    try {
      return [JSON.parse(line) as PrintedLetter];
    } catch {
      return [];
    }
  });
}
