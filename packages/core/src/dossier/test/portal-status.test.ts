import { expect, test } from 'vitest';
import { dossierMachine } from '../machine/machine.js';
import { PORTAL_STATUSES, portalStatus } from '../portal-status.js';
import type { Ending } from '../schemas.js';

interface Node {
  readonly key: string;
  readonly type: string;
  readonly states: Readonly<Record<string, Node>>;
}

function leaves(node: Node, path = ''): string[] {
  const children = Object.values(node.states).filter(({ type }) => type !== 'history');
  if (children.length === 0) return [path];
  return children.flatMap((child) => leaves(child, path === '' ? child.key : `${path}.${child.key}`));
}

const states = leaves(dossierMachine.root as unknown as Node);
const statusOf = (state: string, as?: Ending) =>
  portalStatus({ state, context: as === undefined ? {} : { ended: { as, at: 0 } } });

test('every state of the machine has a status of the portal', () => {
  expect(Object.fromEntries(states.map((state) => [state, statusOf(state)]))).toEqual({
    'registered.checking': 1,
    'registered.awaitingPapers': 5,
    'preceding.transferring': 2,
    'preceding.linking': 2,
    'preceding.verifying': 4,
    accepted: 2,
    'processing.awaitingAssignment': 4,
    'processing.examining': 4,
    'processing.verifying': 4,
    'processing.posting': 4,
    'processing.drafting': 4,
    'processing.reviewing': 4,
    'processing.signing': 4,
    'processing.issuing': 4,
    consulting: 4,
    verifyingApart: 4,
    posting: 4,
    supplementing: 5,
    'paying.assessing': 6,
    'paying.due': 6,
    suspended: 4,
    'resolved.atUnit': 9,
    'resolved.ready': 9,
    'resolved.inTransit': 9,
    returned: 10,
    refused: 3,
    withdrawn: 7,
    stopped: 8,
    lapsed: 8,
    archived: 10,
  });
});

test('an archived dossier keeps the status it ended with', () => {
  const endings: Ending[] = ['refused', 'withdrawn', 'stopped', 'lapsed', 'returned'];
  expect(endings.map((as) => statusOf('archived', as))).toEqual([3, 7, 8, 8, 10]);
});

test('the ten statuses have their names', () => {
  expect(Object.keys(PORTAL_STATUSES).map(Number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
