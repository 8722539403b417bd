import { type Disclosure, ERASED } from '@motcua/core/contract';
import { canonicalText } from '../canonical/canonical-text.js';
import { hex, utf8 } from '../encoding/bytes.js';
import type { LeafBody } from '../leaf/leaf.js';
import { sha256 } from '../tree/hash.js';
import { commitmentOf } from './commitment.js';

/** What a disclosure is worth against a record. */
export interface CheckedDisclosure {
  readonly path: string;
  /** `erased`: the value is gone, and the commitment tells nothing. `false`: it is not what was recorded. */
  readonly verdict: 'true' | 'false' | 'erased';
}

/** Compares disclosed values with what a record commits to. Whoever has record, value and salt can do this. */
export function checkDisclosures(body: LeafBody, disclosures: readonly Disclosure[]): readonly CheckedDisclosure[] {
  const commitments = commitmentsOf(body, disclosures);
  return disclosures
    .filter(({ path }) => path !== '/fields')
    .map((disclosure) => ({ path: disclosure.path, verdict: verdictOf(disclosure, commitments) }));
}

function verdictOf(
  disclosure: Disclosure,
  commitments: Readonly<Record<string, unknown>>,
): CheckedDisclosure['verdict'] {
  if (disclosure.salt === ERASED) return 'erased';
  const committed = Object.hasOwn(commitments, disclosure.path) ? commitments[disclosure.path] : undefined;
  return committed === commitmentOf(disclosure) ? 'true' : 'false';
}

/** The commitments of a record; of one that has only their digest, those disclosed when they have that digest. */
function commitmentsOf(
  { fields, ...body }: LeafBody,
  disclosures: readonly Disclosure[],
): Readonly<Record<string, unknown>> {
  if (fields !== undefined) return fields;
  const { digests } = body as { readonly digests?: { readonly fields?: { readonly sha256?: unknown } } };
  const disclosed = disclosures.find(({ path }) => path === '/fields')?.value;
  if (typeof disclosed !== 'object' || disclosed === null) return {};
  return digests?.fields?.sha256 === hex(sha256(utf8(canonicalText(disclosed)))) ? { ...disclosed } : {};
}
