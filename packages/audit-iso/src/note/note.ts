import { MotcuaError } from '@motcua/core/contract';
import { base64, concat, fromBase64, textOf, utf8 } from '../encoding/bytes.js';

/** One line of signature. */
export interface NoteSignature {
  readonly name: string;
  /** First four bytes of a hash over name and key: tells keys of one name apart, and proves nothing. */
  readonly keyId: number;
  readonly signature: Uint8Array;
}

/** A text and who signed it (C2SP signed-note). */
export interface Note {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const MAX_NOTE_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const DASH = '\u{2014} ';

export const isKeyName = (name: string): boolean => name !== '' && !/[\p{White_Space}+]/u.test(name);

/** @throws MC_AUDIT_FORMAT_INVALID */
export function parseNote(source: string | Uint8Array): Note {
  const whole = typeof source === 'string' ? source : textOf(source);
  if (whole === undefined) throw invalidNote('it is not UTF-8');
  if (whole.length > MAX_NOTE_BYTES) throw invalidNote(`it is longer than ${MAX_NOTE_BYTES} characters`);
  if (!whole.isWellFormed() || hasControls(whole)) throw invalidNote('it has control characters');
  const end = whole.lastIndexOf('\n\n');
  if (end === -1 || !whole.endsWith('\n')) throw invalidNote('it has no blank line with signatures after it');
  const lines = whole.slice(end + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw invalidNote(`it has more than ${MAX_SIGNATURES} signatures`);
  return { text: whole.slice(0, end + 1), signatures: lines.map(parseSignatureLine) };
}

/** An ASCII control character other than the newline. */
function hasControls(text: string): boolean {
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function parseSignatureLine(line: string): NoteSignature {
  const [, name, encoded] = /^\u{2014} (\S+) (\S+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded ?? '');
  if (name === undefined || !isKeyName(name) || bytes === undefined || bytes.length < 5) {
    throw invalidNote(`"${line.slice(0, 80)}" is not a line of signature`);
  }
  return { name, keyId: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(4) };
}

export function writeNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map((signature) => `${signatureLine(signature)}\n`).join('')}`;
}

export const signatureLine = ({ name, keyId, signature }: NoteSignature): string =>
  `${DASH}${name} ${base64(concat(keyIdBytes(keyId), signature))}`;

/** SHA-256 over name, newline, type and key, of which the first four bytes count. */
export async function keyIdOf(name: string, typedKey: Uint8Array): Promise<number> {
  const digest = await crypto.subtle.digest('SHA-256', concat(utf8(`${name}\n`), typedKey));
  return new DataView(digest).getUint32(0);
}

function keyIdBytes(keyId: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, keyId);
  return bytes;
}

export const keyIdText = (keyId: number): string => keyId.toString(16).padStart(8, '0');

const invalidNote = (problem: string): MotcuaError =>
  formatError('a signed note', problem, 'text, a blank line, and lines of signature (c2sp.org/signed-note)');

export function formatError(what: string, problem: string, expected: string): MotcuaError {
  return new MotcuaError('MC_AUDIT_FORMAT_INVALID', {
    happened: `This is not ${what}: ${problem}`,
    expected,
    remedy: 'check that the file is whole and unchanged, and that it is the one you meant',
    details: { what, problem },
  });
}
