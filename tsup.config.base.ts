import type { Options } from 'tsup';

/** One build for every package: ESM, CommonJS and types, code shared between entries kept single. */
export function packageBuild(entry: Record<string, string>): Options {
  return {
    entry,
    format: ['esm', 'cjs'],
    dts: true,
    // Without splitting a class is duplicated per CommonJS entry and brands or caches diverge.
    splitting: true,
    sourcemap: true,
    clean: true,
    target: 'es2022',
    treeshake: true,
    silent: true,
  };
}
