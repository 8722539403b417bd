import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, repositoryRoot } from '../repository-files.ts';
import type { Site } from './links.ts';

/** The text of a file of the repository; undefined where there is none, or a folder. */
export function readRepositoryFile(path: string): string | undefined {
  const full = join(repositoryRoot, path);
  return statSync(full, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(full, 'utf8') : undefined;
}

/** The texts of the files of a folder, by name. */
export function readFolder(folder: string, extension: string): ReadonlyMap<string, string> {
  const files = filesUnder(folder).filter((file) => file.endsWith(extension));
  return new Map(files.map((file) => [file.slice(folder.length + 1), readRepositoryFile(file) ?? '']));
}

/** Every page of the repository: the guides, the READMEs, the notes at its root. */
export function readSite(): Site {
  const files = [...filesUnder('.'), ...filesUnder('.changeset')].filter((file) => file.endsWith('.md'));
  return {
    pages: new Map(files.map((file) => [file, readRepositoryFile(file) ?? ''])),
    exists: (path) => existsSync(join(repositoryRoot, path)),
  };
}

/** The texts of all tests and of the published suites. */
export function readTests(): string[] {
  return filesUnder('packages')
    .filter((file) => /\.(test|contract)\.ts$/u.test(file))
    .map((file) => readRepositoryFile(file) ?? '');
}
