import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { slugOf } from '../../scripts/docs/links.ts';
import { filesUnder } from '../../scripts/repository-files.ts';
import { searchTerm } from '../search-term.ts';
import { sidebarOf } from '../sidebar.ts';

const folder = fileURLToPath(new URL('../.pages', import.meta.url));
const files = filesUnder('.', folder).filter((file) => file.endsWith('.md'));
const pages = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

export default defineConfig({
  title: 'motcua',
  description: 'Casework with legal deadlines, as a TypeScript library',
  lang: 'en',
  srcDir: '.pages',
  outDir: 'dist',
  ignoreDeadLinks: false,
  metaChunk: true,
  // Headings get the anchors that the forge gives them, so that a link works in both places.
  markdown: { anchor: { slugify: slugOf } },
  vite: { build: { chunkSizeWarningLimit: 5_000 } },
  themeConfig: {
    nav: [
      { text: 'Tutorial', link: '/tutorial/first-case' },
      { text: 'Packages', link: '/reference/packages' },
      { text: 'Errors', link: '/errors/' },
      { text: 'API', link: '/reference/api/' },
      { text: 'Glossary', link: '/glossary' },
    ],
    sidebar: sidebarOf(pages),
    outline: [2, 3],
    search: { provider: 'local', options: { miniSearch: { options: { processTerm: searchTerm } } } },
  },
});
