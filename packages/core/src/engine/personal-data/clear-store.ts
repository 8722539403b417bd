import type { Protected, Sealed } from '../../contract/personal.js';
import type { CommitItem, Store } from '../../contract/store.js';
import { sealedIn } from './decode-records.js';
import type { Protection } from './protection.js';
import { unknownCodec } from './sealer.js';

/** For an engine without keys: everything as it is, except what somebody else encrypted, which is refused. */
export function clearStore(store: Store): Protection {
  const { cases, seal } = store;
  return {
    store: {
      ...store,
      cases: {
        load: async (request) => readable(await cases.load(request)),
        reply: async (request) => readable(await cases.reply(request)),
        history: async (request) => (await cases.history(request)).map(readable),
        find: async (query) => {
          const page = await cases.find(query);
          for (const { index } of page.items) readable(index);
          return page;
        },
        scan: async (request) => {
          const page = await cases.scan(request);
          for (const envelope of page.items) readable(envelope);
          return page;
        },
        audit: (request) => cases.audit(request),
      },
      seal: {
        ...seal,
        disclosures: async (request) => (await seal.disclosures(request)).map(readable),
      },
    },
    commit: (batch) => store.commit(batch.map(({ item }): CommitItem => item)),
    encode: async ({ item }) => item,
    message: async (row) => {
      refuse(sealedIn(row));
      return row;
    },
  };
}

function readable<Record extends Pick<Protected, 'sealed'> | undefined>(record: Record): Record {
  refuse(record?.sealed);
  return record;
}

function refuse(sealed: Sealed | undefined): void {
  if (sealed !== undefined) throw unknownCodec(sealed, []);
}
