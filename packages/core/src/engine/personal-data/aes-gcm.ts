import type { Codec, CodecTask } from '../../contract/codec.js';
import type { DataKey } from '../../contract/key-store.js';
import { freshBytes } from '../random-ids.js';
import type { WebKey } from './web-key.js';

/** NIST SP 800-38D: 96 bits, random, so at most 2^32 values a key; a key is one person's. */
const NONCE_BYTES = 12;

/** AES-256-GCM by WebCrypto: nonce, then ciphertext with a tag of 128 bits. */
export function aesGcmCodec(): Codec {
  const imported = new WeakMap<DataKey, Promise<WebKey>>();
  const keyOf = (key: DataKey): Promise<WebKey> => {
    const known = imported.get(key);
    if (known !== undefined) return known;
    const material = new Uint8Array(key.material);
    const fresh = globalThis.crypto.subtle.importKey('raw', material, 'AES-GCM', false, ['encrypt', 'decrypt']);
    imported.set(key, fresh);
    return fresh;
  };
  const parameters = (iv: Uint8Array<ArrayBuffer>, { associated }: CodecTask) => ({
    name: 'AES-GCM',
    iv,
    additionalData: new Uint8Array(associated),
  });
  return {
    name: 'aes-256-gcm/1',
    async encrypt(task) {
      const nonce = freshBytes(NONCE_BYTES);
      const key = await keyOf(task.key);
      const sealed = await globalThis.crypto.subtle.encrypt(parameters(nonce, task), key, new Uint8Array(task.data));
      const whole = new Uint8Array(NONCE_BYTES + sealed.byteLength);
      whole.set(nonce);
      whole.set(new Uint8Array(sealed), NONCE_BYTES);
      return whole;
    },
    async decrypt(task) {
      const key = await keyOf(task.key);
      const data = new Uint8Array(task.data);
      const nonce = data.subarray(0, NONCE_BYTES);
      try {
        const sealed = data.subarray(NONCE_BYTES);
        return new Uint8Array(await globalThis.crypto.subtle.decrypt(parameters(nonce, task), key, sealed));
      } catch {
        // WebCrypto says no more than that the tag does not fit.
        return undefined;
      }
    },
  };
}
