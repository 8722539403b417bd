// `pnpm docs:build` writes the site into site/dist and fails on a dead link; `pnpm docs:dev` serves it, and follows the
// pages as they are edited.
import { mkdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vitepress';
import { readRepositoryFile, readSite } from '../scripts/docs/site.ts';
import { repositoryRoot } from '../scripts/repository-files.ts';
import { writeApi } from './api.ts';
import { apiFolder } from './sidebar.ts';
import { stagePages } from './stage.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const pagesFolder = join(root, '.pages');

function writePages(): number {
  const pages = stagePages(readSite().pages, readRepositoryFile);
  for (const [path, text] of pages) {
    mkdirSync(dirname(join(pagesFolder, path)), { recursive: true });
    writeFileSync(join(pagesFolder, path), text);
  }
  return pages.size;
}

async function serve(): Promise<void> {
  const server = await createServer(root);
  await server.listen();
  server.printUrls();
  for (const folder of ['docs', 'packages', 'examples']) {
    watch(join(repositoryRoot, folder), { recursive: true }, (_, file) => {
      if (file?.endsWith('.md') === true) writePages();
    });
  }
}

rmSync(pagesFolder, { recursive: true, force: true });
await writeApi(join(pagesFolder, apiFolder));
console.log(`${writePages()} pages written`);
if (process.argv[2] === 'dev') await serve();
else await build(root);
