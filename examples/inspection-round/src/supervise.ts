import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Text } from '@motcua/core';
import type { Speaker } from './language.ts';

/** What the worker tells its supervisor. */
export type WorkerMessage =
  /** The engine acknowledged the act: from here on it may not be lost. */
  | { readonly type: 'done'; readonly commandId: string; readonly head: string; readonly text: Text }
  /** Something that happened by itself, as time passed. */
  | { readonly type: 'note'; readonly head: string; readonly text: Text; readonly escalation: boolean };

/**
 * Runs the worker to its end, killing it with SIGKILL when the first overdue remedy has been raised. Returns the ids of
 * the commands it acknowledged.
 */
export async function superviseWorker(folder: string, dossiers: number, say: Speaker): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  const killed = await runWorker(folder, dossiers, say, acknowledged, 'at-first-escalation');
  if (!killed) throw new Error('no remedy was raised: there was nothing to kill the worker at');
  say.line();
  say.line({
    vi: '*** Tiến trình bị kết thúc bằng SIGKILL ngay khi báo cáo quá hạn lần đầu; khởi động tiến trình mới ***',
    en: '*** The worker was killed with SIGKILL as the first overdue remedy was raised; starting a new one ***',
  });
  say.line();
  await runWorker(folder, dossiers, say, acknowledged, 'never');
  return acknowledged;
}

function runWorker(
  folder: string,
  dossiers: number,
  say: Speaker,
  acknowledged: string[],
  kill: 'at-first-escalation' | 'never',
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = fork(join(import.meta.dirname, '..', 'worker.ts'), [folder, String(dossiers)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let killed = false;
    worker.on('message', (message: WorkerMessage) => {
      if (killed) return;
      if (message.type === 'done') acknowledged.push(message.commandId);
      say.line(message.text, message.head);
      if (message.type === 'note' && message.escalation && kill === 'at-first-escalation') {
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
