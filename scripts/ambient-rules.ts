import ts from 'typescript';

/** A use of something that every process has and no argument shows: time, randomness, the machine's zone. */
export interface AmbientUse {
  readonly rule: 'global-clock' | 'global-random' | 'machine-zone';
  readonly message: string;
}

const clockGlobals = new Set([
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
  'requestAnimationFrame',
  'requestIdleCallback',
]);
const clockMembers = new Set(['Date.now', 'process.hrtime', 'process.uptime', 'AbortSignal.timeout', 'Temporal.Now']);
const clockModules = new Set(['timers', 'timers/promises', 'perf_hooks']);
const randomMembers = new Set(['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'crypto.randomBytes']);
const randomNames = /^(random(UUID|Bytes|Int|Fill|FillSync)|getRandomValues)$/u;
const dateMembers = new Set(['UTC', 'parse', 'prototype']);
const zoneMethods =
  /^([gs]et(FullYear|Month|Date|Day|Hours|Minutes|Seconds)|getTimezoneOffset|to(Date|Time)String|toLocale(Date|Time)String)$/u;

const remedies = {
  'global-clock': 'take the time from `env.now` or the injected Clock',
  'global-random': 'take ids from the injected source',
  'machine-zone': 'it follows the zone of the machine: use the UTC methods or a calendar with its zone',
} as const;

export function ambientUse(node: ts.Node): AmbientUse | undefined {
  const what = clockUse(node);
  if (what !== undefined) return use('global-clock', what);
  const random = randomUse(node);
  if (random !== undefined) return use('global-random', random);
  const zone = zoneUse(node);
  return zone === undefined ? undefined : use('machine-zone', zone);
}

function use(rule: AmbientUse['rule'], what: string): AmbientUse {
  return { rule, message: `${what} is forbidden here: ${remedies[rule]}` };
}

function clockUse(node: ts.Node): string | undefined {
  const module = importedModule(node);
  if (module !== undefined && clockModules.has(module)) return `an import of node:${module}`;
  const member = memberName(node);
  if (member !== undefined && clockMembers.has(member)) return `\`${member}\``;
  if (!ts.isIdentifier(node) || !isReference(node)) return undefined;
  if (clockGlobals.has(node.text)) return `\`${node.text}\``;
  return node.text === 'Date' ? dateUse(node) : undefined;
}

/** `new Date(x)`, `Date.UTC` and `instanceof Date` compute; everything else that names `Date` may read the clock. */
function dateUse(name: ts.Identifier): string | undefined {
  const parent = name.parent;
  if (ts.isNewExpression(parent) && parent.expression === name) {
    return (parent.arguments?.length ?? 0) === 0 ? '`new Date()` without arguments' : undefined;
  }
  if (ts.isPropertyAccessExpression(parent)) {
    // `Date.now` itself is reported as a member.
    return dateMembers.has(parent.name.text) || parent.name.text === 'now' ? undefined : `\`Date.${parent.name.text}\``;
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return undefined;
  return ts.isCallExpression(parent) && parent.expression === name ? '`Date()`' : '`Date` passed on as a value';
}

function randomUse(node: ts.Node): string | undefined {
  const member = memberName(node);
  if (member !== undefined && randomMembers.has(member)) return `\`${member}\``;
  if (ts.isImportSpecifier(node)) {
    const imported = (node.propertyName ?? node.name).text;
    return randomNames.test(imported) ? `an import of \`${imported}\`` : undefined;
  }
  return undefined;
}

function zoneUse(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) > 1) {
    return '`new Date(year, month, ...)`';
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const method = node.expression.name.text;
    return zoneMethods.test(method) ? `\`.${method}()\`` : undefined;
  }
  return undefined;
}

/** `Date.now` for `Date.now`, `globalThis.Date.now` and `Date['now']`; undefined for other nodes. */
function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return `${ownerName(node.expression)}.${node.name.text}`;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return `${ownerName(node.expression)}.${node.argumentExpression.text}`;
  }
  return undefined;
}

function ownerName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return isGlobalObjectMember(node) ? node.name.text : '';
}

function isGlobalObjectMember(node: ts.Node): node is ts.PropertyAccessExpression {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    /^(globalThis|self|window|global)$/u.test(node.expression.text)
  );
}

/** True where the name stands for a value found in scope, false where it only names a member, a type or a key. */
function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return isGlobalObjectMember(parent);
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isExpressionWithTypeArguments(parent)) return false;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
  const named =
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isGetAccessorDeclaration(parent);
  return !(named && parent.name === node);
}

/** The Node module an import or a dynamic import names, without its `node:` prefix. */
function importedModule(node: ts.Node): string | undefined {
  const named =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : undefined;
  return named !== undefined && ts.isStringLiteralLike(named) ? named.text.replace(/^node:/u, '') : undefined;
}
