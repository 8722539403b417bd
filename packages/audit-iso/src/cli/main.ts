#!/usr/bin/env node
// The command `motcua-audit`: the only file of the package that touches the real clock and real randomness.
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { runCli } from './cli.js';

const writer = (stream: NodeJS.WriteStream) => (text: string) =>
  new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });

void runCli(process.argv.slice(2), {
  clock: { now: () => Date.now() },
  random: (bytes) => randomBytes(bytes),
  out: writer(process.stdout),
  error: writer(process.stderr),
}).then((code) => {
  process.exitCode = code;
});
