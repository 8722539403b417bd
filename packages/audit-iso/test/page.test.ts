import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage } from '../page/build-page.js';
import {
  createCosigner,
  createTileReader,
  parseNote,
  writeNote,
  writePrivateKey,
  writeTlogProof,
} from '../src/index.js';
import { openBrowser, temporaryFolder } from './browser.js';
import { chainLeaves, MORNING, ORIGIN, sampleLog, sampleRecords, signerOf } from './sample-log.js';

const files = temporaryFolder();
let browser: Browser | undefined;
let keys = { log: '', witness: '' };
const leaves = chainLeaves(sampleRecords({ cases: 3, each: 40 }));

beforeAll(async () => {
  browser = await openBrowser();
  const { storage, objects } = await sampleLog(leaves);
  const note = parseNote(objects.get('checkpoint')!);
  const witness = await createCosigner(
    await writePrivateKey({ name: 'archive.example', seed: new Uint8Array(32).fill(40) }, 'witness'),
  );
  const signatures = [...note.signatures, await witness.cosign(note.text, MORNING)];
  const hashes = await createTileReader(storage, leaves.length).inclusion(77);
  const proof = writeTlogProof({ index: 77, hashes, checkpoint: writeNote({ ...note, signatures }) });
  writeFileSync(files.path('verify.html'), await buildPage());
  writeFileSync(files.path('record'), leaves[77]!);
  writeFileSync(files.path('another'), leaves[78]!);
  writeFileSync(files.path('record.tlog-proof'), proof);
  keys = { log: (await signerOf(1)).verifierKey, witness: witness.verifierKey };
});

afterAll(async () => {
  await browser?.close();
  files.remove();
});

interface Filled {
  readonly record?: string;
  readonly proof?: string;
  readonly keys?: string;
  readonly quorum?: string;
}

/** What the page answers in a real browser, and what it asked of the network. */
async function answerOf(
  filled: Filled,
): Promise<{ readonly status: string; readonly text: string; readonly requests: string[] }> {
  const page = (await browser?.newPage()) as Page;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(files.path('verify.html')).href);
  await page.setInputFiles('#record', files.path(filled.record ?? 'record'));
  await page.setInputFiles('#proof', files.path(filled.proof ?? 'record.tlog-proof'));
  await page.fill('#keys', filled.keys ?? keys.log);
  await page.fill('#witnesses', keys.witness);
  await page.fill('#quorum', filled.quorum ?? '1');
  await page.click('button');
  await page.waitForSelector('#answer.verified, #answer.rejected');
  const answer = page.locator('#answer');
  const found = { status: (await answer.getAttribute('class')) ?? '', text: (await answer.textContent()) ?? '' };
  await page.close();
  return { ...found, requests };
}

test('is one file that names no address and may reach none', async () => {
  const html = await buildPage();
  expect(html).toContain("default-src 'none'");
  expect(html.match(/https?:\/\/[^\s"'`)]+/gu) ?? []).toEqual([]);
  expect(html.length).toBeLessThan(60_000);
});

test('checks a record in a real browser, and asks nothing of the network', async ({ skip }) => {
  if (browser === undefined) return skip('no browser can start here');
  const { status, text, requests } = await answerOf({});
  expect(status).toBe('verified');
  expect(text).toContain(`bản ghi số 77 của nhật ký ${ORIGIN}, gồm 120 bản ghi`);
  expect(text).toContain('cosigned by archive.example at 2026-03-02T01:00:00.000Z');
  expect(text).toContain('"case": "dossier-2"');
  expect(requests).toEqual([pathToFileURL(files.path('verify.html')).href]);
});

test('rejects another record, a stranger key, a witness too few and a file that is no proof', async ({ skip }) => {
  if (browser === undefined) return skip('no browser can start here');
  const stranger = (await signerOf(2)).verifierKey;
  const wrong: readonly (readonly [Filled, string])[] = [
    [{ record: 'another' }, 'the record is not the one at index 77'],
    [{ keys: stranger }, 'none of its signatures is of a trusted key'],
    [{ quorum: '2' }, '1 of the 2 witnesses'],
    [{ proof: 'record' }, 'not a tlog-proof'],
    [{ keys: 'nonsense' }, 'not a verifier key'],
  ];
  for (const [filled, words] of wrong) {
    const { status, text } = await answerOf(filled);
    expect(status, words).toBe('rejected');
    expect(text).toContain(words);
  }
});
