import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * The page that checks a proof, in one file: the same sources as the package, bundled for a browser. Its policy lets it run
 * this one script and reach no network.
 */
export async function buildPage(): Promise<string> {
  const bundled = await build({
    entryPoints: [here('../src/page/main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    conditions: ['@motcua/source'],
  });
  const script = `\n${bundled.outputFiles[0]?.text ?? ''}`;
  const style = await readFile(here('./verify.css'), 'utf8');
  const template = await readFile(here('./verify.html.template'), 'utf8');
  const parts: Readonly<Record<string, string>> = {
    '%SCRIPT-HASH%': sourceHash(script),
    '%STYLE-HASH%': sourceHash(style),
    '%SCRIPT%': script,
    '%STYLE%': style,
  };
  return template.replace(/%(?:SCRIPT|STYLE)(?:-HASH)?%/gu, (mark) => parts[mark] ?? mark);
}

/** As a content security policy names an inline script. */
const sourceHash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
