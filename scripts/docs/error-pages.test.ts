import { describe, expect, it } from 'vitest';
import { errorPageProblems, syncErrorPage, untestedCodes } from './error-pages.ts';

const code = 'MC_CASE_NOT_FOUND';
const facts = { kind: 'throw', retryable: false } as const;
const sections = '## What happened\n\nA.\n\n## Why it happens\n\nB.\n\n## What to do\n\nC.\n';
const page = syncErrorPage(code, facts, sections);

describe('the page of an error', () => {
  it('is in order with the head of the table and something in each section', () => {
    expect(errorPageProblems(code, facts, page)).toEqual([]);
  });

  it('is reported when it is missing', () => {
    expect(errorPageProblems(code, facts, undefined)).toEqual([expect.stringContaining('missing')]);
  });

  it('is not in order as it is started: its sections wait to be written', () => {
    expect(errorPageProblems(code, facts, syncErrorPage(code, facts, undefined))).toEqual([
      'the section "What happened" is empty',
      'the section "Why it happens" is empty',
      'the section "What to do" is empty',
    ]);
  });

  it('is reported when a section is missing', () => {
    const shortened = page.replace('## Why it happens', '## Background');
    expect(errorPageProblems(code, facts, shortened)).toEqual(['the section "Why it happens" is missing']);
  });

  it('is reported when the table has changed, and keeps its sections when it is synced', () => {
    const changed = { kind: 'reply', retryable: true } as const;
    expect(errorPageProblems(code, changed, page)).toEqual([expect.stringContaining('differ from the table')]);
    const synced = syncErrorPage(code, changed, page);
    expect(errorPageProblems(code, changed, synced)).toEqual([]);
    expect(synced).toContain(sections);
  });
});

describe('a code', () => {
  const table = { MC_TERM_INVALID: facts, MC_TERM: facts };

  it('counts as tested when a test names it in full', () => {
    expect(untestedCodes(table, ["code: 'MC_TERM_INVALID'"])).toEqual(['MC_TERM']);
    expect(untestedCodes(table, ["'MC_TERM'", "'MC_TERM_INVALID'"])).toEqual([]);
  });
});
