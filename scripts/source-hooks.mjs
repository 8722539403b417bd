// Preload (`node --import`) that lets plain Node run the TypeScript sources of this repository:
// our modules name each other `./x.js`, as the built files do, while the source beside them is `./x.ts`.
// With `--conditions=@motcua/source` the packages' own names lead to their sources as well.
import * as nodeModule from 'node:module';

// A child process on an older Node has no such hooks; it goes on without them, on the built files.
nodeModule.registerHooks?.({
  resolve(specifier, context, nextResolve) {
    const fromSource = context.parentURL?.endsWith('.ts') && /^\.\.?\/.*\.js$/u.test(specifier);
    if (!fromSource) return nextResolve(specifier, context);
    try {
      return nextResolve(specifier.replace(/\.js$/u, '.ts'), context);
    } catch {
      return nextResolve(specifier, context);
    }
  },
});
