import { X509Certificate } from 'node:crypto';
import type { Text } from '@motcua/core/contract';
import { RFC3161Timestamp } from '@sigstore/core';
import { concat, utf8 } from '../encoding/bytes.js';
import { failureText } from '../encoding/failure-text.js';
import { sha256 } from '../tree/hash.js';

/** Says, signed, that it saw a digest at a time (RFC 3161). Takes a request and gives a response, both in DER. */
export interface TimeStampAuthority {
  stamp(request: Uint8Array): Promise<Uint8Array>;
}

/** An authority behind an HTTP address, as they are on offer. */
export function createRemoteAuthority({ url }: { readonly url: string }): TimeStampAuthority {
  return {
    async stamp(request) {
      const headers = { 'content-type': 'application/timestamp-query' };
      const response = await fetch(url, { method: 'POST', headers, body: Uint8Array.from(request) });
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

/** DER of `version 1` and of SHA-256 as the algorithm of the digest, and of the wish for the certificate. */
const VERSION_1 = Uint8Array.of(0x02, 0x01, 0x01);
const SHA_256 = Uint8Array.from(Buffer.from('300d06096086480165030402010500', 'hex'));
const WITH_CERTIFICATE = Uint8Array.of(0x01, 0x01, 0xff);

/** The request to stamp a text (RFC 3161, section 2.4.1). The nonce is 8 random bytes. */
export function timeStampRequest(text: string, nonce: Uint8Array): Uint8Array {
  const imprint = der(0x30, SHA_256, der(0x04, sha256(utf8(text))));
  return der(0x30, VERSION_1, imprint, positiveInteger(nonce), WITH_CERTIFICATE);
}

/** The shortest form, as DER asks for; a zero in front where the number would be negative. */
function positiveInteger(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Uint8Array.of(0) : bytes.subarray(start);
  const isNegative = (digits[0] ?? 0) >= 0x80;
  return der(0x02, isNegative ? concat(Uint8Array.of(0), digits) : digits);
}

/** All of it is shorter than 128 bytes, so that a length is one byte. */
function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag, content.length), content);
}

export type TimeStampCheck =
  | { readonly status: 'verified'; readonly at: number }
  | { readonly status: 'rejected'; readonly problem: Text };

/**
 * Checks that one of the authorities stamped this text. `certificates`: of the authorities one trusts, in PEM; a
 * certificate must have been valid at the time in the stamp. Chains and revocation are not looked at.
 */
export function verifyTimeStamp(response: Uint8Array, text: string, certificates: readonly string[]): TimeStampCheck {
  try {
    const stamp = RFC3161Timestamp.parse(Buffer.from(response));
    const at = stamp.signingTime.getTime();
    const data = Buffer.from(utf8(text));
    for (const pem of certificates) {
      const certificate = new X509Certificate(pem);
      const isValid = Date.parse(certificate.validFrom) <= at && at <= Date.parse(certificate.validTo);
      if (isValid && isSignedBy(stamp, data, certificate)) return { status: 'verified', at };
    }
  } catch (error) {
    return { status: 'rejected', problem: failureText(error) };
  }
  return {
    status: 'rejected',
    problem: {
      vi: 'dấu thời gian không phải của văn bản này, hoặc không do đơn vị tin cậy cấp',
      en: 'the time stamp is not of this text, or of no authority one trusts',
    },
  };
}

function isSignedBy(stamp: RFC3161Timestamp, data: Buffer<ArrayBuffer>, certificate: X509Certificate): boolean {
  try {
    stamp.verify(data, certificate.publicKey);
    return true;
  } catch {
    return false;
  }
}
