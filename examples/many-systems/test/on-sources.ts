import { join } from 'node:path';

const hooks = join(import.meta.dirname, '..', '..', '..', 'scripts', 'source-hooks.mjs');

/** Environment of a child process that runs the sources of the packages instead of their build. */
export const onSources = { ...process.env, NODE_OPTIONS: `--conditions=@motcua/source --import ${hooks}` };
