// A process that dies by SIGKILL after a webhook was answered, and before that was noted: `<folder> <url>`.
import { argv, kill, pid } from 'node:process';
import { virtualClock } from '@motcua/testkit';
import { portalNotifier } from './portal-notifier.js';
import { openOffice, START } from './temporary-office.js';

const [folder = '', url = ''] = argv.slice(2);
const clock = virtualClock(START);
const notifier = portalNotifier(url, clock);
const { engine, grant } = await openOffice({
  folder,
  clock,
  adapters: {
    portal: {
      ...notifier,
      async deliver(message, context) {
        await notifier.deliver(message, context);
        kill(pid, 'SIGKILL');
        return { status: 'delivered' };
      },
    },
  },
});
await engine.start({ background: false });
await grant('c1');
await engine.settle();
