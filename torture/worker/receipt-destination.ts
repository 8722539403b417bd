import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { DeliveryResult, Destination } from '@motcua/core';
import type { Receipt } from '../run/receipt.ts';

/** A connection to the process that writes receipts; answers come in any order. */
export interface ReceiptsClient {
  ask(receipt: Receipt): Promise<DeliveryResult>;
  close(): void;
}

export function receiptsClient(port: number): ReceiptsClient {
  const socket: Socket = createConnection({ port, host: '127.0.0.1' });
  const waiting = new Map<number, (result: DeliveryResult) => void>();
  let asked = 0;
  createInterface({ input: socket }).on('line', (line) => {
    const { ask, result } = JSON.parse(line) as { readonly ask: number; readonly result: DeliveryResult };
    waiting.get(ask)?.(result);
    waiting.delete(ask);
  });
  return {
    ask: (receipt) =>
      new Promise((resolve) => {
        asked += 1;
        waiting.set(asked, resolve);
        socket.write(`${JSON.stringify({ ask: asked, receipt })}\n`);
      }),
    close: () => void socket.end(),
  };
}

/** A destination in another process: it appends a receipt to a file, and loses some answers on the way back. */
export function receiptDestination(client: ReceiptsClient, topics: readonly string[]): Destination {
  return {
    contractVersion: 1,
    topics,
    deliver: ({ id, destination, caseId, revision, index, topic, payload }, { attempt }) =>
      client.ask({ id, destination, caseId, revision, index, topic, payload, attempt }),
  };
}
