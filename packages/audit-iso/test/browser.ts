import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A real browser without a window; undefined, with the reason told, where none can start. */
export async function openBrowser(): Promise<Browser | undefined> {
  try {
    return await driver.launch({
      executablePath: await chromium.executablePath(),
      args: quiet,
      headless: true,
    });
  } catch (error) {
    console.warn('no browser can start here, so the page is not tested:', error);
    return undefined;
  }
}

export function temporaryFolder(): { readonly path: (name: string) => string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-audit-page-'));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
