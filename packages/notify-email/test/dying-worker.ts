// A process that dies by SIGKILL after the mail server took a letter, and before that was noted: `<folder> <port>`.
import { argv } from 'node:process';
import { virtualClock } from '@motcua/testkit';
import { dyingAfter, openOffice, START } from '../../notify-webhook/test/temporary-office.js';
import { mailNotifier } from './mail-notifier.js';

const [folder = '', port = ''] = argv.slice(2);
const clock = virtualClock(START);
const notifier = mailNotifier(Number(port), clock, () => 'nhung@example.org');
const { engine, grant } = await openOffice({
  folder,
  clock,
  adapters: { mail: dyingAfter(notifier) },
});
await engine.start({ background: false });
await grant('c1');
await engine.settle();
