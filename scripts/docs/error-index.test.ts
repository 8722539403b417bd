import { expect, test } from 'vitest';
import { errorIndex } from './error-index.ts';

const codes = {
  MC_B_LATE: { kind: 'reply', retryable: true },
  MC_A_LOST: { kind: 'both', retryable: false },
} as const;
const pages: Readonly<Record<string, string>> = {
  'docs/errors/MC_A_LOST.md':
    '# MC_A_LOST\n\n## What happened\n\n> Case c1 is lost. Expected: a case.\n\nA case\nis lost. Ask.\n',
  'docs/errors/MC_B_LATE.md':
    '# MC_B_LATE\n\n## What happened\n\n> It is late. Expected:\n> time.\n\n## Why it happens\n\nX.\n',
};

test('the list of the errors says of each how it comes, and the first sentence of its page that quotes no message', () => {
  const rows = errorIndex(codes, (path) => pages[path])
    .split('\n')
    .filter((line) => line.startsWith('| [MC_'));
  expect(rows).toEqual([
    '| [MC_A_LOST](MC_A_LOST.md) | reply or thrown | no | A case is lost. |',
    '| [MC_B_LATE](MC_B_LATE.md) | reply | yes | It is late. |',
  ]);
});
