import { expect, test } from 'vitest';
import { readRepositoryFile } from './site.ts';

test('a folder has no text, and neither has what is not there', () => {
  expect(readRepositoryFile('docs')).toBeUndefined();
  expect(readRepositoryFile('docs/nothing.md')).toBeUndefined();
  expect(readRepositoryFile('docs/README.md')).toContain('# Documentation');
});
