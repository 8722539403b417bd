// Loads every built entry of every package, as ESM and as CommonJS, and compares the names they export.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesUnder, repositoryRoot } from './repository-files.ts';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<
    Record<string, string | { readonly import?: Entry; readonly require?: Entry; readonly default?: string }>
  >;
}
interface Entry {
  readonly default: string;
}

const require = createRequire(import.meta.url);
const problems: string[] = [];
let entries = 0;

async function namesOf(load: () => unknown, entry: string): Promise<string> {
  try {
    const names = Object.keys((await load()) as object).filter(
      (name) => name !== 'default' && name !== 'module.exports',
    );
    return names.sort().join(', ');
  } catch (error) {
    problems.push(`${entry} does not load: ${error instanceof Error ? error.message : String(error)}`);
    return '';
  }
}

/** Entries that stand on something which exists as a module only: vitest. */
const moduleOnly = new Set(
  ['store', 'destination', 'clock', 'authorizer', 'key-store', 'notification-log'].map(
    (contract) => `@motcua/testkit/${contract}-contract`,
  ),
);

const manifests = filesUnder('packages').filter((file) => /^packages\/[^/]+\/package\.json$/u.test(file));
for (const file of manifests) {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8')) as Manifest;
  for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string') continue;
    const entry = join(manifest.name, subpath);
    const [esm, cjs] = [target.import?.default ?? target.default, target.require?.default];
    if (esm === undefined || (cjs === undefined && !moduleOnly.has(entry))) {
      problems.push(`${entry} lacks an ESM or a CommonJS build`);
      continue;
    }
    entries += 1;
    const path = (built: string) => join(repositoryRoot, file, '..', built);
    const imported = await namesOf(() => import(pathToFileURL(path(esm)).href), `${entry} (ESM)`);
    if (cjs === undefined) continue;
    const required = await namesOf(() => require(path(cjs)), `${entry} (CommonJS)`);
    if (imported !== required) problems.push(`${entry} exports [${imported}] as ESM and [${required}] as CommonJS`);
  }
}

for (const problem of problems) console.error(problem);
console.log(`${entries} entries loaded twice, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
