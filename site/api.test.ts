import { expect, test } from 'vitest';
import { apiEntries, shortenReferences } from './api.ts';

test('the API has every entry of every package, by the name it is imported with', () => {
  expect(apiEntries()).toEqual(
    expect.arrayContaining([
      { name: '@motcua/core', source: 'packages/core/src/index.ts' },
      { name: '@motcua/core/contract', source: 'packages/core/src/contract/index.ts' },
      { name: '@motcua/store-sqlite', source: 'packages/store-sqlite/src/index.ts' },
    ]),
  );
});

test('what an entry exports again is a list', () => {
  const page = [
    '## References',
    '### ACTOR\\_KINDS',
    'Re-exports [ACTOR_KINDS](../variables/ACTOR_KINDS.md)',
    '***',
    '### Actor',
    'Re-exports [Actor](../type-aliases/Actor.md)',
  ].join('\n\n');
  expect(shortenReferences(page)).toBe(
    '## References\n\n- [ACTOR_KINDS](../variables/ACTOR_KINDS.md)\n- [Actor](../type-aliases/Actor.md)',
  );
});
