import type { Text } from '@motcua/core/contract';
import { concat, fromBase64, utf8 } from '../encoding/bytes.js';
import { formatError, isKeyName, keyIdOf, keyIdText, type Note, type NoteSignature } from './note.js';

/** Checks the signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: number;
  /** `cosignature`: of a witness, with the time at which it saw the checkpoint. */
  readonly kind: 'signature' | 'cosignature';
  /** Undefined when the signature is not one of this key over this text. */
  verify(text: string, signature: Uint8Array): Promise<VerifiedSignature | undefined>;
}

export interface VerifiedSignature {
  readonly name: string;
  readonly keyId: number;
  /** Of a cosignature: when the witness made it, in milliseconds. */
  readonly at?: number;
}

export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/**
 * The verifier of a key as it is written in files: `name+id+key` (a vkey of C2SP signed-note), of a log or of a witness.
 *
 * @throws MC_AUDIT_FORMAT_INVALID
 */
export async function parseVerifierKey(text: string): Promise<NoteVerifier> {
  const invalid = (problem: string) =>
    formatError('a verifier key', problem, '`name+id+key`, as `motcua-audit keygen` writes it');
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text.trim()) ?? [];
  if (name === undefined || id === undefined || !isKeyName(name)) throw invalid('it does not have three parts');
  const typedKey = fromBase64(encoded ?? '');
  if (typedKey?.length !== KEY_BYTES + 1) throw invalid('its key is not 33 bytes of base64');
  const [type] = typedKey;
  if (type !== ED25519 && type !== COSIGNATURE) throw invalid(`keys of type ${type} are not known here`);
  const keyId = await keyIdOf(name, typedKey);
  if (keyIdText(keyId) !== id) throw invalid('its id is not the one of its key');
  return verifierOf(name, keyId, type, typedKey.slice(1));
}

async function verifierOf(
  name: string,
  keyId: number,
  type: number,
  publicKey: Uint8Array<ArrayBuffer>,
): Promise<NoteVerifier> {
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', true, ['verify']);
  const isOfKey = (message: Uint8Array<ArrayBuffer>, signature: Uint8Array) =>
    crypto.subtle.verify('Ed25519', key, Uint8Array.from(signature), message);
  if (type === ED25519) {
    return {
      name,
      keyId,
      kind: 'signature',
      verify: async (text, signature) => ((await isOfKey(utf8(text), signature)) ? { name, keyId } : undefined),
    };
  }
  return {
    name,
    keyId,
    kind: 'cosignature',
    async verify(text, timed) {
      if (timed.length !== 8 + SIGNATURE_BYTES) return undefined;
      const seconds = new DataView(timed.buffer, timed.byteOffset).getBigUint64(0);
      const at = Number(seconds) * 1000;
      if (seconds === 0n || !Number.isSafeInteger(at)) return undefined;
      const holds = await isOfKey(utf8(cosignedText(text, seconds)), timed.slice(8));
      return holds ? { name, keyId, at } : undefined;
    },
  };
}

/** What a witness signs: that it saw this checkpoint at this second (C2SP tlog-cosignature, version 1). */
export const cosignedText = (text: string, seconds: bigint): string => `cosignature/v1\ntime ${seconds}\n${text}`;

export function timedSignature(seconds: bigint, signature: Uint8Array): Uint8Array {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, seconds);
  return concat(time, signature);
}

export type NoteCheck =
  | { readonly status: 'verified'; readonly signatures: readonly VerifiedSignature[] }
  | { readonly status: 'rejected'; readonly problem: Text };

/**
 * Checks a note against the keys one trusts. Signatures of other keys say nothing and are passed over; one of a trusted
 * key that does not hold rejects the note, and so does the lack of any.
 */
export async function verifyNote(note: Note, verifiers: readonly NoteVerifier[]): Promise<NoteCheck> {
  const found: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const verifier = verifiers.find((candidate) => isBy(candidate, signature));
    if (verifier === undefined) continue;
    const verified = await verifier.verify(note.text, signature.signature);
    if (verified === undefined) {
      const who = `${verifier.name} (${keyIdText(verifier.keyId)})`;
      return {
        status: 'rejected',
        problem: { vi: `chữ ký của ${who} không đúng`, en: `the signature of ${who} does not hold` },
      };
    }
    found.push(verified);
  }
  if (found.length > 0) return { status: 'verified', signatures: found };
  const names = note.signatures.map(({ name, keyId }) => `${name} (${keyIdText(keyId)})`).join(', ');
  return {
    status: 'rejected',
    problem: {
      vi: `không có chữ ký nào thuộc khóa tin cậy: ${names}`,
      en: `none of its signatures is of a trusted key: ${names}`,
    },
  };
}

const isBy = (verifier: NoteVerifier, signature: NoteSignature): boolean =>
  verifier.name === signature.name && verifier.keyId === signature.keyId;
