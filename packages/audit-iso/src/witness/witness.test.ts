import { createServer } from 'node:http';
import { isMotcuaError } from '@motcua/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { chainLeaves, MORNING, ORIGIN, sampleLog, sampleRecords, signerOf } from '../../test/sample-log.js';
import {
  createCosigner,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyCheckpoint,
  writePrivateKey,
} from '../note/index.js';
import { createMemoryStorage, createTileReader } from '../tiles/index.js';
import {
  askWitness,
  createRemoteWitness,
  createWitness,
  parseAddCheckpoint,
  type Witness,
  writeAddCheckpoint,
} from './index.js';

const leaves = chainLeaves(sampleRecords({ cases: 2, each: 10 }));

async function newWitness(byte = 40, state = createMemoryStorage()): Promise<Witness> {
  const cosigner = await createCosigner(
    await writePrivateKey({ name: `archive.example/${byte}`, seed: new Uint8Array(32).fill(byte) }, 'witness'),
  );
  const { verifierKey } = await signerOf(1);
  return createWitness({ cosigner, logs: { [ORIGIN]: [verifierKey] }, state, clock: { now: () => MORNING } });
}

/** A published log of so many records, as one asks a witness about it. */
async function publishedOf(records: readonly string[]) {
  const { storage, objects, keys } = await sampleLog(records);
  const note = parseNote(objects.get('checkpoint')!);
  const checkpoint = parseCheckpoint(note.text);
  return {
    note,
    checkpoint,
    keys,
    text: Buffer.from(objects.get('checkpoint')!).toString(),
    tiles: createTileReader(storage, checkpoint.size),
  };
}

test('cosigns a log that grows, with the time', async () => {
  const witness = await newWitness();
  for (const size of [1, 7, 7, 20]) {
    const published = await publishedOf(leaves.slice(0, size));
    const answer = await askWitness({ witness, ...published });
    expect(answer, `${size}`).toMatchObject({ status: 'cosigned', at: MORNING });
  }
});

test('gives a cosignature that counts for whoever trusts the witness', async () => {
  const witness = await newWitness();
  const { keys, text } = await publishedOf(leaves);
  const answer = await witness.addCheckpoint(writeAddCheckpoint({ oldSize: 0, hashes: [], checkpoint: text }));
  expect(answer.status).toBe(200);
  const witnesses = [await parseVerifierKey(witness.verifierKey)];
  expect(await verifyCheckpoint(`${text}${answer.body}`, { keys, witnesses, quorum: 1 })).toMatchObject({
    status: 'verified',
    cosignatures: [{ name: 'archive.example/40', at: MORNING }],
  });
});

test('does not cosign a second history of the same log, and keeps what was signed as proof', async () => {
  const kept = new Map<string, Uint8Array>();
  const witness = await newWitness(40, createMemoryStorage(kept));
  const other = chainLeaves(sampleRecords({ cases: 2, each: 10 }).with(3, { caseId: 'dossier-1', at: MORNING + 1 }));
  expect(await askWitness({ witness, ...(await publishedOf(leaves.slice(0, 10))) })).toMatchObject({
    status: 'cosigned',
  });
  for (const history of [other, other.slice(0, 10)]) {
    const answer = await askWitness({ witness, ...(await publishedOf(history)) });
    expect(answer).toMatchObject({
      status: 'refused',
      problem: expect.stringMatching(/does not continue the 10 records/u),
    });
  }
  expect([...kept.keys()].filter((name) => name.startsWith('refused/'))).toHaveLength(2);
});

test('cannot be shown one history while another witness is shown another, unless nobody asks for both', async () => {
  const [archive, inspectorate] = [await newWitness(40), await newWitness(41)];
  const other = chainLeaves(sampleRecords({ cases: 2, each: 10 }).with(3, { caseId: 'dossier-1', at: MORNING + 1 }));
  const [mine, yours] = [await publishedOf(leaves), await publishedOf(other)];
  const first = await askWitness({ witness: archive, ...mine });
  const second = await askWitness({ witness: inspectorate, ...yours });
  if (first.status !== 'cosigned' || second.status !== 'cosigned') throw new Error('both are new to their witness');
  const witnesses = await Promise.all([archive, inspectorate].map(({ verifierKey }) => parseVerifierKey(verifierKey)));
  // Neither history can gather both: with a quorum of two, both are rejected.
  for (const published of [mine, yours]) {
    for (const witness of [archive, inspectorate]) {
      const again = await askWitness({ witness, ...published });
      const isOwn = (witness === archive) === (published === mine);
      expect(again.status).toBe(isOwn ? 'cosigned' : 'refused');
    }
    expect(await verifyCheckpoint(published.text, { keys: published.keys, witnesses, quorum: 2 })).toMatchObject({
      status: 'rejected',
    });
  }
});

