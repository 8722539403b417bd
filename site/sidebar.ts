// The sidebar is the listing of the folders: whoever adds a page adds nothing here. Its title is its first heading; its
// place is that of its link on the first page, or the end.
import { posix } from 'node:path';
import type { DefaultTheme } from 'vitepress';

type SidebarItem = DefaultTheme.SidebarItem;

interface Section {
  readonly folder: string;
  readonly title: string;
  /** Long ones begin closed. */
  readonly collapsed: boolean;
}

const sections: readonly Section[] = [
  { folder: 'tutorial', title: 'Tutorial', collapsed: false },
  { folder: 'how-to', title: 'How-to', collapsed: false },
  { folder: 'reference', title: 'Reference', collapsed: false },
  { folder: 'explanation', title: 'Explanation', collapsed: false },
  { folder: 'packages', title: 'Packages', collapsed: true },
  { folder: 'examples', title: 'Examples', collapsed: true },
  { folder: 'decisions', title: 'Decisions', collapsed: true },
  { folder: 'errors', title: 'Errors', collapsed: true },
];

/** Folders that are a section of their own, though they lie in another one. */
export const apiFolder = 'reference/api';

/** The sidebar of the pages, by path on the site. */
export function sidebarOf(pages: ReadonlyMap<string, string>): SidebarItem[] {
  const places = placesIn(pages.get('index.md') ?? '');
  const groups = sections.flatMap(({ folder, title, collapsed }): SidebarItem[] => {
    const files = [...pages.keys()].filter((file) => isIn(file, folder) && !isIn(file, apiFolder));
    if (files.length === 0) return [];
    const index = `${folder}/index.md`;
    return [
      {
        text: title,
        collapsed,
        ...(files.includes(index) && { link: linkOf(index) }),
        items: itemsOf(
          files.filter((file) => file !== index),
          { pages, places },
        ),
      },
    ];
  });
  // An entry has hundreds of members: its own page lists them.
  const api = [...pages.keys()].filter((file) => isIn(file, apiFolder) && file.endsWith('/index.md'));
  if (api.length === 0) return groups;
  const index = `${apiFolder}/index.md`;
  const items = itemsOf(
    api.filter((file) => file !== index),
    { pages, places },
  );
  return [...groups, { text: 'API', collapsed: true, link: linkOf(index), items }];
}

interface Book {
  readonly pages: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, number>;
}

function itemsOf(files: readonly string[], { pages, places }: Book): SidebarItem[] {
  const place = (file: string): number => places.get(file) ?? Number.MAX_SAFE_INTEGER;
  return files
    .map((file) => ({ file, text: titleOf(pages.get(file) ?? '') ?? posix.basename(file, '.md') }))
    .sort((a, b) => place(a.file) - place(b.file) || a.text.localeCompare(b.text, 'en', { numeric: true }))
    .map(({ file, text }) => ({ text, link: linkOf(file) }));
}

/** The first heading of a page, without its marks. */
export function titleOf(page: string): string | undefined {
  const heading = /^# +(?<title>.+)$/mu.exec(page)?.groups?.['title'];
  return heading?.replace(/\\(?=[^A-Za-z0-9\s])|[`*]/gu, '').trim();
}

/** Where each page is first linked on a page. */
function placesIn(page: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [index, match] of [...page.matchAll(/\]\((?<path>[^)#\s]+\.md)/gu)].entries()) {
    const path = match.groups?.['path'] ?? '';
    if (!places.has(path)) places.set(path, index);
  }
  return places;
}

function isIn(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

function linkOf(file: string): string {
  return `/${file.replace(/(?<=\/)index\.md$/u, '').replace(/\.md$/u, '')}`;
}
