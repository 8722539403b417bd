import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate for 127.0.0.1 that vouches for itself. */
export async function certificateUntil(end: Date, host = '127.0.0.1'): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    notBeforeDate: new Date('2020-01-01T00:00:00Z'),
    notAfterDate: end,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [host === '127.0.0.1' ? { type: 7, ip: host } : { type: 2, value: host }] },
    ],
  });
  return { key, cert };
}

export const valid = new Date('2099-01-01T00:00:00Z');
export const expired = new Date('2021-01-01T00:00:00Z');
