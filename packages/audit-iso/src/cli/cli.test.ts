import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLocalAuthority } from '../../test/openssl-authority.js';
import { chainLeaves, MORNING, ORIGIN, sampleRecords } from '../../test/sample-log.js';
import { createSigner } from '../note/index.js';
import { openLogWriter } from '../sequencer/index.js';
import { createFolderStorage } from '../tiles/index.js';
import { runCli } from './cli.js';

interface Office {
  readonly folder: string;
  path(name: string): string;
  run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly error: string }>;
  /** Publishes records in the log's folder, which is `log`. */
  publish(leaves: readonly string[]): Promise<void>;
  readonly key: string;
}

async function newOffice(): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-audit-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  let fill = 0;
  const run: Office['run'] = async (...args) => {
    const written = { out: '', error: '' };
    const code = await runCli(args, {
      clock: { now: () => MORNING },
      random(bytes) {
        fill += 1;
        return new Uint8Array(bytes).fill(fill);
      },
      async out(text) {
        written.out += text;
      },
      async error(text) {
        written.error += text;
      },
    });
    return { code, ...written };
  };
  const { out } = await run('keygen', '--name', ORIGIN, '--out', path('log.key'));
  return {
    folder,
    path,
    run,
    key: out.trim(),
    async publish(leaves) {
      const signer = await createSigner(readFileSync(path('log.key'), 'utf8'));
      const clock = { now: () => MORNING };
      const writer = await openLogWriter({ storage: createFolderStorage(path('log')), signers: [signer], clock });
      for (const leaf of leaves.slice(writer.size)) writer.append(leaf);
      await writer.publish();
    },
  };
}

const leaves = chainLeaves(sampleRecords({ cases: 3, each: 100 }));

test('makes a key that nobody else can read and that is never overwritten', async () => {
  const { run, path, key } = await newOffice();
  expect(key).toMatch(new RegExp(`^${ORIGIN}\\+[0-9a-f]{8}\\+`, 'u'));
  expect(statSync(path('log.key')).mode & 0o777).toBe(0o600);
  const again = await run('keygen', '--name', ORIGIN, '--out', path('log.key'));
  expect(again).toMatchObject({ code: 2, out: '' });
  expect(again.error).toContain('EEXIST');
});

test('verifies a folder, in both languages, and says what is wrong and where', async () => {
  const { run, path, publish, key } = await newOffice();
  await publish(leaves);
  writeFileSync(path('keys'), `${key}\n`);
  const good = await run('verify', path('log'), '--key', path('keys'), '--lang', 'en');
  expect(good).toMatchObject({ code: 0, error: '' });
  expect(good.out).toMatch(
    /300 records, root \S+\nread 300 records of 3 cases, compared 1 earlier checkpoints\nINTACT\n$/u,
  );
  expect((await run('verify', path('log'), '--key', key)).out).toContain('TOÀN VẸN');
  const bundle = path('log/tile/entries/001.p/44');
  writeFileSync(bundle, readFileSync(bundle, 'utf8').replace('"outcome":"accepted"', '"outcome":"ACCEPTED"'));
  const bad = await run('verify', path('log'), '--key', key, '--lang', 'en');
  expect(bad.code).toBe(1);
  expect(bad.out).toContain(
    '  record 256: it was changed: it is not the record that was hashed when the log was signed',
  );
  expect((await run('verify', path('log'), '--key', key)).out).toContain('bản ghi số 256: đã bị sửa');
  const json = JSON.parse((await run('verify', path('log'), '--key', key, '--json')).out);
  expect(json).toMatchObject({ intact: false, findings: [{ kind: 'record', index: 256 }, {}] });
});

test('proves a record and a case, and checks both offline', async () => {
  const { run, path, publish, key } = await newOffice();
  await publish(leaves);
  await run('prove', path('log'), '--key', key, '--index', '123', '--out', path('record'));
  expect(readFileSync(path('record'), 'utf8')).toBe(leaves[123]);
  const check = ['check', path('record'), '--proof', path('record.tlog-proof'), '--key', key, '--lang', 'en'];
  expect(await run(...check)).toMatchObject({ code: 0, out: expect.stringMatching(/^HOLDS: record 123 of the log/u) });
  writeFileSync(path('record'), leaves[124]!);
  expect(await run(...check)).toMatchObject({ code: 1, out: expect.stringMatching(/^REJECTED/u) });
  await run('prove', path('log'), '--key', key, '--tenant', 'binh-an', '--case', 'dossier-1', '--out', path('case'));
  const ofCase = await run('check', path('case'), '--key', key);
  expect(ofCase).toMatchObject({
    code: 0,
    out: 'ĐÚNG: 100 bản ghi của hồ sơ dossier-1 (binh-an); đầy đủ đến khi đóng hồ sơ\n',
  });
});

