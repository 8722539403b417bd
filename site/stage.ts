// The pages of the site are made from those of the repository, which are written to be read there: only the targets of
// their links change. A README is the index of its folder, `docs/` is the root, and a link to a file of code leads to a
// page that shows it.
import { posix } from 'node:path';
import { pathOfLink, retargetLinks } from '../scripts/docs/links.ts';
import { linesOf } from '../scripts/docs/markdown.ts';
import { sourceOfSnippet } from '../scripts/docs/snippets.ts';

/** Gives the text of a file of the repository, or undefined where there is none. */
export type ReadFile = (path: string) => string | undefined;

/** Where a page of the repository lies on the site. */
export function sitePathOf(file: string): string {
  if (file === 'README.md') return 'readme.md';
  return file.replace(/^docs\//u, '').replace(/(?<=^|\/)README\.md$/u, 'index.md');
}

/** All pages of the site but those of the API, by path: those of the repository, and the code they link to. */
export function stagePages(pages: ReadonlyMap<string, string>, readFile: ReadFile): ReadonlyMap<string, string> {
  const staged = new Map<string, string>();
  for (const [file, text] of pages) {
    if (file.startsWith('.')) continue; // notes of a release to come
    const here = sitePathOf(file);
    const page = retargetLinks(withSources(file, text), (target) => {
      if (/^(?:[a-z][a-z+.-]*:|#)/iu.test(target)) return target;
      const path = pathOfLink(file, target);
      const found = [path, posix.join(path, 'README.md')].find((candidate) => pages.has(candidate));
      const [, anchor] = target.split('#');
      if (found !== undefined) return `${relative(here, sitePathOf(found))}${anchor === undefined ? '' : `#${anchor}`}`;
      const code = readFile(path);
      if (code === undefined) return undefined;
      const shown = `source/${path}.md`;
      staged.set(shown, codePage(path, code));
      return relative(here, shown);
    });
    staged.set(here, page);
  }
  return staged;
}

/** Names the file above each block that is taken from one, where the forge shows nothing: a reader finds the imports there. */
function withSources(file: string, text: string): string {
  const lines = linesOf(text).map(({ text: line, place }) => {
    const source = place === 'prose' ? sourceOfSnippet(line) : undefined;
    return source === undefined
      ? line
      : `${source.indent}<small>[${source.path}](${relative(file, source.path)})</small>`;
  });
  return lines.join('\n');
}

function relative(from: string, to: string): string {
  return encodeURI(posix.relative(posix.dirname(from), to));
}

/** Without colours: they would take as long as all other pages together. */
function codePage(path: string, code: string): string {
  const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/gu)].map(([ticks]) => ticks.length + 1)));
  return `---\nsearch: false\noutline: false\n---\n\n# ${path}\n\n${fence}text\n${code.trimEnd()}\n${fence}\n`;
}
