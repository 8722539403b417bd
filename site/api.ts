// The reference of the API, one page for each entry of each package, from the comments of the sources.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Application } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { readRepositoryFile } from '../scripts/docs/site.ts';
import { filesUnder, repositoryRoot } from '../scripts/repository-files.ts';

interface Entry {
  /** As it is imported: `@motcua/core/contract`. */
  readonly name: string;
  /** From the repository's root. */
  readonly source: string;
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string | { readonly '@motcua/source'?: string }>>;
}

/** Every entry of every package, by its name. */
export function apiEntries(): readonly Entry[] {
  const manifests = filesUnder('packages').filter((file) => /^packages\/[^/]+\/package\.json$/u.test(file));
  return manifests.flatMap((file) => {
    const { name, exports = {} } = JSON.parse(readRepositoryFile(file) ?? '{}') as Manifest;
    return Object.entries(exports).flatMap(([entry, target]) => {
      const source = typeof target === 'string' ? undefined : target['@motcua/source'];
      if (source === undefined) return [];
      return [{ name: join(name, entry), source: join(file, '..', source) }];
    });
  });
}

/**
 * Writes the pages of the API into a folder.
 *
 * @throws Error when the sources cannot be read, or a comment names something that does not exist.
 */
export async function writeApi(folder: string): Promise<void> {
  const entries = apiEntries();
  const markdown: PluginOptions = {
    entryFileName: 'index.md',
    excludeScopesInPaths: true,
    hidePageHeader: true,
    hideBreadcrumbs: true,
    parametersFormat: 'table',
    sanitizeComments: true,
    useCodeBlocks: true,
    useHTMLEncodedBrackets: true,
  };
  const app = await Application.bootstrapWithPlugins({
    name: 'API',
    entryPoints: entries.map(({ source }) => join(repositoryRoot, source)),
    tsconfig: join(repositoryRoot, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown'],
    // `pnpm typecheck` has checked them.
    skipErrorChecking: true,
    readme: 'none',
    out: folder,
    disableSources: true,
    excludeInternal: true,
    excludePrivate: true,
    ...markdown,
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('typedoc could not read the sources');
  const names = new Map(entries.map(({ name, source }) => [dirname(source).replace(/^packages\//u, ''), name]));
  for (const page of project.children ?? []) page.name = names.get(page.name) ?? page.name;
  await app.generateOutputs(project);
  for (const file of filesUnder('.', folder)) {
    const page = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), shortenReferences(page));
  }
}

/** What an entry exports again from another one: a list, where typedoc gives each name a section of its own. */
export function shortenReferences(page: string): string {
  return page
    .replace(/^### .+\n\n(?:Re-exports|Renames and re-exports) (?<link>\[.+\]\(.+\))$/gmu, '- $<link>')
    .replace(/(?<=^- .+\n)\n(?:\*\*\*\n\n)?(?=- )/gmu, '');
}
