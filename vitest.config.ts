import { defineConfig } from 'vitest/config';

const sourceCondition = '@motcua/source';
const sourceOptions = [
  `--conditions=${sourceCondition}`,
  `--import=${new URL('./scripts/source-hooks.mjs', import.meta.url).href}`,
];

export default defineConfig({
  // Tests read the sources of every package, never a stale dist.
  ssr: { resolve: { conditions: [sourceCondition, 'module', 'node', 'development|production'] } },
  test: {
    include: ['{packages,examples,bench,torture,scripts,site}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['scripts/test/fast-check-seed.ts'],
    // One PostgreSQL server for the run; it starts when a test asks for it.
    globalSetup: ['packages/store-postgres/test/server/global-setup.ts'],
    // So do the worker threads (first line) and the child processes (second line) that a test starts.
    execArgv: sourceOptions,
    env: { NODE_OPTIONS: sourceOptions.join(' ') },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'reports/vitest.json' }]],
  },
});
