import type { Store } from '../../contract/store.js';
import type { Clock } from '../../contract/time.js';
import type { Workflow } from '../../kernel/index.js';
import { aesGcmCodec } from './aes-gcm.js';
import { blindIndex } from './blind-index.js';
import { clearStore } from './clear-store.js';
import { keyRing } from './key-ring.js';
import { protectedStore } from './protected-store.js';
import { KEEP_KEYS_MS, type PersonalDataOptions, type Protection } from './protection.js';
import { createSealer } from './sealer.js';

export interface ProtectionRequest {
  readonly store: Store;
  readonly workflows: readonly Workflow[];
  readonly clock: Clock;
  readonly personalData: PersonalDataOptions | 'clear' | undefined;
}

export function createProtection({ store, workflows, clock, personalData }: ProtectionRequest): Protection {
  if (personalData === undefined || personalData === 'clear') return clearStore(store);
  const { keys, codecs = [aesGcmCodec()], mayErase, keepKeysMs = KEEP_KEYS_MS } = personalData;
  const ring = keyRing({ keys, clock, keepMs: keepKeysMs });
  const blind = blindIndex(ring);
  const sealer = createSealer(codecs, ring);
  const protection = protectedStore({ store, workflows, sealer, ring, blind });
  return {
    ...protection,
    people: {
      keys,
      ...(mayErase !== undefined && { mayErase }),
      async keyOf(tenant, subject) {
        const pseudonym = (await blind.pseudonyms(tenant, [subject])).get(subject) as string;
        return (await ring.provide(tenant, [pseudonym])).get(pseudonym)?.id as string;
      },
      forget(tenant, key) {
        ring.forget(tenant, key);
        blind.forget();
        protection.forget();
      },
    },
  };
}
