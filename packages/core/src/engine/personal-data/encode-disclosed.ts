import type { DisclosureSet, LeafDraft } from '../../contract/audit-log.js';
import type { CommitItem } from '../../contract/store.js';
import type { People } from './people.js';
import type { Leaf, Place, Sealer } from './sealer.js';

/**
 * What a leaf commits to, encrypted under the keys of those it is about: with a person's key, value and salt are gone,
 * and nothing can be learnt from the commitment. What is about nobody who is known is under the key of the case.
 *
 * @param places whom the places of the record are about.
 */
export async function encodeDisclosed(
  { sealer, people }: { readonly sealer: Sealer; readonly people: People },
  { tenant, caseId }: CommitItem,
  { body, disclosed }: LeafDraft,
  places: () => readonly Leaf[],
): Promise<LeafDraft> {
  if (disclosed === undefined) return { body };
  const known = new Map(places().map((place) => [place.pointer, place.keys]));
  const leaves = disclosed.disclosures.flatMap(({ path, salt, value }, index): Leaf[] => {
    const keys = known.get(path) ?? people.leafOf({ pointer: path, value, person: undefined }).keys;
    const base = `/disclosures/${index}`;
    return [
      { pointer: `${base}/salt`, value: salt, keys },
      { pointer: `${base}/value`, value, keys },
    ];
  });
  const { document, sealed } = await sealer.seal(disclosed, disclosurePlace(tenant, caseId, disclosed), leaves);
  return { body, disclosed: { ...document, ...(sealed !== undefined && { sealed }) } };
}

export const disclosurePlace = (tenant: string, caseId: string, { commandId }: DisclosureSet): Place => ({
  tenant,
  kind: 'disclosure',
  id: [caseId, commandId],
});
