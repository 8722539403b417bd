// Jobs that were put off: armed in bulk, due at once, worked on in batches. A job is a row, and no transition of anything.
import { PgBoss } from 'pg-boss';
import { options, report } from '../options.ts';

const { url = '', timers = '20000' } = options();
const boss = new PgBoss({ connectionString: url });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue('timers');
const count = Number(timers);
const startAfter = new Date(Date.now() + 1_000);
const armStart = performance.now();
for (let from = 0; from < count; from += 1_000) {
  await boss.insert(
    'timers',
    Array.from({ length: Math.min(1_000, count - from) }, (_, index) => ({
      data: { timer: from + index },
      startAfter,
    })),
  );
}
const armSeconds = (performance.now() - armStart) / 1_000;
await new Promise((resolve) => setTimeout(resolve, 1_500));
const fireStart = performance.now();
let fired = 0;
await new Promise<void>((resolve) => {
  for (let worker = 0; worker < 4; worker += 1) {
    void boss.work<{ timer: number }>('timers', { batchSize: 100, pollingIntervalSeconds: 0.5 }, async (jobs) => {
      fired += jobs.length;
      if (fired >= count) resolve();
    });
  }
});
const fireSeconds = (performance.now() - fireStart) / 1_000;
await boss.stop({ graceful: false });
report({ armPerSecond: count / armSeconds, firePerSecond: count / fireSeconds });
