// #region export
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Store } from '@motcua/core';
import { exportJournals, writeJournal } from '@motcua/testkit';

/** One line a case, with all that happened to it. The store must be open; nothing is written to it. */
export async function exportTo(file: URL, store: Store): Promise<void> {
  const out = createWriteStream(file);
  for await (const recorded of exportJournals({ store })) out.write(writeJournal(recorded));
  out.end();
  await finished(out);
}
// #endregion
