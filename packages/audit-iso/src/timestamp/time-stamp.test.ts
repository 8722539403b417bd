import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openLocalAuthority } from '../../test/openssl-authority.js';
import { chainLeaves, sampleLog, sampleRecords } from '../../test/sample-log.js';
import { parseNote } from '../note/index.js';
import { verifyLog } from '../verify/index.js';
import { createRemoteAuthority, stampDay, timeStampRequest, verifyTimeStamp } from './index.js';

const nonce = Uint8Array.of(0x80, 2, 3, 4, 5, 6, 7, 8);
const day = '2026-03-02';

function authorityOf(key: 'rsa:2048' | 'ec') {
  const authority = openLocalAuthority(key);
  if (authority !== undefined) onTestFinished(authority.remove);
  return authority;
}

test.for(['rsa:2048', 'ec'] as const)(
  'keeps the stamp of a day, and checks it with the log (%s)',
  async (key, { skip }) => {
    const authority = authorityOf(key);
    if (authority === undefined) return skip('openssl is not installed');
    const log = await sampleLog(chainLeaves(sampleRecords({ cases: 2, each: 5 })));
    const certificates = [authority.certificate];
    const stamped = await stampDay({ storage: log.storage, authority, certificates, day, nonce });
    if (stamped.status === 'rejected') throw new Error(stamped.problem.en);
    expect(Math.abs(stamped.at - Date.now())).toBeLessThan(120_000);
    const check = () => verifyLog({ storage: log.storage, keys: log.keys, authorities: certificates });
    expect(await check()).toMatchObject({
      intact: true,
      timeStamps: [{ name: `timestamps/${day}.tsr`, at: stamped.at }],
    });
    const whole = log.objects.get(`timestamps/${day}.tsr`)!;
    let unnoticed = 0;
    for (let bit = 0; bit < whole.length * 8; bit += 37) {
      const changed = Uint8Array.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const { text } = parseNote(log.objects.get(`checkpoints/${day}`)!);
      const verdict = verifyTimeStamp(changed, text, certificates);
      // The certificate in the response and words about its status are not what is signed; the time is.
      if (verdict.status === 'verified') {
        expect(verdict.at).toBe(stamped.at);
        unnoticed += 1;
      }
    }
    expect(unnoticed).toBeLessThan((whole.length * 8) / 37);
    log.objects.set(`timestamps/${day}.tsr`, whole.subarray(0, 100));
    expect((await check()).findings).toMatchObject([{ kind: 'timestamp', where: `timestamps/${day}.tsr` }]);
  },
);

test('rejects the stamp of another text, of another authority, and what is none', async ({ skip }) => {
  const [authority, other] = [authorityOf('ec'), authorityOf('ec')];
  if (authority === undefined || other === undefined) return skip('openssl is not installed');
  for (const first of [0, 1, 0x7f, 0xff]) {
    const other = await authority.stamp(timeStampRequest('a text\n', Uint8Array.of(first, 0, 0x80, 4, 5, 6, 7, 8)));
    expect(verifyTimeStamp(other, 'a text\n', [authority.certificate]).status, `${first}`).toBe('verified');
  }
  const response = await authority.stamp(timeStampRequest('a text\n', nonce));
  const verdict = (text: string, certificate: string) => verifyTimeStamp(response, text, [certificate]).status;
  expect(verdict('a text\n', authority.certificate)).toBe('verified');
  expect(verdict('another text\n', authority.certificate)).toBe('rejected');
  expect(verdict('a text\n', other.certificate)).toBe('rejected');
  expect(verifyTimeStamp(response, 'a text\n', []).status).toBe('rejected');
  expect(verifyTimeStamp(new Uint8Array([1, 2, 3]), 'a text\n', [authority.certificate]).status).toBe('rejected');
});

test('asks an authority over HTTP', async ({ skip }) => {
  const authority = authorityOf('ec');
  if (authority === undefined) return skip('openssl is not installed');
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    expect(request.headers['content-type']).toBe('application/timestamp-query');
    response.end(await authority.stamp(Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { readonly port: number };
  const remote = createRemoteAuthority({ url: `http://127.0.0.1:${port}/` });
  const response = await remote.stamp(timeStampRequest('a text\n', nonce));
  expect(verifyTimeStamp(response, 'a text\n', [authority.certificate]).status).toBe('verified');
});
