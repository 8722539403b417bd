import { posix } from 'node:path';
import { linesOf, type PageLine } from './markdown.ts';

export interface PageProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The pages of the repository and whether a path, from its root, leads anywhere. */
export interface Site {
  readonly pages: ReadonlyMap<string, string>;
  exists(path: string): boolean;
}

const linkPattern = /!?\[[^\]]*\]\((?<inline><[^>]*>|[^)\s]+)(?:\s+"[^"]*")?\)|^\s*\[[^\]]+\]:\s+(?<reference>\S+)/gu;

/** Relative links of all pages that lead to no file or to no heading. Links to other sites are left alone. */
export function deadLinks(site: Site): PageProblem[] {
  const problems: PageProblem[] = [];
  for (const [file, text] of site.pages) {
    for (const { line, target } of linksOf(text)) {
      const message = linkProblem(site, file, target);
      if (message !== undefined) problems.push({ file, line, message });
    }
  }
  return problems;
}

function proseOf(text: string): PageLine[] {
  return linesOf(text).filter(({ place }) => place === 'prose');
}

function linksOf(text: string): { line: number; target: string }[] {
  return proseOf(text).flatMap(({ line, text: prose }) =>
    [...prose.replace(/`[^`]*`/gu, '`').matchAll(linkPattern)].map((match) => ({
      line,
      target: (match.groups?.['inline'] ?? match.groups?.['reference'] ?? '').replace(/^<|>$/gu, ''),
    })),
  );
}

function linkProblem(site: Site, file: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/iu.test(target)) return undefined;
  if (target.startsWith('/')) return `the link ${target} is absolute: write it from this page`;
  const [path = '', anchor] = target.split('#');
  const page = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), decodeURI(path)));
  if (page.startsWith('..')) return `the link ${target} leaves the repository`;
  if (!site.exists(page.replace(/\/$/u, ''))) return `the link ${target} leads to no file`;
  const text = site.pages.get(page);
  if (anchor === undefined || text === undefined) return undefined;
  return anchorsOf(text).has(anchor) ? undefined : `the link ${target} leads to no heading`;
}

/** The anchors a page gives its headings: lower case, punctuation dropped, spaces to hyphens, `-1` for a repeat. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const { text: line } of proseOf(text)) {
    const heading = /^#{1,6}\s+(?<title>.*?)\s*#*$/u.exec(line)?.groups?.['title'];
    if (heading === undefined) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/gu, '-');
    let anchor = slug;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${slug}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}