test('does not go back: a log that was set back to an older copy is refused', async () => {
  const witness = await newWitness();
  await askWitness({ witness, ...(await publishedOf(leaves)) });
  expect(await askWitness({ witness, ...(await publishedOf(leaves.slice(0, 12))) })).toMatchObject({
    status: 'refused',
    problem: expect.stringMatching(/has seen a log of 20 records, longer than this one of 12/u),
  });
});

test('remembers over a restart, and answers as the specification says', async () => {
  const state = createMemoryStorage();
  const { text, tiles } = await publishedOf(leaves);
  const ask = async (oldSize: number, hashes: readonly Uint8Array[], checkpoint = text) =>
    (await newWitness(40, state)).addCheckpoint(writeAddCheckpoint({ oldSize, hashes, checkpoint }));
  const earlier = await publishedOf(leaves.slice(0, 6));
  expect((await ask(0, [], earlier.text)).status).toBe(200);
  expect(await ask(0, [])).toEqual({ status: 409, body: '6\n' });
  expect((await ask(6, [])).status).toBe(422);
  expect((await ask(21, [])).status).toBe(400);
  expect((await ask(6, await tiles.consistency(6), text.replace('example/log\n', 'example/other\n'))).status).toBe(404);
  expect((await ask(6, await tiles.consistency(6), text.replace('\n20\n', '\n21\n'))).status).toBe(403);
  expect((await ask(6, await tiles.consistency(6))).status).toBe(200);
  expect((await (await newWitness()).addCheckpoint('hello')).status).toBe(400);
});

test('takes two requests at once one after the other', async () => {
  const witness = await newWitness();
  const [short, long] = [await publishedOf(leaves.slice(0, 5)), await publishedOf(leaves)];
  const ask = ({ text }: { readonly text: string }) =>
    witness.addCheckpoint(writeAddCheckpoint({ oldSize: 0, hashes: [], checkpoint: text }));
  const answers = await Promise.all([ask(long), ask(short)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 409]);
});

test('can be asked over HTTP', async () => {
  const witness = await newWitness();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, body } = await witness.addCheckpoint(Buffer.concat(chunks).toString());
    response.writeHead(request.url === '/audit/add-checkpoint' ? status : 404).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  const remote = createRemoteWitness({ url: `http://127.0.0.1:${port}/audit/`, verifierKey: witness.verifierKey });
  expect(await askWitness({ witness: remote, ...(await publishedOf(leaves)) })).toMatchObject({ status: 'cosigned' });
});

test('is not believed when it signs something else', async () => {
  const witness = await newWitness();
  const liar = { ...witness, addCheckpoint: async () => ({ status: 200 as const, body: 'thank you\n' }) };
  expect(await askWitness({ witness: liar, ...(await publishedOf(leaves)) })).toMatchObject({ status: 'refused' });
  const stranger = { ...(await newWitness(41)), verifierKey: witness.verifierKey };
  expect(await askWitness({ witness: stranger, ...(await publishedOf(leaves)) })).toMatchObject({ status: 'refused' });
});

test('reads requests as published, and refuses others', () => {
  // C2SP tlog-witness, section "add-checkpoint".
  const published =
    'old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n' +
    '5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\nexample.com/behind-the-sofa\n';
  const request = parseAddCheckpoint(published);
  expect(request).toMatchObject({ oldSize: 20852014, checkpoint: 'example.com/behind-the-sofa\n' });
  expect(writeAddCheckpoint(request)).toBe(published);
  for (const body of [
    '',
    'old 01\n\n',
    'old 1\nAAAA\n\n',
    `old 1\n${'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n'.repeat(64)}\n`,
  ]) {
    const refused = (() => {
      try {
        parseAddCheckpoint(body);
      } catch (error) {
        return isMotcuaError(error, 'MC_AUDIT_FORMAT_INVALID');
      }
      return false;
    })();
    expect(refused, body).toBe(true);
  }
});
