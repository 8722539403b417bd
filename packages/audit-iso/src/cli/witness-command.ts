import { readFile } from 'node:fs/promises';
import { utf8 } from '../encoding/bytes.js';
import { parseCheckpoint } from '../note/checkpoint.js';
import { type Note, parseNote, writeNote } from '../note/note.js';
import { createCosigner } from '../note/signer.js';
import { createFolderStorage } from '../tiles/folder-storage.js';
import { CHECKPOINT } from '../tiles/tile-path.js';
import { createTileReader, damaged } from '../tiles/tile-reader.js';
import { askWitness } from '../witness/ask-witness.js';
import { createWitness } from '../witness/witness.js';
import type { CliProcess, ExitCode } from './command.js';
import { keyTexts, readOptions, subjectOf } from './options.js';

/** `witness`: a second office cosigns the log in a folder, when it continues what it saw last. */
export async function witnessCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['key', 'private', 'state']);
  const storage = createFolderStorage(subjectOf(options));
  const published = await storage.get(CHECKPOINT);
  if (published === undefined) throw damaged(CHECKPOINT, 'is missing');
  const note = parseNote(published);
  const checkpoint = parseCheckpoint(note.text);
  const witness = createWitness({
    cosigner: await createCosigner(await readFile(options.needed('private'), 'utf8')),
    logs: { [checkpoint.origin]: await keyTexts(options.all('key')) },
    state: createFolderStorage(options.needed('state')),
    clock: process.clock,
  });
  const tiles = createTileReader(storage, checkpoint.size);
  const answer = await askWitness({ witness, checkpoint, note, tiles });
  if (answer.status === 'refused') {
    await process.error(`${answer.problem}\n`);
    return 1;
  }
  await storage.put(CHECKPOINT, utf8(writeNote(withSignature(note, answer.signature))));
  await process.out(`${checkpoint.origin} ${checkpoint.size}: ${witness.verifierKey}\n`);
  return 0;
}

/** A later cosignature of the same witness takes the place of its earlier one. */
function withSignature(note: Note, signature: Note['signatures'][number]): Note {
  const others = note.signatures.filter(({ name, keyId }) => name !== signature.name || keyId !== signature.keyId);
  return { ...note, signatures: [...others, signature] };
}
