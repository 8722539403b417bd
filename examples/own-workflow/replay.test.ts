// #region replay
import { readFileSync } from 'node:fs';
import { checkReplay, readJournals } from '@motcua/testkit';
import { expect, test } from 'vitest';
import { stallPermit } from './stall-permit.js';

test('the stored journals, decided again by the code as it is now, give the stored cases', async () => {
  const journals = readJournals(readFileSync(new URL('journals.ndjson', import.meta.url), 'utf8'));
  const report = await checkReplay({ journals, workflows: [stallPermit] });
  expect(report.same, report.text).toBe(true);
});
// #endregion

test('the fixture has a story of every kind: answered in time, answered late after papers, still open', () => {
  const journals = readJournals(readFileSync(new URL('journals.ndjson', import.meta.url), 'utf8'));
  const kinds = journals.map(({ envelope }) => envelope.deadlines[0]?.entries.map(({ kind }) => kind).join(' '));
  expect(kinds).toEqual(['started met', 'started suspended resumed breached met', 'started']);
});
