import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Text } from '@motcua/core';
import type { Speaker } from './language.ts';
import { openOffice } from './office.ts';

/** What the worker tells its supervisor. */
export type WorkerMessage =
  | { readonly type: 'began'; readonly acts: number }
  | { readonly type: 'doing'; readonly act: number }
  /** The engine acknowledged the act: from here on it may not be lost. */
  | {
      readonly type: 'done';
      readonly commandId: string;
      readonly accepted: boolean;
      readonly head: string;
      readonly text: Text;
    }
  /** Something that happened by itself: a term, an answer of another office. */
  | { readonly type: 'note'; readonly head: string; readonly text: Text };

/** Runs the worker to its end, killing it once with SIGKILL on the way. Returns the command ids it acknowledged. */
export async function superviseWorker(folder: string, say: Speaker): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  say.line({ vi: 'Bộ phận một cửa làm việc (thời gian ảo)', en: 'The one-stop shop at work (virtual time)' });
  say.line();
  const killed = await runWorker(folder, say, acknowledged, true);
  if (killed) {
    say.line();
    say.line({
      vi: `*** Tiến trình xử lý bị kết thúc đột ngột bằng SIGKILL sau ${acknowledged.length} thao tác; khởi động tiến trình mới ***`,
      en: `*** The worker process was killed with SIGKILL after ${acknowledged.length} acts; starting a new one ***`,
    });
    say.line();
    await runWorker(folder, say, acknowledged, false);
  }
  return acknowledged;
}

function runWorker(folder: string, say: Speaker, acknowledged: string[], killHalfWay: boolean): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = fork(join(import.meta.dirname, '..', 'worker.ts'), [folder], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let killAt = Number.POSITIVE_INFINITY;
    let killed = false;
    worker.on('message', (message: WorkerMessage) => {
      if (killed) return;
      if (message.type === 'began' && killHalfWay) killAt = Math.floor(message.acts / 2);
      if (message.type === 'done' && message.accepted) acknowledged.push(message.commandId);
      if (message.type === 'done' || message.type === 'note') say.line(message.text, message.head);
      if (message.type === 'doing' && message.act >= killAt) {
        killed = true;
        worker.kill('SIGKILL');
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (killed || code === 0) resolve(killed);
      else reject(new Error(`the worker ended with code ${String(code)}`));
    });
  });
}

/** Looks every acknowledged command up in the database: each must be there, in a journal exactly once. */
export async function checkNothingLost(folder: string, acknowledged: readonly string[], say: Speaker): Promise<void> {
  const office = await openOffice(folder);
  try {
    const journal = new Map<string, number>();
    for (const { caseId } of await office.allCases()) {
      for (const { command } of await office.history(caseId))
        journal.set(command.id, (journal.get(command.id) ?? 0) + 1);
    }
    const lost = acknowledged.filter((id) => !journal.has(id));
    const twice = [...journal].filter(([, times]) => times > 1);
    say.line();
    say.line({
      vi: `Đối chiếu: ${acknowledged.length} thao tác đã xác nhận, mất ${lost.length}, ghi trùng ${twice.length}.`,
      en: `Check: ${acknowledged.length} acts acknowledged, ${lost.length} lost, ${twice.length} written twice.`,
    });
    if (lost.length > 0 || twice.length > 0) process.exitCode = 1;
  } finally {
    await office.close();
  }
}
