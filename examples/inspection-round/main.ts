// The supervisor: starts the worker that runs the round, kills it as the first remedy is overdue, starts another, and
// writes the reports.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { argumentsOf } from './src/arguments.ts';
import { closeScenario } from './src/closing.ts';
import { speaker } from './src/language.ts';
import { DATABASE } from './src/office.ts';
import { superviseWorker } from './src/supervise.ts';

const { language, dossiers, folder } = argumentsOf(process.argv.slice(2));
const say = speaker(language);
mkdirSync(folder, { recursive: true });
for (const ending of ['', '-wal', '-shm']) rmSync(join(folder, `${DATABASE}${ending}`), { force: true });
say.line({
  vi: 'Đợt kiểm tra tại huyện Hiệp Hòa, 2021 (thời gian ảo; mọi tên người đều hư cấu)',
  en: 'The round in Hiệp Hòa district, 2021 (virtual time; all names of people are invented)',
});
say.line();
const acknowledged = await superviseWorker(folder, dossiers, say);
await closeScenario(folder, acknowledged, say);
