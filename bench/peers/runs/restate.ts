// The same states and events behind Restate's XState bridge, on Restate's own server and storage.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@restatedev/restate-sdk';
import { xstate } from '@restatedev/xstate';
import { assign, setup } from 'xstate';
import { options, report } from '../options.ts';

const { callers = '64', seconds = '10' } = options();
const SERVICE_PORT = 19_080;
const INGRESS = 'http://127.0.0.1:18080';
const ADMIN = 'http://127.0.0.1:19070';
const machine = setup({ types: { context: {} as { rounds: number } } }).createMachine({
  id: 'permit',
  context: { rounds: 0 },
  initial: 'examining',
  states: {
    examining: { on: { ask: 'waiting' } },
    waiting: {
      on: { bring: { target: 'examining', actions: assign({ rounds: ({ context }) => context.rounds + 1 }) } },
    },
  },
});
await serve({ services: [xstate('permit', machine)], port: SERVICE_PORT });

const folder = mkdtempSync(join(tmpdir(), 'motcua-restate-'));
const require = createRequire(import.meta.url);
const server = spawn(
  process.execPath,
  [require.resolve('@restatedev/restate-server/lib/index.js'), '--base-dir', folder],
  {
    stdio: 'ignore',
    env: {
      ...process.env,
      RESTATE_INGRESS__BIND_ADDRESS: '127.0.0.1:18080',
      RESTATE_ADMIN__BIND_ADDRESS: '127.0.0.1:19070',
      RESTATE_BIND_ADDRESS: '127.0.0.1:15122',
      RESTATE_ADVERTISED_ADDRESS: 'http://127.0.0.1:15122',
      RESTATE_LOG_FILTER: 'error',
      DO_NOT_TRACK: '1',
      RESTATE_DISABLE_TELEMETRY: 'true',
    },
  },
);
const post = async (url: string, body: unknown): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
};
try {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await post(`${ADMIN}/deployments`, { uri: `http://127.0.0.1:${SERVICE_PORT}` });
      break;
    } catch (error) {
      if (attempt === 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  let events = 0;
  const warm = performance.now() + 2_000;
  const end = warm + Number(seconds) * 1_000;
  const count = () => {
    const now = performance.now();
    if (now > warm && now < end) events += 1;
  };
  await Promise.all(
    Array.from({ length: Number(callers) }, async (_, caller) => {
      for (let number = 0; performance.now() < end; number += 1) {
        const base = `${INGRESS}/permit/case-${caller}-${number}`;
        await post(`${base}/create`, {});
        count();
        for (let step = 0; step < 8 && performance.now() < end; step += 1) {
          await post(`${base}/send`, { event: { type: step % 2 === 0 ? 'ask' : 'bring' } });
          count();
        }
      }
    }),
  );
  report({ perSecond: events / Number(seconds) });
} finally {
  const ended = new Promise((resolve) => server.on('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
