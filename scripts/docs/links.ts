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

const linkPattern =
  /!?\[(?<label>[^\]]*)\]\((?<inline><[^>]*>|[^)\s]+)(?:\s+"[^"]*")?\)|^\s*\[[^\]]+\]:\s+(?<reference>\S+)/dgmu;

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

/** Lines of prose that belong together, for a link may begin on one line and end on the next. */
interface Paragraph {
  /** Number of its first line. */
  readonly line: number;
  readonly text: string;
}

function paragraphsOf(page: string): Paragraph[] {
  const paragraphs: { line: number; text: string; last: number }[] = [];
  for (const { line, text } of proseOf(page)) {
    const before = paragraphs.at(-1);
    if (text.trim() === '') continue;
    if (before?.last === line - 1) Object.assign(before, { text: `${before.text}\n${text}`, last: line });
    else paragraphs.push({ line, text, last: line });
  }
  return paragraphs;
}

/** The links of a paragraph. What stands in a code span is none. */
function linksIn({ text }: Paragraph): RegExpExecArray[] {
  return [...text.replace(/`[^`]*`/gu, (span) => '`'.repeat(span.length)).matchAll(linkPattern)];
}

function targetOf(match: RegExpExecArray): string {
  return (match.groups?.['inline'] ?? match.groups?.['reference'] ?? '').replace(/^<|>$/gu, '');
}

function linksOf(page: string): { line: number; target: string }[] {
  return paragraphsOf(page).flatMap((paragraph) =>
    linksIn(paragraph).map((match) => ({
      line: paragraph.line + paragraph.text.slice(0, match.index).split('\n').length - 1,
      target: targetOf(match),
    })),
  );
}

/** A page with other targets of its links. Where `retarget` gives nothing, the words of the link stay, without it. */
export function retargetLinks(page: string, retarget: (target: string) => string | undefined): string {
  const lines = page.split('\n');
  for (const paragraph of paragraphsOf(page)) {
    const { line, text } = paragraph;
    let changed = text;
    for (const match of linksIn(paragraph).reverse()) {
      const groups = match.indices?.groups;
      const target = retarget(targetOf(match));
      const place = (target === undefined ? match.indices?.[0] : (groups?.['inline'] ?? groups?.['reference'])) ?? [
        0, 0,
      ];
      const words = text.slice(...(groups?.['label'] ?? place));
      changed = changed.slice(0, place[0]) + (target ?? words) + changed.slice(place[1]);
    }
    lines.splice(line - 1, text.split('\n').length, ...changed.split('\n'));
  }
  return lines.join('\n');
}

/** The path from the repository's root that a relative link of a page leads to. */
export function pathOfLink(file: string, target: string): string {
  const [path = ''] = target.split('#');
  return path === '' ? file : posix.normalize(posix.join(posix.dirname(file), decodeURI(path))).replace(/\/$/u, '');
}

function linkProblem(site: Site, file: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/iu.test(target)) return undefined;
  if (target.startsWith('/')) return `the link ${target} is absolute: write it from this page`;
  const [, anchor] = target.split('#');
  const page = pathOfLink(file, target);
  if (page.startsWith('..')) return `the link ${target} leaves the repository`;
  if (!site.exists(page)) return `the link ${target} leads to no file`;
  const text = site.pages.get(page);
  if (anchor === undefined || text === undefined) return undefined;
  return anchorsOf(text).has(anchor) ? undefined : `the link ${target} leads to no heading`;
}

/** The anchor of a heading: lower case, punctuation dropped, spaces to hyphens; diacritics stay. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/gu, '-');
}

/** The anchors a page gives its headings: `-1` for a repeat. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const { text: line } of proseOf(text)) {
    const heading = /^#{1,6}\s+(?<title>.*?)\s*#*$/u.exec(line)?.groups?.['title'];
    if (heading === undefined) continue;
    const slug = slugOf(heading.replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1'));
    let anchor = slug;
    for (let repeat = 1; anchors.has(anchor); repeat += 1) anchor = `${slug}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}
