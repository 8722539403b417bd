import ts from 'typescript';
import { ambientUse } from './ambient-rules.ts';

export interface Offence {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export const maxLines = 400;

/** The only files that may touch a global the others must not; each with its reason. */
const allowances: readonly { file: string; rule: string; reason: string }[] = [
  { file: 'packages/core/src/engine/system-clock.ts', rule: 'global-clock', reason: 'the one door to real time' },
  { file: 'packages/core/src/engine/random-ids.ts', rule: 'global-random', reason: 'the one door to randomness' },
  {
    file: 'packages/store-sqlite/src/gathered.ts',
    rule: 'global-clock',
    reason: 'the end of a turn of the event loop is no time',
  },
  { file: 'packages/audit-iso/src/cli/main.ts', rule: 'global-clock', reason: 'a process of its own' },
  { file: 'packages/audit-iso/src/cli/main.ts', rule: 'global-random', reason: 'a process of its own' },
];

// Spelled in two parts, so that this file keeps its own rule.
const unfinished = new RegExp(`\\b(${'TO'}DO|${'FIX'}ME)\\b`, 'u');
const kebabCase = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/u;

/** All offences of one source file. `file` is its path from the repository's root, with forward slashes. */
export function checkSource(file: string, text: string): Offence[] {
  return [...checkShape(file, text), ...checkSyntax(file, text)].filter(
    (offence) => !allowances.some((allowed) => allowed.file === file && allowed.rule === offence.rule),
  );
}

function checkShape(file: string, text: string): Offence[] {
  const offences: Offence[] = [];
  const lines = text.replace(/\n$/u, '').split('\n');
  if (lines.length > maxLines) {
    const message = `${lines.length} lines, the limit is ${maxLines}: split the file by subject`;
    offences.push({ file, line: maxLines + 1, rule: 'file-length', message });
  }
  const oddSegment = file.split('/').find((segment) => !kebabCase.test(segment));
  if (oddSegment !== undefined) {
    offences.push({ file, line: 1, rule: 'file-name', message: `"${oddSegment}" is not in kebab-case` });
  }
  for (const [index, line] of lines.entries()) {
    const found = unfinished.exec(line)?.[0];
    if (found === undefined) continue;
    const message = `${found}: finish it or open an issue, a source file is no list of work`;
    offences.push({ file, line: index + 1, rule: 'unfinished', message });
  }
  return offences;
}

function checkSyntax(file: string, text: string): Offence[] {
  const offences: Offence[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const production = /^packages\/[^/]+\/src\//u.test(file) && !/\.test(-d)?\.ts$/u.test(file);

  function visit(node: ts.Node): void {
    const found = languageUse(node) ?? (production ? ambientUse(node) : undefined);
    if (found !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      offences.push({ file, line, rule: found.rule, message: found.message });
    }
    ts.forEachChild(node, visit);
  }

  visit(source);
  return offences;
}

function languageUse(node: ts.Node): { rule: string; message: string } | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) {
    return { rule: 'any', message: '`any` switches the checks off: use `unknown` or the real type' };
  }
  if (ts.isEnumDeclaration(node)) {
    return { rule: 'enum', message: '`enum` is not erasable: use a union of literals' };
  }
  return undefined;
}
