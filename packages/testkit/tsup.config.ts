import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.js';

// vitest exists as a module only, so the CommonJS build of the suite is neither exported nor published.
export default defineConfig(packageBuild({ index: 'src/index.ts', 'store-contract': 'src/store-contract/index.ts' }));
