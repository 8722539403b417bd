// docs/errors has one page for each code of packages/core/src/error/codes.ts. The first lines of a page come from
// that table and are written by `pnpm docs:sync`, which also starts the page of a new code; its sections are ours.

export interface CodeFacts {
  readonly kind: 'throw' | 'reply' | 'both';
  readonly retryable: boolean;
}

export type CodeTable = Readonly<Record<string, CodeFacts>>;

export const errorPageFolder = 'docs/errors';
const errorPageSections = ['What happened', 'Why it happens', 'What to do'] as const;

export function errorPagePath(code: string): string {
  return `${errorPageFolder}/${code}.md`;
}

const REACH = {
  throw: 'Thrown as a `MotcuaError`.',
  reply: 'The `code` of a reply; nothing is thrown.',
  both: 'The `code` of a reply, or thrown as a `MotcuaError`.',
} as const;

/** What the table says, in a page's own words. */
function headOf(code: string, facts: CodeFacts): string {
  const reach = REACH[facts.kind];
  const again = facts.retryable
    ? 'Retryable: the same call may succeed later, unchanged.'
    : 'Not retryable: the same call gives the same answer.';
  return `# ${code}\n\n${reach} ${again}\n`;
}

/** The page as it must begin, with the sections of the page that exists, or empty ones to be written. */
export function syncErrorPage(code: string, facts: CodeFacts, page: string | undefined): string {
  const start = page?.search(/^## /mu) ?? -1;
  const body = page !== undefined && start !== -1 ? page.slice(start) : emptySections();
  return `${headOf(code, facts)}\n${body}`;
}

function emptySections(): string {
  return `${errorPageSections.map((title) => `## ${title}`).join('\n\n')}\n`;
}

/** What is wrong with a page: missing, out of step with the table, or without something in a section. */
export function errorPageProblems(code: string, facts: CodeFacts, page: string | undefined): string[] {
  if (page === undefined) return ['the page is missing: `pnpm docs:sync` starts it, then write its sections'];
  const problems: string[] = [];
  if (!page.startsWith(headOf(code, facts)))
    problems.push('the first lines differ from the table: run `pnpm docs:sync`');
  const sections = new Map(
    page
      .split(/^## /mu)
      .slice(1)
      .map((section) => {
        const [title = '', ...lines] = section.split('\n');
        return [title.trim(), lines.join('\n').trim()] as const;
      }),
  );
  for (const title of errorPageSections) {
    const text = sections.get(title);
    if (text === undefined) problems.push(`the section "${title}" is missing`);
    else if (text === '') problems.push(`the section "${title}" is empty`);
  }
  return problems;
}

/** Codes that no test names: each must be raised by one. */
export function untestedCodes(table: CodeTable, tests: Iterable<string>): string[] {
  const untested = new Set(Object.keys(table));
  for (const text of tests) {
    for (const code of untested) if (new RegExp(`\\b${code}\\b`, 'u').test(text)) untested.delete(code);
  }
  return [...untested];
}
