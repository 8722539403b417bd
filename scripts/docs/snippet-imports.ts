// A region of a file is read without the head of the file. So that a reader can type it in and run it, its block begins
// with the imports it needs, each once a page.
import { posix } from 'node:path';
import ts from 'typescript';
import type { ReadFile } from './snippets.ts';

const width = 120;

interface Imported {
  /** As it stands between the braces: `type Actor`, `createServer as listen`. */
  readonly text: string;
  readonly name: string;
  readonly place: 'default' | 'namespace' | 'named';
}

export interface SnippetSource {
  readonly path: string;
  readonly text: string;
  readonly region: string;
}

/** What a page has for its readers. */
export interface OnPage {
  /** What it has imported for this file already. Is added to. */
  readonly shown: Set<string>;
  /** The files its blocks are taken from. */
  readonly sources: ReadonlySet<string>;
}

/**
 * The lines that import what the region uses. What comes from a helper of a package's tests is left out: a user has no
 * such file, and the page says what is meant.
 */
export function importLines(
  { path, text, region }: SnippetSource,
  readFile: ReadFile,
  { shown, sources }: OnPage,
): string[] {
  if (!path.endsWith('.ts')) return [];
  const used = namesUsed(region);
  for (const { name } of importsOf(region).flatMap(({ imported }) => imported)) shown.add(name);
  return importsOf(text).flatMap(({ module, typeOnly, attributes, imported }) => {
    const needed = imported.filter(({ name }) => used.has(name) && !shown.has(name));
    if (needed.length === 0) return [];
    const names = needed.map(({ name }) => name);
    for (const name of names) shown.add(name);
    const published = publishedName(module, names, path, readFile);
    if (published.startsWith('.') && path.startsWith('packages/') && !sources.has(fileOf(module, path))) return [];
    const from = `from '${published}'${attributes};`;
    return importStatement(typeOnly ? 'import type' : 'import', needed, from);
  });
}

function importStatement(keyword: string, needed: readonly Imported[], from: string): string[] {
  const before = needed.filter(({ place }) => place !== 'named').map(({ text }) => text);
  const named = needed.filter(({ place }) => place === 'named').map(({ text }) => text);
  if (keyword === 'import' && needed.every(({ text }) => text.startsWith('type '))) {
    const types = needed.map((each) => ({ ...each, text: each.text.slice('type '.length) }));
    return importStatement('import type', types, from);
  }
  const braces = named.length === 0 ? [] : [`{ ${named.join(', ')} }`];
  const line = `${keyword} ${[...before, ...braces].join(', ')} ${from}`;
  if (line.length <= width || named.length === 0) return [line];
  return [`${keyword} ${[...before, '{'].join(', ')}`, ...named.map((text) => `  ${text},`), `} ${from}`];
}

function importsOf(text: string) {
  const file = ts.createSourceFile('snippet.ts', text, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier, attributes }) => {
    if (importClause === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
    const { name, namedBindings, phaseModifier } = importClause;
    const imported: Imported[] = name === undefined ? [] : [{ text: name.text, name: name.text, place: 'default' }];
    if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings)) {
      imported.push({ text: namedBindings.getText(), name: namedBindings.name.text, place: 'namespace' });
    } else if (namedBindings !== undefined) {
      for (const element of namedBindings.elements) {
        imported.push({ text: element.getText(), name: element.name.text, place: 'named' });
      }
    }
    return [
      {
        module: moduleSpecifier.text,
        typeOnly: phaseModifier === ts.SyntaxKind.TypeKeyword,
        attributes: attributes === undefined ? '' : ` ${attributes.getText()}`,
        imported,
      },
    ];
  });
}

/** Every identifier that stands for a value or a type: none that declares one, or names a property. */
function namesUsed(text: string): Set<string> {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isUse(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('snippet.ts', text, ts.ScriptTarget.Latest, true));
  return used;
}

function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const declared = 'name' in parent && parent.name === node;
  return !declared && !('propertyName' in parent && parent.propertyName === node);
}

const fileOf = (module: string, from: string): string =>
  posix.join(posix.dirname(from), module).replace(/\.js$/u, '.ts');

/** What a user writes for a file of a package's sources: the entry that exports the names. Else as it is. */
function publishedName(module: string, names: readonly string[], from: string, readFile: ReadFile): string {
  const home = /^packages\/[^/]+/u.exec(from)?.[0];
  if (home === undefined || !module.startsWith('.')) return module;
  const { name = '', exports = {} }: Manifest = JSON.parse(readFile(`${home}/package.json`) ?? '{}');
  const file = fileOf(module, from);
  const entry = Object.entries(exports).find(([, value]) => {
    const source = posix.join(home, (typeof value !== 'string' && value['@motcua/source']) || 'package.json');
    const exported = readFile(source) ?? '';
    return source === file || names.every((each) => new RegExp(`\\b${each}\\b`, 'u').test(exported));
  });
  return entry === undefined ? module : posix.join(name, entry[0]);
}

interface Manifest {
  readonly name?: string;
  readonly exports?: Readonly<Record<string, string | { readonly '@motcua/source'?: string }>>;
}
