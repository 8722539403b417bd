// A birth is entered once; three other systems, each a process of its own, follow. Prints the board at three moments.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languageOf, speaker } from './src/language.ts';
import { runScenario } from './src/run-scenario.ts';

const say = speaker(languageOf(process.argv.slice(2)));
const folder = mkdtempSync(join(tmpdir(), 'motcua-many-systems-'));
try {
  if (!(await runScenario(folder, say))) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
