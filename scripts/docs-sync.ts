// Writes what the documentation takes from the code: marked snippets, the first lines of the error pages, and the pages
// of the workflows.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCodes } from '../packages/core/src/error/codes.ts';
import { conformanceFolder, conformancePage, syncConformancePage } from './docs/conformance.ts';
import { errorIndex, errorIndexPath } from './docs/error-index.ts';
import { errorPageFolder, errorPagePath, syncErrorPage } from './docs/error-pages.ts';
import { readFolder, readRepositoryFile, readSite } from './docs/site.ts';
import { syncSnippets } from './docs/snippets.ts';
import { workflowPages } from './docs/workflow-pages.ts';
import { repositoryRoot } from './repository-files.ts';

const written: string[] = [];

function write(path: string, text: string): void {
  if (readRepositoryFile(path) === text) return;
  writeFileSync(join(repositoryRoot, path), text);
  written.push(path);
}

mkdirSync(join(repositoryRoot, errorPageFolder), { recursive: true });
for (const [code, facts] of Object.entries(errorCodes)) {
  const path = errorPagePath(code);
  write(path, syncErrorPage(code, facts, readRepositoryFile(path)));
}
write(errorIndexPath, errorIndex(errorCodes, readRepositoryFile));
for (const [path, text] of workflowPages()) {
  mkdirSync(dirname(join(repositoryRoot, path)), { recursive: true });
  write(path, text);
}
write(
  conformancePage,
  syncConformancePage(readRepositoryFile(conformancePage), readFolder(conformanceFolder, '.json')),
);
for (const [file, text] of readSite().pages) write(file, syncSnippets(text, readRepositoryFile).text);

for (const path of written) console.log(`wrote ${path}`);
console.log(`${written.length} files written`);
