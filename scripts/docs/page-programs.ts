// What a reader has who types a page into a project: the blocks of each file, one after another, and nothing else.
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../repository-files.ts';
import { linesOf } from './markdown.ts';
import { sourceOfSnippet } from './snippets.ts';

/** The files a page shows, by name. Blocks without a source are left out. */
export function filesOfPage(page: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  let file: string | undefined;
  for (const { text, place } of linesOf(page)) {
    if (place === 'prose') file = sourceOfSnippet(text)?.path ?? (text.trim() === '' ? file : undefined);
    else if (place === 'code' && file?.endsWith('.ts')) {
      files.set(basename(file), `${files.get(basename(file)) ?? ''}${text}\n`);
    }
  }
  return files;
}

/** What the compiler says to the files of pages, each page in a folder of its own inside `home`, where its imports are looked up. */
export function compilePages(
  pages: readonly { readonly page: string; readonly home: string; readonly text: string }[],
): readonly string[] {
  const files = new Map<string, string>();
  for (const { page, home, text } of pages) {
    const folder = join(repositoryRoot, home, `page-${basename(page, '.md')}`);
    for (const [name, code] of filesOfPage(text)) files.set(join(folder, name), code);
  }
  const { config } = ts.readConfigFile(join(repositoryRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repositoryRoot);
  const host = ts.createCompilerHost(options);
  const [exists, read] = [host.fileExists.bind(host), host.readFile.bind(host)];
  const folders = new Set([...files.keys()].map((path) => dirname(path)));
  host.directoryExists = (path) => folders.has(path) || ts.sys.directoryExists(path);
  host.fileExists = (path) => files.has(path) || exists(path);
  host.readFile = (path) => files.get(path) ?? read(path);
  const program = ts.createProgram({ rootNames: [...files.keys()], options: { ...options, incremental: false }, host });
  return [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found.map(({ messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, ' ');
      return `${relative(repositoryRoot, path)}: ${message}`;
    });
  });
}
