import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closeCase, deliverAll, disposalOf, TENANT } from '@motcua/testkit/store-contract';
import { expect, test } from 'vitest';
import { createSqliteStore } from '../src/index.js';
import { temporaryFile } from './sqlite-harness.js';

test('what a case held is in no file any more when it was disposed of, except what stays on record', async () => {
  const { file, remove } = temporaryFile();
  const folder = dirname(file);
  const store = createSqliteStore({ file });
  await store.open();
  const contains = (text: string) =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(text));
  // In the machine's context, the journal and messages, a dead letter's reason, disclosures; folded among the words.
  const content = ['Nguyễn', 'Đã tiếp nhận', 'message 0', 'nguyen'];
  await closeCase(store);
  await deliverAll(store, 'mail');
  for (const text of content) expect(contains(text), text).toBe(true);
  expect((await store.dispose(await disposalOf(store))).status).toBe('disposed');
  for (const text of content) expect(contains(text), text).toBe(false);
  await store.close();
  for (const text of content) expect(contains(text), text).toBe(false);
  expect(contains(TENANT)).toBe(true);
  remove();
});