test('witnesses a folder, and does not once it was set back', async () => {
  const { run, path, publish, key } = await newOffice();
  await publish(leaves.slice(0, 150));
  const before = readFileSync(path('log/checkpoint'));
  const made = await run('keygen', '--witness', '--name', 'archive.example', '--out', path('witness.key'));
  const witness = ['witness', path('log'), '--key', key, '--private', path('witness.key'), '--state', path('seen')];
  expect(await run(...witness)).toMatchObject({ code: 0 });
  await publish(leaves);
  expect(await run(...witness)).toMatchObject({ code: 0 });
  const quorum = ['--witness', made.out.trim(), '--quorum', '1', '--lang', 'en'];
  expect((await run('verify', path('log'), '--key', key, ...quorum)).out).toContain(
    'cosigned by archive.example at 2026-03-02T01:00:00.000Z',
  );
  writeFileSync(path('log/checkpoint'), before);
  expect(await run(...witness)).toMatchObject({
    code: 1,
    error: expect.stringContaining('has seen a log of 300 records'),
  });
});

test('has a day that is over stamped, and reads the stamp with the log', async ({ skip }) => {
  const authority = openLocalAuthority('ec');
  if (authority === undefined) return skip('openssl is not installed');
  const { run, path, publish, key } = await newOffice();
  await publish(leaves);
  renameSync(path('log/checkpoints/2026-03-02'), path('log/checkpoints/2026-03-01'));
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.end(await authority.stamp(Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    authority.remove();
  });
  const { port } = server.address() as { readonly port: number };
  writeFileSync(path('authority.pem'), authority.certificate);
  const stamp = ['stamp', path('log'), '--url', `http://127.0.0.1:${port}/`, '--authority', path('authority.pem')];
  expect(await run(...stamp)).toMatchObject({ code: 0, out: expect.stringMatching(/^2026-03-01 20/u) });
  expect(await run(...stamp, '--day', '2026-03-02')).toMatchObject({ code: 2 });
  renameSync(path('log/checkpoints/2026-03-01'), path('log/checkpoints/2026-03-02'));
  renameSync(path('log/timestamps/2026-03-01.tsr'), path('log/timestamps/2026-03-02.tsr'));
  const verified = await run('verify', path('log'), '--key', key, '--authority', path('authority.pem'), '--lang', 'en');
  expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('time stamp timestamps/2026-03-02.tsr: 20') });
});

test('exports to a file or to the output', async () => {
  const { run, path, publish, key } = await newOffice();
  await publish(leaves);
  const all = await run('export', path('log'), '--key', key, '--format', 'ndjson', '--out', path('all.ndjson'));
  expect(all.code).toBe(0);
  expect(readFileSync(path('all.ndjson'), 'utf8').split('\n')).toHaveLength(301);
  const some = await run(
    'export',
    path('log'),
    '--key',
    key,
    '--format',
    'csv',
    '--case',
    'dossier-2',
    '--to',
    '2026-03-02T02:00Z',
  );
  expect(some.out.trim().split('\r\n')).toHaveLength(21);
});

test('writes a manifest beside an export, and verifies the files by it, alone or against the log', async () => {
  const { run, path, publish, key } = await newOffice();
  await publish(leaves);
  const period = ['--from', '2026-03-02T08:30+07:00', '--to', '2026-03-02T09:00+07:00'];
  const file = path('march.csv');
  await run('export', path('log'), '--key', key, '--format', 'csv', '--out', file, ...period);
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'));
  expect(manifest).toMatchObject({
    motcua: 'export-manifest/1',
    exportedAt: '2026-03-02T01:00:00.000Z',
    keys: [key],
    format: 'csv',
    filter: { recordedFrom: '2026-03-02T01:30:00.000Z', recordedTo: '2026-03-02T02:00:00.000Z' },
    records: 30,
    first: 30,
    last: 59,
    files: [{ name: 'march.csv', bytes: statSync(file).size, sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) }],
  });
  const verify = (...more: readonly string[]) =>
    run('verify', `${file}.manifest.json`, '--key', key, '--lang', 'en', ...more);
  expect(await verify()).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^HOLDS: march.csv, 30 records, period .*\nnot compared with the log/u),
  });
  const withLog = ['--log', path('log')];
  expect((await verify(...withLog)).out).toContain('made again from the log: the same bytes');
  // The log has grown since: the export is still that of its checkpoint.
  await publish([...leaves, ...chainLeaves([{ caseId: 'new', at: MORNING + 301 * 60_000 }])]);
  expect(await verify(...withLog)).toMatchObject({ code: 0 });

  const changed = readFileSync(file, 'utf8').replace(',lan,', ',lam,');
  writeFileSync(file, changed);
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('the file march.csv was changed') });
  // Whoever changes the manifest as well is found by the log.
  const sha256 = createHash('sha256').update(changed).digest('hex');
  writeFileSync(`${file}.manifest.json`, JSON.stringify({ ...manifest, files: [{ ...manifest.files[0], sha256 }] }));
  expect(await verify()).toMatchObject({ code: 0 });
  expect(await verify(...withLog)).toMatchObject({
    code: 1,
    out: expect.stringContaining('the log does not give these 30 records'),
  });
  writeFileSync(`${file}.manifest.json`, JSON.stringify({ ...manifest, keys: 3 }));
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringContaining('not the manifest of an export') });
  const { out: other } = await run('keygen', '--name', ORIGIN, '--out', path('other.key'));
  writeFileSync(`${file}.manifest.json`, JSON.stringify(manifest));
  rmSync(file);
  const stranger = await run('verify', `${file}.manifest.json`, '--key', other.trim(), '--lang', 'en');
  expect(stranger).toMatchObject({ code: 1, out: expect.stringContaining('the file march.csv is missing') });
});

