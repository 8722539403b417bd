import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { MotcuaError } from '@motcua/core/contract';

/** Networks a webhook does not reach unless they are allowed: what IANA's registries call not globally reachable. */
const CLOSED_NETWORKS: readonly (readonly [network: string, what: string])[] = [
  ['0.0.0.0/8', 'this host'],
  ['10.0.0.0/8', 'a private network'],
  ['100.64.0.0/10', 'the network of a carrier'],
  ['127.0.0.0/8', 'the machine itself'],
  ['169.254.0.0/16', 'the local link'],
  ['172.16.0.0/12', 'a private network'],
  ['192.0.0.0/24', 'a reserved network'],
  ['192.0.2.0/24', 'a network for documentation'],
  ['192.88.99.0/24', 'a reserved network'],
  ['192.168.0.0/16', 'a private network'],
  ['198.18.0.0/15', 'a network for measurements'],
  ['198.51.100.0/24', 'a network for documentation'],
  ['203.0.113.0/24', 'a network for documentation'],
  ['224.0.0.0/4', 'a group of hosts'],
  ['240.0.0.0/4', 'a reserved network'],
  ['::/96', 'this host'],
  ['::1/128', 'the machine itself'],
  ['64:ff9b::/96', 'an IPv4 address in another dress'],
  ['64:ff9b:1::/48', 'an IPv4 address in another dress'],
  ['100::/64', 'a network that discards'],
  ['2001::/23', 'a reserved network'],
  ['2001:db8::/32', 'a network for documentation'],
  ['2002::/16', 'an IPv4 address in another dress'],
  ['3fff::/20', 'a network for documentation'],
  ['5f00::/16', 'a reserved network'],
  ['fc00::/7', 'a private network'],
  ['fe80::/10', 'the local link'],
  ['fec0::/10', 'a private network'],
  ['ff00::/8', 'a group of hosts'],
];

const closed = CLOSED_NETWORKS.map(([network, what]) => ({ list: listOf([network]), what }));

/** Thrown while connecting: the host leads to a network that is not allowed. Names the kind of network only. */
class ClosedNetworkError extends Error {
  override readonly name = 'ClosedNetworkError';
  readonly code = 'MOTCUA_CLOSED_NETWORK';
  readonly network: string;
  constructor(network: string) {
    super(`the address leads to ${network}`);
    this.network = network;
  }
}

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

const systemResolve: Resolve = async (hostname) =>
  (await systemLookup(hostname, { all: true })).map(({ address }) => ({
    address,
    family: isIP(address) === 6 ? 6 : 4,
  }));

export interface AddressGuard {
  /** What kind of closed network a URL names outright; undefined when it may be called, as far as its text tells. */
  closedNetwork(url: URL): string | undefined;
  /** Whether the URL names an allowed address outright, so that it may be called without TLS. */
  isAllowed(url: URL): boolean;
  /**
   * What a socket asks for the addresses of a host. It connects to the very addresses that were judged here: a name
   * that answers differently the next time gains nothing by it. One closed address closes the host.
   */
  readonly lookup: LookupFunction;
}

/** Keeps webhooks out of closed networks. `allow`: addresses and networks (`10.20.0.0/16`) that are open all the same. */
export function addressGuard(allow: readonly string[], resolve: Resolve = systemResolve): AddressGuard {
  const allowed = allowedList(allow);
  const judge = (address: string): string | undefined => {
    if (holds(allowed, address)) return undefined;
    return closed.find(({ list }) => holds(list, address))?.what;
  };
  const literal = ({ hostname }: URL) => hostname.replace(/^\[|\]$/gu, '');
  return {
    closedNetwork(url) {
      const host = literal(url);
      return isIP(host) === 0 ? undefined : judge(host);
    },
    isAllowed: (url) => isIP(literal(url)) !== 0 && holds(allowed, literal(url)),
    lookup(hostname, options, callback) {
      resolve(hostname).then(
        (found) => {
          const network = found.map(({ address }) => judge(address)).find((what) => what !== undefined);
          if (network !== undefined) return callback(new ClosedNetworkError(network), '');
          const fitting = found.filter(({ family }) => !options.family || family === options.family);
          const [first] = fitting;
          if (first === undefined) {
            return callback(Object.assign(new Error('the host has no address'), { code: 'ENOTFOUND' }), '');
          }
          return options.all ? callback(null, [...fitting]) : callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, ''),
      );
    },
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** An IPv4 address in the dress of IPv6 (`::ffff:127.0.0.1`) counts as what it is. */
const holds = (list: BlockList, address: string): boolean => list.check(address, familyOf(address));

function allowedList(allow: readonly string[]): BlockList {
  try {
    return listOf(allow);
  } catch (cause) {
    throw new MotcuaError('MC_NOTIFIER_INVALID', {
      happened: `A webhook notifier was given the allowed networks ${allow.join(', ')}`,
      expected: 'IP addresses and networks such as 10.20.0.0/16',
      remedy: 'correct `allow`; a host name is resolved, so allow the addresses it leads to',
      details: { allow },
      cause,
    });
  }
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return list;
}
