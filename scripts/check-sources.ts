// Reads every source file of the repository and reports what source-rules.ts forbids.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, repositoryRoot } from './repository-files.ts';
import { checkSource } from './source-rules.ts';

const folders = ['packages', 'examples', 'bench', 'torture', 'scripts', 'site'];
const files = folders.flatMap((folder) => filesUnder(folder)).filter((file) => /\.[cm]?[jt]sx?$/u.test(file));
const offences = files.flatMap((file) => checkSource(file, readFileSync(join(repositoryRoot, file), 'utf8')));

for (const { file, line, rule, message } of offences) console.error(`${file}:${line} ${rule}: ${message}`);
console.log(`${files.length} source files checked, ${offences.length} offences`);
process.exitCode = offences.length === 0 ? 0 : 1;
