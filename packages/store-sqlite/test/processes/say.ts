import { stdout } from 'node:process';

/** Prints a line and waits until it is on its way: a full pipe makes the process wait, not fail. */
export const say = (line: string): Promise<void> =>
  new Promise((resolve, reject) => {
    stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
