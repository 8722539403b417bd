import type { PageProblem } from './links.ts';
import { linesOf } from './markdown.ts';

/** Commands of pnpm itself that our pages may name. */
const ownCommands = new Set(['add', 'install', 'exec', 'dlx', 'pack', 'publish', 'remove', 'update', 'why']);
const command = /\bpnpm(?:@\d+)? (?:run )?(?<name>[a-z][\w:-]*)/gu;

/** Scripts a page tells the reader to run (`pnpm verify`) that package.json does not have. */
export function unknownCommands(pages: ReadonlyMap<string, string>, scripts: ReadonlySet<string>): PageProblem[] {
  const problems: PageProblem[] = [];
  for (const [file, text] of pages) {
    for (const [index, line] of codeOf(text)) {
      for (const match of line.matchAll(command)) {
        const name = match.groups?.['name'] ?? '';
        if (scripts.has(name) || ownCommands.has(name)) continue;
        problems.push({ file, line: index, message: `package.json has no script "${name}"` });
      }
    }
  }
  return problems;
}

/** What a page shows as code: fenced blocks and code spans, with their line numbers. */
function codeOf(page: string): [line: number, code: string][] {
  return linesOf(page).flatMap(({ line, text, place }): [number, string][] => {
    if (place === 'code') return [[line, text]];
    return place === 'prose' ? [...text.matchAll(/`([^`]+)`/gu)].map((span) => [line, span[1] ?? '']) : [];
  });
}
