// Fails where the documentation has drifted from the code: snippets, links, commands, the pages of the errors and of the
// workflows.
import { errorCodes } from '../packages/core/src/error/codes.ts';
import { unknownCommands } from './docs/commands.ts';
import { conformanceFolder, conformancePage, syncConformancePage } from './docs/conformance.ts';
import { errorIndex, errorIndexPath } from './docs/error-index.ts';
import {
  type CodeTable,
  errorPageFolder,
  errorPagePath,
  errorPageProblems,
  untestedCodes,
} from './docs/error-pages.ts';
import { deadLinks } from './docs/links.ts';
import { missingTests } from './docs/named-tests.ts';
import { readFolder, readRepositoryFile, readSite, readTests } from './docs/site.ts';
import { syncSnippets } from './docs/snippets.ts';
import { workflowPages } from './docs/workflow-pages.ts';
import { filesUnder } from './repository-files.ts';

const site = readSite();
const codes: CodeTable = errorCodes;
const manifest = JSON.parse(readRepositoryFile('package.json') ?? '{}') as { scripts?: Record<string, string> };
const scripts = new Set(Object.keys(manifest.scripts ?? {}));

const inPages = [
  ...deadLinks(site),
  ...missingTests(site, readRepositoryFile),
  ...unknownCommands(site.pages, scripts),
  ...[...site.pages].flatMap(([file, text]) =>
    syncSnippets(text, readRepositoryFile).problems.map((problem) => ({ file, ...problem })),
  ),
].map(({ file, line, message }) => `${file}:${line} ${message}`);

const inErrorPages = Object.entries(codes).flatMap(([code, facts]) =>
  errorPageProblems(code, facts, site.pages.get(errorPagePath(code))).map(
    (problem) => `${errorPagePath(code)} ${problem}`,
  ),
);

const pagesWithoutCode = [...site.pages.keys()]
  .filter(
    (file) =>
      file.startsWith(`${errorPageFolder}/MC_`) && !Object.keys(codes).some((code) => file === errorPagePath(code)),
  )
  .map((file) => `${file} explains a code that the table does not have`);

const untested = untestedCodes(codes, readTests()).map((code) => `${code} is named by no *.test.ts or *.contract.ts`);

const written = [...workflowPages(), [errorIndexPath, errorIndex(codes, readRepositoryFile)] as const];
const drifted = written
  .filter(([path, text]) => site.pages.get(path) !== text)
  .map(([path]) => `${path} differs from what it is written from: run \`pnpm docs:sync\``);

const conformance = readRepositoryFile(conformancePage);
const inConformance =
  conformance === syncConformancePage(conformance, readFolder(conformanceFolder, '.json'))
    ? []
    : [`${conformancePage} differs from the results: run \`pnpm docs:sync\``];

const packageList = 'docs/reference/packages.md';
const unlisted = filesUnder('packages')
  .filter(
    (file) => /^packages\/[^/]+\/README\.md$/u.test(file) && !site.pages.get(packageList)?.includes(`../../${file}`),
  )
  .map((file) => `${packageList} does not link to ${file}: say there who needs the package`);

const problems = [
  ...unlisted,
  ...inConformance,
  ...inPages,
  ...inErrorPages,
  ...pagesWithoutCode,
  ...untested,
  ...drifted,
];
for (const problem of problems) console.error(problem);
console.log(
  `${site.pages.size} pages and ${Object.keys(codes).length} error codes checked, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
