import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from './repository-files.ts';

const source = (path: string) => ({ '@motcua/source': `./src/${path}` });
const coreExports = {
  '.': source('index.ts'),
  './contract': source('contract/index.ts'),
  './memory': source('memory/index.ts'),
};

/** A house in which every import is allowed. */
const sound: Record<string, string> = {
  'package.json': '{ "name": "house", "private": true, "type": "module" }',
  'packages/core/package.json': JSON.stringify({
    name: '@motcua/core',
    exports: coreExports,
    dependencies: { xstate: '5' },
  }),
  'packages/core/src/index.ts': "export { decide } from './kernel/index.js';",
  'packages/core/src/error/index.ts': 'export const code = 1;',
  'packages/core/src/contract/index.ts': "export { code } from '../error/index.js';",
  'packages/core/src/calendar/index.ts': "export { code } from '../contract/index.js';",
  'packages/core/src/deadlines/index.ts': "export { code } from '../calendar/index.js';",
  'packages/core/src/kernel/private.ts': "import { setup } from 'xstate';\nexport const machine = setup;",
  'packages/core/src/kernel/index.ts': "import { code } from '../deadlines/index.js';\nexport const decide = code;",
  'packages/core/src/engine/index.ts': "export { decide } from '../kernel/index.js';",
  'packages/core/src/memory/index.ts': "export { code } from '../contract/index.js';",
  'packages/core/src/dossier/index.ts':
    "import { setup } from 'xstate';\nexport { decide } from '../kernel/index.js';\nexport { setup };",
  'packages/core/src/kernel/decide.test.ts':
    "import { readFileSync } from 'node:fs';\nimport '../memory/index.js';\nreadFileSync('a');",
  'packages/testkit/package.json':
    '{ "name": "@motcua/testkit", "dependencies": { "@motcua/core": "1" }, "exports": { ".": { "@motcua/source": "./src/index.ts" } } }',
  'packages/testkit/src/index.ts': "import '@motcua/core';\nexport { code } from '@motcua/core/memory';",
  'packages/store-x/package.json':
    '{ "name": "@motcua/store-x", "peerDependencies": { "@motcua/core": "1" }, "devDependencies": { "@motcua/testkit": "1", "xstate": "5" } }',
  'packages/store-x/src/index.ts':
    "import { mkdirSync } from 'node:fs';\nexport { code } from '@motcua/core/contract';\nmkdirSync('a');",
  'packages/store-x/test/store.contract.test.ts':
    "import '@motcua/testkit';\nimport '@motcua/core/memory';\nimport '../src/index.js';",
  'examples/permit/steps.ts': "export { decide } from '@motcua/core';",
  'examples/permit/main.ts': "import './steps.js';\nimport '@motcua/core/memory';",
  'node_modules/xstate/package.json': '{ "name": "xstate", "version": "5.0.0", "exports": "./index.js" }',
  'node_modules/xstate/index.js': 'export const setup = 1;',
};

/** One file that breaks one rule, each. */
const broken: readonly [rule: string, file: string, text: string][] = [
  ['core-layers-error', 'packages/core/src/error/a.ts', "import '../contract/index.js';"],
  [
    'core-layers-contract',
    'packages/core/src/contract/a.ts',
    "import type { code } from '../calendar/index.js';\nexport type Code = typeof code;",
  ],
  ['core-layers-calendar', 'packages/core/src/calendar/a.ts', "import '../deadlines/index.js';"],
  ['core-layers-deadlines', 'packages/core/src/deadlines/a.ts', "import '../kernel/index.js';"],
  ['core-layers-kernel', 'packages/core/src/kernel/a.ts', "export * from '../engine/index.js';"],
  ['core-layers-engine', 'packages/core/src/engine/a.ts', "export const load = () => import('../memory/index.js');"],
  ['core-workflows-use-the-public-house', 'packages/core/src/dossier/engine.ts', "import '../engine/index.js';"],
  ['core-workflows-use-the-public-house', 'packages/core/src/dossier/inner.ts', "import '../kernel/private.js';"],
  ['core-workflows-use-the-public-house', 'packages/core/src/dossier/memory.ts', "import '../memory/index.js';"],
  ['core-memory-is-an-adapter', 'packages/core/src/memory/a.ts', "import '../kernel/index.js';"],
  ['core-is-pure', 'packages/core/src/engine/pure.ts', "import { readFileSync } from 'node:fs';\nreadFileSync('a');"],
  ['xstate-stays-behind-the-kernel', 'packages/core/src/engine/machine.ts', "import { setup } from 'xstate';\nsetup;"],
  [
    'xstate-stays-behind-the-kernel',
    'packages/core/src/contract/machine.ts',
    "import type { setup } from 'xstate';\nexport type Setup = typeof setup;",
  ],
  ['adapters-import-the-contract', 'packages/store-x/src/main.ts', "import '@motcua/core';"],
  ['adapters-import-the-contract', 'packages/store-x/src/memory.ts', "import '@motcua/core/memory';"],
  ['packages-meet-at-their-entries', 'packages/store-x/src/inner.ts', "import '../../core/src/kernel/private.js';"],
  ['packages-meet-at-their-entries', 'examples/permit/inner.ts', "import '../../packages/core/src/kernel/private.js';"],
  ['testkit-is-for-tests', 'packages/store-x/src/kit.ts', "import '@motcua/testkit';"],
  [
    'nothing-imports-an-example',
    'packages/core/src/kernel/example.test.ts',
    "import '../../../../examples/permit/steps.js';",
  ],
  ['examples-stand-alone', 'examples/renewal/main.ts', "import '../permit/steps.js';"],
  ['declared-dependencies', 'packages/store-x/src/dev.ts', "import { setup } from 'xstate';\nsetup;"],
  ['no-cycles', 'packages/core/src/kernel/circle-a.ts', "import type { B } from './circle-b.js';\nexport type A = B;"],
  ['every-import-resolves', 'packages/core/src/kernel/lost.ts', "import './nowhere.js';"],
];

/** The other half of the cycle, which is reported once. */
const partner = {
  'packages/core/src/kernel/circle-b.ts': "import type { A } from './circle-a.js';\nexport type B = A;",
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What the real configuration says of a tree of files: `rule file` for each violation. */
function violations(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), 'motcua-arrows-'));
  folders.push(root);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), `${text}\n`);
  }
  mkdirSync(join(root, 'node_modules/@motcua'), { recursive: true });
  for (const name of ['core', 'testkit'])
    symlinkSync(join(root, 'packages', name), join(root, 'node_modules/@motcua', name));
  const config = join(repositoryRoot, '.dependency-cruiser.mjs');
  const command = join(repositoryRoot, 'node_modules/.bin/depcruise');
  const run = spawnSync(command, ['--config', config, '--output-type', 'json', 'packages', 'examples'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(run.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  return report.summary.violations.map(({ from, rule }) => `${rule.name} ${from}`).sort();
}

describe('the import arrows', () => {
  it('find nothing in a sound house', () => {
    expect(violations(sound)).toEqual([]);
  });

  describe('in a house with wrong imports', () => {
    let found: string[] = [];
    beforeAll(() => {
      found = violations({ ...sound, ...partner, ...Object.fromEntries(broken.map(([, file, text]) => [file, text])) });
    });

    it.each(broken)('%s reports %s', (rule, file) => {
      expect(found).toContain(`${rule} ${file}`);
    });

    it('report no file that is in order', () => {
      const guilty = new Set(broken.map(([, file]) => file));
      expect(found.filter((violation) => !guilty.has(violation.split(' ')[1] ?? ''))).toEqual([]);
    });
  });
});
