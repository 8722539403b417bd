import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.js';

// `shims`: the CommonJS build, too, finds the files of the font beside it.
export default defineConfig({ ...packageBuild({ index: 'src/index.ts' }), shims: true });
