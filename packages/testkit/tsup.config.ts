import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.js';

// vitest exists as a module only, so the CommonJS builds of the suites are neither exported nor published.
export default defineConfig(
  packageBuild({
    index: 'src/index.ts',
    'store-contract': 'src/store-contract/index.ts',
    'destination-contract': 'src/destination-contract/index.ts',
    'clock-contract': 'src/clock-contract/index.ts',
    'authorizer-contract': 'src/authorizer-contract/index.ts',
    'key-store-contract': 'src/key-store-contract/index.ts',
    'notification-log-contract': 'src/notification-log-contract/index.ts',
  }),
);
