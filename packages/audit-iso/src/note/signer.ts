import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { base64, concat, fromBase64, utf8 } from '../encoding/bytes.js';
import { formatError, isKeyName, keyIdOf, keyIdText, type Note, type NoteSignature } from './note.js';
import { COSIGNATURE, cosignedText, ED25519, timedSignature } from './verifier.js';

/** Signs notes with one key. The key may be in a file, or in a device that never shows it. */
export interface NoteSigner {
  readonly name: string;
  readonly keyId: number;
  /** To be given to whoever verifies. */
  readonly verifierKey: string;
  sign(text: string): Promise<NoteSignature>;
}

/** Signs checkpoints as a witness: with the time. */
export interface Cosigner {
  readonly name: string;
  readonly keyId: number;
  readonly verifierKey: string;
  /** `at` in milliseconds; a cosignature has whole seconds. */
  cosign(text: string, at: number): Promise<NoteSignature>;
}

/** 32 secret bytes, and the name the key goes by. */
interface KeySeed {
  readonly name: string;
  readonly seed: Uint8Array;
}

/** DER before the seed of an Ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Uint8Array.from(Buffer.from('302e020100300506032b657004220420', 'hex'));

/**
 * A signer with a key as `motcua-audit keygen` writes it: `PRIVATE+KEY+name+id+seed`, the form of Go's note package.
 *
 * @throws MC_AUDIT_FORMAT_INVALID
 */
export async function createSigner(privateKey: string): Promise<NoteSigner> {
  const { name, seed } = parsePrivateKey(privateKey, ED25519);
  const { key, keyId, verifierKey } = await openKey({ name, seed }, ED25519);
  return {
    name,
    keyId,
    verifierKey,
    sign: async (text) => ({ name, keyId, signature: sign(null, utf8(text), key) }),
  };
}

/** @throws MC_AUDIT_FORMAT_INVALID */
export async function createCosigner(privateKey: string): Promise<Cosigner> {
  const { name, seed } = parsePrivateKey(privateKey, COSIGNATURE);
  const { key, keyId, verifierKey } = await openKey({ name, seed }, COSIGNATURE);
  return {
    name,
    keyId,
    verifierKey,
    async cosign(text, at) {
      const seconds = BigInt(Math.floor(at / 1000));
      const signature = timedSignature(seconds, sign(null, utf8(cosignedText(text, seconds)), key));
      return { name, keyId, signature };
    },
  };
}

/** Writes a key. The seed is 32 random bytes; the name looks like an address, `audit.binh-an.gov.vn/log`. */
export async function writePrivateKey({ name, seed }: KeySeed, kind: 'log' | 'witness'): Promise<string> {
  if (!isKeyName(name) || seed.length !== 32) {
    throw formatError('a key', 'its name is empty or has a space or a plus, or its seed is not 32 bytes', 'a name');
  }
  const type = kind === 'log' ? ED25519 : COSIGNATURE;
  const { keyId } = await openKey({ name, seed }, type);
  return `PRIVATE+KEY+${name}+${keyIdText(keyId)}+${base64(concat(Uint8Array.of(type), seed))}`;
}

/** A text with the signatures of all signers, in their order. While a key is replaced, the old and the new one sign. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<Note> {
  return { text, signatures: await Promise.all(signers.map((signer) => signer.sign(text))) };
}

function parsePrivateKey(text: string, type: number): KeySeed {
  const [, name, encoded] = /^PRIVATE\+KEY\+([^+]+)\+[0-9a-f]{8}\+(\S+)$/u.exec(text.trim()) ?? [];
  const typed = fromBase64(encoded ?? '');
  if (name === undefined || !isKeyName(name) || typed?.length !== 33 || typed[0] !== type) {
    // The text itself is a secret: it is not repeated.
    const kind = type === ED25519 ? 'a log' : 'a witness';
    throw formatError(`a private key of ${kind}`, 'it has another form', '`PRIVATE+KEY+name+id+seed` on one line');
  }
  return { name, seed: typed.slice(1) };
}

interface OpenedKey {
  readonly key: KeyObject;
  readonly keyId: number;
  readonly verifierKey: string;
}

async function openKey({ name, seed }: KeySeed, type: number): Promise<OpenedKey> {
  const der = Buffer.concat([PKCS8_PREFIX, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const typedKey = concat(Uint8Array.of(type), spki.subarray(-32));
  const keyId = await keyIdOf(name, typedKey);
  return { key, keyId, verifierKey: `${name}+${keyIdText(keyId)}+${base64(typedKey)}` };
}
