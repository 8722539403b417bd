// The desk of an office in a process of its own, on PostgreSQL: does what it is asked, one message a request.
import { createPostgresStore } from '@motcua/store-postgres';
import { type Desk, deskOf } from '../desk.js';
import { office } from '../office.js';

/** A request, and what is answered to it. */
export interface Asked {
  readonly id: number;
  readonly what: keyof Desk;
  readonly args: readonly unknown[];
}
export type Answered =
  | { readonly ready: true }
  | { readonly id: number; readonly value?: unknown; readonly error?: string };

const [, , baseUrl = '', url = '', settings = '{}'] = process.argv;
const store = createPostgresStore({ connectionString: url });
const desk = deskOf(await office({ baseUrl }, { ...JSON.parse(settings), store }));
const tell = (answer: Answered) => void process.send?.(answer);
process.on('message', ({ id, what, args }: Asked) => {
  const act = desk[what] as (...args: readonly unknown[]) => Promise<unknown>;
  act(...args).then(
    (value) => tell({ id, value }),
    (error: unknown) => tell({ id, error: String(error) }),
  );
});
tell({ ready: true });
