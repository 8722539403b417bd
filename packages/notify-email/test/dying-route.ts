// A process that dies by SIGKILL after a letter of a route was sent: `<folder> <port> <before-log | after-log>`.
import { argv, kill, pid } from 'node:process';
import type { Channel } from '@motcua/core';
import { virtualClock } from '@motcua/testkit';
import { dyingAfter, START } from '../../notify-webhook/test/temporary-office.js';
import { openRouteOffice } from './route-office.js';

const [folder = '', port = '', when = ''] = argv.slice(2);

/** Dies when the letter is out, and nothing is noted yet. */
const dyingChannel = (channel: Channel): Channel => ({
  ...channel,
  async send(...letter) {
    await channel.send(...letter);
    kill(pid, 'SIGKILL');
    return { status: 'delivered' };
  },
});

const { engine, grant } = await openRouteOffice({
  folder,
  port: Number(port),
  clock: virtualClock(START),
  ...(when === 'before-log'
    ? { channel: dyingChannel }
    : {
        adapters: (adapters) =>
          Object.fromEntries(Object.entries(adapters).map(([name, route]) => [name, dyingAfter(route)])),
      }),
});
await grant('c1');
await engine.settle();
