// The world outside: writes down every message that reaches it, and now and then loses its own answer.
import { createServer } from 'node:net';
import { argv } from 'node:process';
import { createInterface } from 'node:readline';
import type { DeliveryResult } from '@motcua/core';
import { appendOnlyFile } from './evidence.ts';
import { seededRandom } from './random.ts';
import type { Receipt } from './receipt.ts';

const [path = '', seed = '0'] = argv.slice(2);
const file = appendOnlyFile<Receipt>(path);
const random = seededRandom(Number(seed));
let mood: 'moody' | 'calm' = 'moody';

/** Undefined: no answer ever comes. */
function receive(receipt: Receipt): DeliveryResult | undefined {
  const luck = mood === 'calm' ? 1 : random.next();
  if (luck < 0.05) return { status: 'retry', reason: 'not now' };
  file.append(receipt);
  if (luck < 0.1) return { status: 'retry', reason: 'written, but the answer was lost' };
  return luck < 0.12 ? undefined : { status: 'delivered' };
}

const server = createServer((socket) => {
  // A worker that is killed leaves its connection behind.
  socket.on('error', () => void socket.destroy());
  const lines = createInterface({ input: socket });
  lines.on('error', () => lines.close());
  lines.on('line', (line) => {
    const { ask, receipt } = JSON.parse(line) as { readonly ask: number; readonly receipt: Receipt };
    const result = receive(receipt);
    if (result !== undefined) socket.write(`${JSON.stringify({ ask, result })}\n`);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('message', (message) => {
  if (message === 'calm') mood = 'calm';
});
process.on('disconnect', () => process.exit(0));
