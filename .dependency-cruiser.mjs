// The import arrows of the house. `pnpm check:arrows` reports every import that goes against one.

const layers = ['error', 'contract', 'calendar', 'deadlines', 'kernel', 'engine'];
const core = '^packages/core/src/';
const workflows = `${core}(dossier|inspection)/`;
// connect and notify keep what they need in cases: other systems, and the mornings of an office.
const adapters = '^packages/(store-|notify-|audit-|otel)[^/]*/src/';
const workflowPackages = '^packages/(connect/src/(connection|system)|notify/src/digest)/';
const sources = '^(packages|examples|bench|torture|site)/';
const tests = ['/test/', '\\.test(-d)?\\.ts$'];
const publicEntries = `${core}(index|(contract|memory|dossier|inspection)/index)\\.ts$`;

/** A layer of core may import itself and the layers to its left. */
const layerArrows = layers.map((layer, index) => ({
  name: `core-layers-${layer}`,
  comment: `${layer}/ may import only ${layers.slice(0, index + 1).join(', ')}: ${layers.join(' <- ')}.`,
  severity: 'error',
  from: { path: `${core}${layer}/`, pathNot: tests },
  to: { path: core, pathNot: `${core}(${layers.slice(0, index + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerArrows,
    {
      name: 'core-workflows-use-the-public-house',
      comment:
        "A workflow we ship uses what a stranger's workflow can use: index files, no adapter, nothing of the engine.",
      severity: 'error',
      from: { path: workflows, pathNot: tests },
      to: {
        path: core,
        pathNot: [
          `${core}$1/`,
          `${core}(index|(dossier|inspection)/index)\\.ts$`,
          `${core}(${layers.filter((layer) => layer !== 'engine').join('|')})/index\\.ts$`,
        ],
      },
    },
    {
      name: 'core-memory-is-an-adapter',
      comment: 'The reference adapters know the contract and the errors only, like any other adapter.',
      severity: 'error',
      from: { path: `${core}memory/`, pathNot: tests },
      to: { path: core, pathNot: `${core}(memory|contract|error)/` },
    },
    {
      name: 'core-main-entry',
      comment: 'The main entry exports the layers; memory and the shipped workflows have entries of their own.',
      severity: 'error',
      from: { path: `${core}index\\.ts$` },
      to: { path: core, pathNot: `${core}(${layers.join('|')})/` },
    },
    {
      name: 'core-is-pure',
      comment: 'Core runs in a browser too: no module of Node.',
      severity: 'error',
      from: { path: core, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'xstate-stays-behind-the-kernel',
      comment: 'Only kernel/ and the machines of the shipped workflows know XState, so it can be replaced.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [`${core}kernel/`, workflows, workflowPackages, ...tests] },
      to: { path: 'node_modules/(@?xstate)/' },
    },
    {
      name: 'adapters-import-the-contract',
      comment: 'Of motcua an adapter imports @motcua/core/contract, which has the errors as well.',
      severity: 'error',
      from: { path: adapters, pathNot: tests },
      to: { path: '^packages/', pathNot: ['^packages/$1[^/]*/', `${core}contract/index\\.ts$`] },
    },
    {
      name: 'packages-meet-at-their-entries',
      comment: 'One package imports another by its name, never by a path into its sources.',
      severity: 'error',
      from: { path: '^(packages/[^/]+|examples|bench|torture)/' },
      to: { path: core, pathNot: ['^$1/', publicEntries] },
    },
    {
      name: 'testkit-is-for-tests',
      comment: 'What an application installs does not bring the test kit along.',
      severity: 'error',
      from: { path: '^packages/(?!testkit/)[^/]+/src/', pathNot: tests },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'nothing-imports-an-example',
      comment: 'Examples and benchmarks are leaves.',
      severity: 'error',
      from: { path: sources, pathNot: '^(examples|bench)/([^/]+)' },
      to: { path: '^(examples|bench)/' },
    },
    {
      name: 'examples-stand-alone',
      comment: 'An example shows everything it needs in its own folder.',
      severity: 'error',
      from: { path: '^examples/([^/]+)' },
      to: { path: '^(examples|bench)/', pathNot: '^examples/$1/' },
    },
    {
      name: 'declared-dependencies',
      comment: 'A package imports what its own package.json names, and its sources nothing that is for tests.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['npm-peer', 'type-only'] },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file, or hide a third.',
      severity: 'error',
      from: { path: sources },
      to: { circular: true },
    },
    {
      name: 'every-import-resolves',
      comment: 'An import that leads nowhere would escape every rule above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.pages)/|^bench/peers/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      // As development resolves: the sources of our packages, `./x.js` for the file x.ts.
      conditionNames: ['@motcua/source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.mjs', '.js', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
