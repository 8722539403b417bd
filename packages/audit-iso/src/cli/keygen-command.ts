import { writeFile } from 'node:fs/promises';
import { createCosigner, createSigner, writePrivateKey } from '../note/signer.js';
import type { CliProcess, ExitCode } from './command.js';
import { readOptions } from './options.js';

/** `keygen`: the private key goes into a file that is not overwritten, the verifier key is printed. */
export async function keygenCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['name', 'out'], ['witness']);
  const isWitness = options.has('witness');
  const seed = process.random(32);
  const key = await writePrivateKey({ name: options.needed('name'), seed }, isWitness ? 'witness' : 'log');
  await writeFile(options.needed('out'), `${key}\n`, { flag: 'wx', mode: 0o600 });
  const { verifierKey } = await (isWitness ? createCosigner(key) : createSigner(key));
  await process.out(`${verifierKey}\n`);
  return 0;
}
