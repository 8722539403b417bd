import { isMotcuaError } from '@motcua/core/contract';
import { expect, test } from 'vitest';
import { utf8 } from '../encoding/bytes.js';
import {
  checkpointText,
  createCosigner,
  createSigner,
  type NoteSignature,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  signNote,
  verifyCheckpoint,
  verifyNote,
  writeNote,
  writePrivateKey,
} from './index.js';

// C2SP signed-note, section "Example".
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const exampleNote =
  'This is an example message.\n\n\u{2014} example.com/foo ' +
  'Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';

// transparency-dev/tessera, testdata/build_log.sh and testdata/log/checkpoint.15 (Apache-2.0).
const tesseraPrivate = 'PRIVATE+KEY+example.com/log/testdata+33d7b496+AeymY/SZAX0jZcJ8enZ5FY1Dz+wTML2yWSkK+9DSF3eg';
const tesseraKey = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
const tesseraCheckpoint =
  'example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n\u{2014} example.com/log/testdata ' +
  'M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=\n';

const origin = 'audit.example/log';
const seed = (byte: number) => new Uint8Array(32).fill(byte);
const signerOf = async (byte: number, name = origin) =>
  createSigner(await writePrivateKey({ name, seed: seed(byte) }, 'log'));
const witnessOf = async (byte: number, name = `witness.example/${byte}`) =>
  createCosigner(await writePrivateKey({ name, seed: seed(byte) }, 'witness'));
const checkpoint = { origin, size: 3, root: seed(9) };

async function formatRefusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (isMotcuaError(error, 'MC_AUDIT_FORMAT_INVALID')) return String(error.details['problem']);
  }
  throw new Error('MC_AUDIT_FORMAT_INVALID expected');
}

test('verifies the published note with the published key', async () => {
  const verifier = await parseVerifierKey(exampleKey);
  expect(await verifyNote(parseNote(exampleNote), [verifier])).toMatchObject({ status: 'verified' });
  expect(writeNote(parseNote(exampleNote))).toBe(exampleNote);
});

test("signs another program's checkpoint to the byte, with the key of that program", async () => {
  const signer = await createSigner(tesseraPrivate);
  expect(signer.verifierKey).toBe(tesseraKey);
  const { text } = parseNote(tesseraCheckpoint);
  expect(checkpointText(parseCheckpoint(text))).toBe(text);
  expect(writeNote(await signNote(text, [signer]))).toBe(tesseraCheckpoint);
  expect(await verifyCheckpoint(tesseraCheckpoint, { keys: [await parseVerifierKey(tesseraKey)] })).toMatchObject({
    status: 'verified',
    checkpoint: { size: 15 },
  });
});

test('passes over signatures of unknown keys, and needs one of a known key', async () => {
  const [mine, stranger] = [await signerOf(1), await signerOf(2)];
  const note = await signNote('a text\n', [stranger, mine]);
  const verifier = await parseVerifierKey(mine.verifierKey);
  expect(await verifyNote(note, [verifier])).toEqual({
    status: 'verified',
    signatures: [{ name: origin, keyId: mine.keyId }],
  });
  const alone = await signNote('a text\n', [stranger]);
  expect(await verifyNote(alone, [verifier])).toMatchObject({
    status: 'rejected',
    problem: { en: expect.stringMatching(/none of its signatures/u) },
  });
});

test('rejects a note when the signature of a known key does not hold, whoever else signed', async () => {
  const [one, two] = [await signerOf(1), await signerOf(2)];
  const keys = [await parseVerifierKey(one.verifierKey), await parseVerifierKey(two.verifierKey)];
  const good = await signNote('a text\n', [one, two]);
  const forged: NoteSignature = { ...good.signatures[1]!, signature: good.signatures[0]!.signature };
  const note = { ...good, signatures: [good.signatures[0]!, forged] };
  expect(await verifyNote(note, keys)).toMatchObject({
    status: 'rejected',
    problem: { en: expect.stringMatching(/does not hold/u) },
  });
});

test('takes the old key, the new key, or both while a key is replaced', async () => {
  const [old, next] = [await signerOf(1), await signerOf(2)];
  const both = writeNote(await signNote(checkpointText(checkpoint), [old, next]));
  for (const key of [old, next]) {
    const keys = [await parseVerifierKey(key.verifierKey)];
    expect(await verifyCheckpoint(both, { keys })).toMatchObject({ status: 'verified' });
  }
  const after = writeNote(await signNote(checkpointText(checkpoint), [next]));
  const keys = [await parseVerifierKey(old.verifierKey)];
  expect(await verifyCheckpoint(after, { keys })).toMatchObject({ status: 'rejected' });
});

