import { writeFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.config.base.js';
import { buildPage } from './page/build-page.js';

export default defineConfig({
  ...packageBuild({ index: 'src/index.ts', cli: 'src/cli/main.ts' }),
  async onSuccess() {
    await writeFile('dist/verify.html', await buildPage());
  },
});
