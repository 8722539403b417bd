// Bare jobs that were put off: armed in bulk, due at once, with as many workers as help.
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { options, report } from '../options.ts';

const { url = '', timers = '20000' } = options();
const count = Number(timers);
const logger = new Logger(() => () => undefined);
const utils = await makeWorkerUtils({ connectionString: url, logger });
await utils.migrate();
const runAt = new Date(Date.now() + 1_000);
const armStart = performance.now();
for (let from = 0; from < count; from += 1_000) {
  await utils.addJobs(
    Array.from({ length: Math.min(1_000, count - from) }, (_, index) => ({
      identifier: 'fire',
      payload: { timer: from + index },
      runAt,
    })),
  );
}
const armSeconds = (performance.now() - armStart) / 1_000;
await utils.release();
await new Promise((resolve) => setTimeout(resolve, 1_500));
let fired = 0;
const done = Promise.withResolvers<void>();
const fireStart = performance.now();
const runner = await run({
  connectionString: url,
  logger,
  concurrency: 24,
  noHandleSignals: true,
  pollInterval: 100,
  taskList: {
    fire: () => {
      fired += 1;
      if (fired >= count) done.resolve();
    },
  },
  preset: { worker: { localQueue: { size: 500 }, completeJobBatchDelay: 0 } },
});
await done.promise;
const fireSeconds = (performance.now() - fireStart) / 1_000;
await runner.stop();
report({ armPerSecond: count / armSeconds, firePerSecond: count / fireSeconds });