test('counts the witnesses that cosigned, each once, and gives their times', async () => {
  const log = await signerOf(1);
  const [archive, inspectorate] = [await witnessOf(3), await witnessOf(4)];
  const text = checkpointText(checkpoint);
  const at = 1_793_000_000_000;
  const signatures = [await log.sign(text), await archive.cosign(text, at), await archive.cosign(text, at + 5000)];
  const keys = [await parseVerifierKey(log.verifierKey)];
  const witnesses = await Promise.all([archive, inspectorate].map(({ verifierKey }) => parseVerifierKey(verifierKey)));
  const one = writeNote({ text, signatures });
  expect(await verifyCheckpoint(one, { keys, witnesses, quorum: 1 })).toMatchObject({
    status: 'verified',
    cosignatures: [{ name: 'witness.example/3', at }, { at: at + 5000 }],
  });
  expect(await verifyCheckpoint(one, { keys, witnesses, quorum: 2 })).toMatchObject({ status: 'rejected' });
  const two = writeNote({ text, signatures: [...signatures, await inspectorate.cosign(text, at)] });
  expect(await verifyCheckpoint(two, { keys, witnesses, quorum: 2 })).toMatchObject({ status: 'verified' });
});

test('binds a cosignature to its time', async () => {
  const witness = await witnessOf(3);
  const text = checkpointText(checkpoint);
  const { signature } = await witness.cosign(text, 1_793_000_000_000);
  const verifier = await parseVerifierKey(witness.verifierKey);
  expect(await verifier.verify(text, signature)).toMatchObject({ at: 1_793_000_000_000 });
  expect(await verifier.verify(text, Uint8Array.from(signature).fill(1, 7, 8))).toBeUndefined();
  expect(await verifier.verify(text, signature.slice(1))).toBeUndefined();
});

test('rejects a checkpoint of another log, even when one of its keys signed it', async () => {
  const signer = await signerOf(1);
  const note = writeNote(await signNote(checkpointText({ ...checkpoint, origin: 'another.example' }), [signer]));
  const keys = [await parseVerifierKey(signer.verifierKey)];
  expect(await verifyCheckpoint(note, { keys })).toMatchObject({
    status: 'rejected',
    problem: { en: expect.stringMatching(/another\.example/u) },
  });
});

test('rejects what is no checkpoint without throwing', async () => {
  const keys = [await parseVerifierKey(exampleKey)];
  for (const source of ['', 'nothing', exampleNote, Uint8Array.of(0xff, 0xfe)]) {
    expect(await verifyCheckpoint(source, { keys })).toMatchObject({ status: 'rejected' });
  }
});

test.each([
  ['text without signatures', 'a text\n'],
  ['a blank line with nothing after it', 'a text\n\n'],
  ['a last line without its newline', exampleNote.slice(0, -1)],
  ['a control character', exampleNote.replace('an', 'a\t')],
  ['a hyphen for the dash', exampleNote.replace('\u{2014}', '-')],
  ['base64 written another way', exampleNote.replace('aQM=', 'aQN=')],
  ['a name with a plus', exampleNote.replace('example.com', 'example+com')],
  ['a signature of four bytes', 'a text\n\n\u{2014} name AAAAAA==\n'],
  ['bytes that are no UTF-8', Uint8Array.of(0xff, 0x0a, 0x0a, 0x0a)],
  ['more signatures than anybody needs', `a text\n\n${exampleNote.split('\n\n')[1]!.repeat(101)}`],
])('refuses %s', async (_, source) => {
  expect(await formatRefusal(() => parseNote(source))).not.toBe('');
});

test('accepts many signatures, and a text with blank lines', async () => {
  const signers = await Promise.all(Array.from({ length: 16 }, (_, index) => signerOf(index + 1)));
  const note = parseNote(writeNote(await signNote('one\n\ntwo\n', signers)));
  expect(note.text).toBe('one\n\ntwo\n');
  expect(note.signatures).toHaveLength(16);
});

test.each([
  ['an id that is not the one of the key', exampleKey.replace('530d903a', '530d903b')],
  ['a key that is too short', 'example.com/foo+530d903a+AekyeRrm'],
  ['a type that is not known', `example.com/foo+530d903a+${Buffer.from(utf8('b'.repeat(33))).toString('base64')}`],
  ['one part', 'example.com'],
])('refuses a verifier key with %s', async (_, key) => {
  expect(await formatRefusal(() => parseVerifierKey(key))).not.toBe('');
});

test('refuses the key of a witness for a log, and never repeats a private key', async () => {
  const witness = await writePrivateKey({ name: 'witness.example', seed: seed(3) }, 'witness');
  const problem = await formatRefusal(() => createSigner(witness));
  expect(problem).not.toContain(witness.slice(-20));
  expect(await formatRefusal(() => createCosigner(tesseraPrivate))).not.toBe('');
  expect(await formatRefusal(() => writePrivateKey({ name: 'a b', seed: seed(1) }, 'log'))).not.toBe('');
});

test.each(['a.example\n01\n', 'a.example\n1\nAA==\n', '\n1\n', 'a.example\n-1\n', 'a.example'])(
  'refuses the checkpoint %j',
  async (text) => {
    expect(
      await formatRefusal(() => parseCheckpoint(`${text}rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n`)),
    ).not.toBe('');
  },
);
