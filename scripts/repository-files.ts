import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url));

const generated = new Set(['node_modules', 'dist', 'coverage', 'reports']);

/** Every file below a folder, as paths from the repository's root with forward slashes; nothing generated or hidden. */
export function filesUnder(folder: string, root = repositoryRoot): string[] {
  if (!existsSync(join(root, folder))) return [];
  const prefix = folder === '.' ? '' : `${folder}/`;
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !generated.has(entry.name) && !entry.name.startsWith('.'))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(prefix + entry.name, root) : [prefix + entry.name]))
    .sort();
}
