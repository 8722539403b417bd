import type { DataKey } from './key-store.js';

/** One value to encrypt or to decrypt. */
export interface CodecTask {
  readonly key: DataKey;
  readonly data: Uint8Array;
  /** Where the value belongs; decrypting it for another place must fail. */
  readonly associated: Uint8Array;
}

/** Turns bytes into bytes nobody can read without the key, or change or move unnoticed. Stateless; any number at once. */
export interface Codec {
  /** Name and version, stored beside what it made: `aes-256-gcm/1`. A changed form gets a new version. */
  readonly name: string;
  /** The same data twice gives different results. */
  encrypt(task: CodecTask): Promise<Uint8Array>;
  /** Undefined when the data was not made by `encrypt` with this key for this place. */
  decrypt(task: CodecTask): Promise<Uint8Array | undefined>;
}
