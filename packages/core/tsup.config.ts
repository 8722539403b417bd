import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.js';

export default defineConfig(
  packageBuild({
    index: 'src/index.ts',
    contract: 'src/contract/index.ts',
    memory: 'src/memory/index.ts',
    dossier: 'src/dossier/index.ts',
    inspection: 'src/inspection/index.ts',
  }),
);
