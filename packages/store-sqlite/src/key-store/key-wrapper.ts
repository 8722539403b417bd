import { createCipheriv, createDecipheriv, generateKeySync } from 'node:crypto';
import { MotcuaError } from '@motcua/core/contract';

/** How the bytes of a key lie in the file. */
export interface KeyWrapper {
  wrap(material: Uint8Array, place: readonly (string | number)[]): Buffer;
  unwrap(stored: Uint8Array, place: readonly (string | number)[]): Uint8Array;
}

export const freshKey = (): Uint8Array => new Uint8Array(generateKeySync('aes', { length: 256 }).export());

/** As they are: for a file that is protected by other means. */
export const plainWrapper: KeyWrapper = {
  wrap: (material) => Buffer.from(material),
  unwrap: (stored) => new Uint8Array(stored),
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypted by AES-256-GCM and bound to their place, so that the file alone opens nothing. */
export function aesWrapper(wrappingKey: Uint8Array, file: string): KeyWrapper {
  if (wrappingKey.length !== 32) throw wrongKey(file, `a wrapping key of ${wrappingKey.length} bytes`);
  return {
    wrap(material, place) {
      const nonce = freshKey().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce).setAAD(Buffer.from(JSON.stringify(place)));
      return Buffer.concat([nonce, cipher.update(material), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap(stored, place) {
      const bytes = Buffer.from(stored);
      try {
        const decipher = createDecipheriv('aes-256-gcm', wrappingKey, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(JSON.stringify(place)))
          .setAuthTag(bytes.subarray(-TAG_BYTES));
        return new Uint8Array(
          Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]),
        );
      } catch (cause) {
        throw wrongKey(file, 'a wrapping key that does not open its keys', cause);
      }
    },
  };
}

const wrongKey = (file: string, what: string, cause?: unknown) =>
  new MotcuaError('MC_KEY_STORE_FAILED', {
    happened: `The SQLite key store ${file} was given ${what}`,
    expected: 'the 32 bytes that the keys in the file were wrapped with',
    remedy: 'give it the right wrapping key; nothing was changed',
    details: { operation: 'open', file },
    cause,
  });
