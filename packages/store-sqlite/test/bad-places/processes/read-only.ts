// Tries to use a database where this process may not write; root gives up its rights first.
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid, setegid, seteuid, stdout } from 'node:process';
import { createSqliteStore } from '../../../src/index.js';
import { noting, office, opening, ref } from '../notebook.js';

const folder = mkdtempSync(join(tmpdir(), 'motcua-read-only-'));
const file = join(folder, 'cases.db');
const first = office(createSqliteStore({ file }));
await first.engine.start({ background: false });
await first.engine.open(opening());
await first.engine.stop();
chmodSync(folder, 0o777);
chmodSync(file, 0o666);

interface Refused {
  readonly code?: string;
  readonly message?: string;
  readonly details?: object;
}

/** Starts an engine without rights on the place, then gives them back and uses the same engine. */
async function tryPlace(close: () => void, open: () => void, number: number) {
  const store = createSqliteStore({ file });
  const { engine } = office(store);
  close();
  const refused = await drop<Refused>(() =>
    engine.start({ background: false }).then(
      () => ({}),
      (error: unknown) => error as Refused,
    ),
  );
  open();
  await engine.start({ background: false });
  const reply = await engine.send(noting('x', number));
  const { revision } = await engine.get(ref());
  await engine.stop();
  return { code: refused.code, message: refused.message, details: refused.details, after: reply.status, revision };
}

async function drop<Result>(work: () => Promise<Result>): Promise<Result> {
  if (getuid?.() !== 0) return work();
  setegid?.(65534);
  seteuid?.(65534);
  try {
    return await work();
  } finally {
    seteuid?.(0);
    setegid?.(0);
  }
}

const readOnlyFile = await tryPlace(
  () => chmodSync(file, 0o444),
  () => chmodSync(file, 0o666),
  1,
);
const readOnlyFolder = await tryPlace(
  () => chmodSync(folder, 0o555),
  () => chmodSync(folder, 0o777),
  2,
);
stdout.write(`${JSON.stringify({ folder, readOnlyFile, readOnlyFolder })}\n`);
