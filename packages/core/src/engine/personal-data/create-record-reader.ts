import type { CaseEnvelope } from '../../contract/case.js';
import type { KeyStore } from '../../contract/key-store.js';
import type { CaseReader, Store } from '../../contract/store.js';
import { systemClock } from '../system-clock.js';
import { aesGcmCodec } from './aes-gcm.js';
import { type DecodedCase, decodeCases, decodeRecords, journalPlace } from './decode-records.js';
import { type KeyRing, keyRing } from './key-ring.js';
import { KEEP_KEYS_MS, type PersonalDataOptions } from './protection.js';
import { createSealer } from './sealer.js';

export interface RecordReaderOptions extends Pick<PersonalDataOptions, 'codecs'> {
  /** An open store. Nothing is written to it. */
  readonly store: Pick<Store, 'cases'>;
  /** An open key store. Default: none, and every person is read as erased. */
  readonly keys?: KeyStore;
}

/** What of a store can be read beside an engine. */
export type RecordReader = Pick<CaseReader, 'load' | 'scan' | 'history'>;

/**
 * Reads cases and journals of a store in which personal data is encrypted: with its keys in clear, without keys as if
 * everybody were erased. `erased` of each record lists the places of what could not be read. What was written before
 * the encryption was turned on comes as it is stored. Throws MC_CODEC_UNKNOWN, MC_CIPHERTEXT_INVALID, MC_KEY_UNKNOWN.
 */
export function createRecordReader({
  store: { cases },
  keys,
  codecs = [aesGcmCodec()],
}: RecordReaderOptions): RecordReader {
  const ring = keys === undefined ? noKeys : keyRing({ keys, clock: systemClock(), keepMs: KEEP_KEYS_MS });
  const sealer = createSealer(codecs, ring);
  const decoded = async (stored: readonly CaseEnvelope[]) => (await decodeCases(sealer, stored)).map(asErased);
  return {
    async load(request) {
      const stored = await cases.load(request);
      return stored && (await decoded([stored]))[0];
    },
    async scan(request) {
      const page = await cases.scan(request);
      return { ...page, items: await decoded(page.items) };
    },
    history: async (request) => decodeRecords(sealer, await cases.history(request), journalPlace),
  };
}

const noKeys: Pick<KeyRing, 'read'> = { read: async (_tenant, names) => names.map(() => 'destroyed') };

/** An engine shows what an index has lost by what stands in it; here it is listed with the rest. */
function asErased({ envelope, lostInIndex }: DecodedCase): CaseEnvelope {
  const erased = [...(envelope.erased ?? []), ...lostInIndex];
  return erased.length === 0 ? envelope : { ...envelope, erased };
}
