// A fenced block of a page can be a region of a tested file. The page says so above the block,
//
//   <!-- from examples/permit/main.ts#open -->
//
// and the file marks the region with `// #region open` and `// #endregion`. Without `#open` the block is the
// whole file. What a region uses of the imports of its file stands above it, once a page. `pnpm docs:sync` writes the
// blocks, `pnpm docs:check` fails where one differs.

import { linesOf } from './markdown.ts';
import { importLines, type OnPage } from './snippet-imports.ts';

export interface SnippetProblem {
  readonly line: number;
  readonly message: string;
}

export interface SnippetResult {
  /** The page with every marked block as its source has it now. */
  readonly text: string;
  readonly problems: readonly SnippetProblem[];
}

/** Gives the text of a file of the repository, or undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

const mark = /^(?<indent>\s*)<!-- from (?<path>[^\s#]+)(?:#(?<region>[\w-]+))? -->$/u;
const fence = /^\s*(?<ticks>`{3,})/u;

/** The file that the block below a mark is taken from; undefined for a line that is no mark. */
export function sourceOfSnippet(line: string): { readonly indent: string; readonly path: string } | undefined {
  const { indent = '', path } = mark.exec(line)?.groups ?? {};
  return path === undefined ? undefined : { indent, path };
}

/** Compares the marked blocks of a page with their sources, and rewrites them. */
export function syncSnippets(page: string, readFile: ReadFile): SnippetResult {
  const lines = page.split('\n');
  const places = linesOf(page).map(({ place }) => place);
  const out: string[] = [];
  const problems: SnippetProblem[] = [];
  const shown = new Map<string, Set<string>>();
  const sources = new Set(lines.flatMap((line) => sourceOfSnippet(line)?.path ?? []));
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    out.push(line);
    const marked = places[index] === 'prose' ? mark.exec(line)?.groups : undefined;
    if (marked === undefined) continue;
    const start = index + 1;
    const end = closingFence(lines, start);
    const path = marked['path'] ?? '';
    const names = shown.get(path) ?? new Set<string>();
    shown.set(path, names);
    const wanted = snippet(readFile, path, marked['region'], { shown: names, sources });
    if (end === undefined || typeof wanted === 'string') {
      problems.push({
        line: start,
        message: typeof wanted === 'string' ? wanted : 'no fenced block follows this mark',
      });
      continue;
    }
    const body = wanted.map((text) => (text === '' ? '' : `${marked['indent'] ?? ''}${text}`));
    if (lines.slice(start + 1, end).join('\n') !== body.join('\n')) {
      problems.push({
        line: start,
        message: `the block differs from ${line.trim().slice(10, -4)}: run \`pnpm docs:sync\``,
      });
    }
    out.push(lines[start] ?? '', ...body, lines[end] ?? '');
    index = end;
  }
  return { text: out.join('\n'), problems };
}

/** The line that closes the fence opened at `start`; undefined where no fence opens there. */
function closingFence(lines: readonly string[], start: number): number | undefined {
  const ticks = fence.exec(lines[start] ?? '')?.groups?.['ticks'];
  if (ticks === undefined) return undefined;
  const end = lines.findIndex((line, index) => index > start && line.trim() === ticks);
  return end === -1 ? undefined : end;
}

/** The lines of a region, without its common indent and without inner marks; a text when something is missing. */
function snippet(readFile: ReadFile, path: string, region: string | undefined, page: OnPage): string[] | string {
  const text = readFile(path);
  if (text === undefined) return `there is no file ${path}`;
  const lines = text.replace(/\n$/u, '').split('\n');
  if (region === undefined) return dedent(lines);
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  if (start === -1) return `${path} has no \`// #region ${region}\``;
  let depth = 1;
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index]?.trim() ?? '';
    if (line.startsWith('// #region ')) depth += 1;
    if (line.startsWith('// #endregion')) depth -= 1;
    if (depth > 0) continue;
    const body = dedent(lines.slice(start + 1, index));
    const imports = importLines({ path, text, region: body.join('\n') }, readFile, page);
    return imports.length === 0 || startsWithImport(body) ? [...imports, ...body] : [...imports, '', ...body];
  }
  return `${path} does not close \`// #region ${region}\` with \`// #endregion\``;
}

const startsWithImport = ([first = '']: readonly string[]) => first.startsWith('import ');

function dedent(lines: readonly string[]): string[] {
  const kept = lines.filter((line) => !/^\s*\/\/ #(end)?region\b/u.test(line));
  const indents = kept.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return kept.map((line) => line.slice(Number.isFinite(indent) ? indent : 0));
}
