// A process that dies by SIGKILL after a webhook was answered, and before that was noted: `<folder> <url>`.
import { argv } from 'node:process';
import { virtualClock } from '@motcua/testkit';
import { portalNotifier } from './portal-notifier.js';
import { dyingAfter, openOffice, START } from './temporary-office.js';

const [folder = '', url = ''] = argv.slice(2);
const clock = virtualClock(START);
const notifier = portalNotifier(url, clock);
const { engine, grant } = await openOffice({
  folder,
  clock,
  adapters: { portal: dyingAfter(notifier) },
});
await engine.start({ background: false });
await grant('c1');
await engine.settle();