test('shows which record corrects which, and finds one that corrects nothing', async () => {
  const { run, path, publish, key } = await newOffice();
  const at = (minute: number) => MORNING + minute * 60_000;
  const records = [
    { caseId: 'a', at: at(0) },
    { caseId: 'b', at: at(1) },
    { caseId: 'a', type: 'correction', at: at(2), more: { corrects: 'a:1' } },
    { caseId: 'a', type: 'correction', at: at(3), more: { corrects: 'b:2' } },
  ];
  await publish(chainLeaves(records));
  const verified = await run('verify', path('log'), '--key', key, '--lang', 'en');
  expect(verified.code).toBe(1);
  expect(verified.out).toContain('record 2 corrects record 0 of the case a');
  expect(verified.out).toContain(
    '  record 3: it corrects the record "b:2", and the case a has none of that id before it',
  );
  const { out } = await run('export', path('log'), '--key', key, '--format', 'csv');
  expect(out.split('\r\n')[3]).toMatch(/,a:1$/u);
  const report = await run('report', path('log'), '--key', key, '--lang', 'en');
  expect(report.out).toContain('correction ×2 (2–3)');
});

test('reports which records support which clause', async () => {
  const { run, path, publish, key } = await newOffice();
  await publish(leaves);
  const report = await run('report', path('log'), '--key', key, '--edition', 'ISO 9001:2015', '--lang', 'en');
  expect(report.code).toBe(0);
  expect(report.out).toContain('| 8.5.1 Control of service provision |');
  expect(report.out).toContain('transition ×297 (0–296), case.closed ×3 (297–299)');
  expect(report.out).not.toContain('27001');
  const none = await run('report', path('log'), '--key', key, '--to', '2026-03-01T00:00Z', '--json');
  expect(JSON.parse(none.out)).toMatchObject({ records: 0, to: Date.parse('2026-03-01T00:00Z') });
});

test.each([
  [['verify', '/nonexistent'], '--key is missing'],
  [['verify', '/nonexistent', '--key', 'x'], 'ENOENT'],
  [['prove', '.', '--key', 'a', '--wrong', 'b'], 'wrong'],
  [['export', '.', '--format', 'pdf'], '--format is one of'],
  [['check', 'a', 'b', '--key', 'x'], 'one folder or file'],
  [['verify', '.', '--lang', 'fr'], '--lang is vi or en'],
  [['report', '.', '--key', 'a+b', '--edition', 'ISO 1'], '--edition is one of'],
  [['dance'], 'motcua-audit <lệnh>'],
])('answers %j with a word on what is wrong', async (args, word) => {
  const { run } = await newOffice();
  const answer = await run(...args);
  expect(answer.code).toBe(2);
  expect(answer.error).toContain(word);
});

test('rejects a folder that another key signed, whatever is asked', async () => {
  const { run, path, publish } = await newOffice();
  await publish(leaves.slice(0, 5));
  const { out } = await run('keygen', '--name', ORIGIN, '--out', path('other.key'));
  for (const args of [['verify'], ['prove', '--index', '1', '--out', path('x')], ['export', '--format', 'csv']]) {
    const [name = '', ...rest] = args;
    expect((await run(name, path('log'), '--key', out.trim(), ...rest)).code).toBe(1);
  }
});
