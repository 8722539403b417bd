import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimeStampAuthority } from '../src/index.js';

const config = (folder: string) => `
[req]
distinguished_name = name
[name]
[authority]
extendedKeyUsage = critical, timeStamping


[local]
serial = ${folder}/serial
signer_cert = ${folder}/certificate.pem
signer_key = ${folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
crypto_device = builtin
`;

export interface LocalAuthority extends TimeStampAuthority {
  readonly certificate: string;
  readonly remove: () => void;
}

/** A time stamp authority made with openssl, without a network; undefined where openssl is not installed. */
export function openLocalAuthority(key: 'rsa:2048' | 'ec'): LocalAuthority | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-tsa-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) =>
    execFileSync('openssl', [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(file('openssl.cnf'), config(folder));
  writeFileSync(file('serial'), '01\n');
  const keyArguments = key === 'ec' ? ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] : ['-newkey', key];
  try {
    openssl(
      ...['req', '-x509', '-nodes', '-days', '30', '-subj', '/CN=Local time stamps', '-config', file('openssl.cnf')],
      ...['-extensions', 'authority', '-keyout', file('key.pem'), '-out', file('certificate.pem'), ...keyArguments],
    );
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if ((error as { readonly code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
  return {
    certificate: readFileSync(file('certificate.pem'), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async stamp(request) {
      writeFileSync(file('request'), request);
      openssl(
        'ts',
        '-reply',
        '-config',
        file('openssl.cnf'),
        '-section',
        'local',
        '-queryfile',
        file('request'),
        '-out',
        file('response'),
      );
      return readFileSync(file('response'));
    },
  };
}
