import { expect, test } from 'vitest';
import {
  caseHeadPath,
  compareStore,
  createMemoryStorage,
  createTileReader,
  type Finding,
  type LogReport,
  openLogWriter,
  parseCheckpoint,
  parseNote,
  verifyLog,
} from '../src/index.js';
import { fakeStore } from './fake-seal.js';
import { chainLeaves, keysOf, MORNING, type SampleLog, sampleLog, sampleRecords, signerOf } from './sample-log.js';

const HOUR_MS = 3_600_000;

const verify = (
  { storage, keys }: SampleLog,
  more: Partial<Parameters<typeof verifyLog>[0]> = {},
): Promise<LogReport> => verifyLog({ storage, keys, ...more });

/** What was found, in a word and a place each. */
const found = ({ findings }: LogReport): string[] => findings.map(({ kind, where }: Finding) => `${kind} ${where}`);

const textOf = (log: SampleLog, name: string): string => Buffer.from(log.objects.get(name) ?? []).toString();

/** The same log, written by whoever has the key: the strongest attacker of the files. */
const withKey = (leaves: readonly string[]): Promise<SampleLog> => sampleLog(leaves);

test('finds nothing wrong with a log as it was written', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 7, each: 90 }));
  const report = await verify(await sampleLog(leaves, { batches: [1, 2, 253, 1, 300, 73] }));
  expect(report).toMatchObject({
    intact: true,
    size: 630,
    records: 630,
    cases: 7,
    checkpoints: 1,
    findings: [],
    more: 0,
  });
});

test('finds each flipped bit in each file of a log, and names the file or the record', async () => {
  const short = sampleRecords({ cases: 1, each: 2 }).map((record) => ({ ...record, more: { fields: {} } }));
  const log = await sampleLog(chainLeaves(short));
  expect((await verify(log)).intact).toBe(true);
  let flips = 0;
  for (const [name, whole] of [...log.objects]) {
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const changed = Uint8Array.from(whole);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      log.objects.set(name, changed);
      const report = await verify(log);
      if (report.intact) throw new Error(`bit ${bit} of ${name} was flipped unnoticed`);
      const places = report.findings.map(({ where }) => where);
      const isNamed =
        places.includes(name) ||
        (name.startsWith('tile/entries') && places.some((where) => where.startsWith('record')));
      if (!isNamed) throw new Error(`bit ${bit} of ${name} was reported as ${JSON.stringify(report.findings)}`);
      flips += 1;
    }
    log.objects.set(name, whole);
  }
  expect(flips).toBeGreaterThan(5_000);
});

test('finds each file that is gone', async () => {
  const log = await sampleLog(chainLeaves(sampleRecords({ cases: 3, each: 100 })));
  for (const [name, whole] of [...log.objects]) {
    log.objects.delete(name);
    const report = await verify(log);
    // Whoever takes a day's checkpoint away takes it from himself: the auditor's own copy counts.
    expect(
      name.startsWith('checkpoints/') ? report.intact : found(report).some((place) => place.includes(name)),
      name,
    ).toBe(true);
    log.objects.set(name, whole);
  }
});

test('finds a record that was dropped, swapped, inserted, doubled or back-dated, even by somebody with the key', async () => {
  const records = sampleRecords({ cases: 3, each: 5 });
  const leaves = chainLeaves(records);
  const dropped = await verify(await withKey(leaves.toSpliced(4, 1)));
  expect(dropped.findings).toMatchObject([
    {
      kind: 'chain',
      index: 6,
      problem: { en: 'record 2 of the case dossier-1 of binh-an is missing before this one' },
    },
  ]);
  const swapped = await verify(await withKey(leaves.with(4, leaves[7]!).with(7, leaves[4]!)));
  expect(swapped.findings.map(({ index }) => index)).toContain(7);
  const doubled = await verify(await withKey(leaves.toSpliced(5, 0, leaves[4]!)));
  expect(doubled.findings[0]).toMatchObject({
    kind: 'chain',
    index: 5,
    problem: { en: expect.stringMatching(/record 2 .* is there twice/u) },
  });
  const inserted = chainLeaves([...records.slice(0, 5), { caseId: 'dossier-1', at: records[5]!.at }]).at(-1)!;
  const withOneMore = await verify(await withKey(leaves.toSpliced(5, 0, inserted)));
  expect(withOneMore.findings[0]).toMatchObject({
    kind: 'chain',
    index: 8,
    problem: { en: expect.stringMatching(/record 3 .* is there twice/u) },
  });
  const backDated = chainLeaves(records.with(7, { ...records[7]!, at: MORNING - 26 * HOUR_MS }));
  expect(found(await verify(await withKey(backDated)))).toEqual(['chain record 7', 'time record 7']);
});

test('finds a changed record by its index, and says that the record was changed, not its hash', async () => {
  const log = await sampleLog(chainLeaves(sampleRecords({ cases: 3, each: 100 })));
  const bundle = textOf(log, 'tile/entries/000');
  log.objects.set('tile/entries/000', Buffer.from(bundle.replace('"revision":7,', '"revision":8,')));
  const report = await verify(log);
  const records = report.findings.filter(({ kind }) => kind === 'record');
  expect(records).toMatchObject([
    { index: 18, problem: { en: expect.stringMatching(/it was changed: it is not the record that was hashed/u) } },
  ]);
  expect(report.findings.some(({ kind }) => kind === 'tile')).toBe(false);
});

test('tells a changed hash in a tile from a changed record', async () => {
  const log = await sampleLog(chainLeaves(sampleRecords({ cases: 3, each: 200 })), { batches: [600] });
  for (const name of ['tile/0/001', 'tile/1/000.p/2']) {
    const whole = log.objects.get(name)!;
    log.objects.set(name, Uint8Array.from(whole).fill(7, 40, 41));
    expect(found(await verify(log))).toEqual([`tile ${name}`]);
    log.objects.set(name, whole);
  }
});

test('finds a cut tail: of the log by the checkpoint, of a closed case by its head', async () => {
  const records = sampleRecords({ cases: 2, each: 4 });
  const leaves = chainLeaves(records);
  const log = await sampleLog(leaves);
  const shorter = await withKey(leaves.slice(0, 6));
  // The signed heads of the cases stay where they were, and so does the checkpoint that somebody kept.
  const kept = { name: 'kept.checkpoint', note: textOf(log, 'checkpoint') };
  expect(found(await verify(shorter, { earlier: [kept] }))).toEqual(['checkpoint kept.checkpoint']);
  const reopened = chainLeaves([...records, { caseId: 'dossier-1', at: records[7]!.at, type: 'case.closed' }]);
  const head = caseHeadPath({ tenant: 'binh-an', caseId: 'dossier-1', caseSeq: 5 });
  const whole = await sampleLog(reopened);
  whole.objects.delete(head);
  expect(found(await verify(whole))).toEqual([`head ${head}`]);
});

test('finds a log that was rewritten without the key', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 3, each: 5 }));
  const log = await sampleLog(leaves);
  const stranger = await signerOf(66);
  const forged = await sampleLog(leaves.slice(0, 9), { signer: stranger });
  expect(found(await verify({ ...forged, keys: log.keys }))).toEqual(['checkpoint checkpoint']);
  // With the checkpoint that the key did sign, the records do not fit it.
  const mixed = {
    ...forged,
    keys: log.keys,
    storage: createMemoryStorage(new Map([...forged.objects, ['checkpoint', log.objects.get('checkpoint')!]])),
  };
  expect((await verify(mixed)).intact).toBe(false);
});

test('finds a log that was rewritten with the key, by the checkpoint of an earlier day', async () => {
  const records = sampleRecords({ cases: 2, each: 6 }).map((record, place) => ({
    ...record,
    at: MORNING + place * 6 * HOUR_MS,
  }));
  const log = await sampleLog(chainLeaves(records), { batches: [4, 4, 4] });
  expect(await verify(log)).toMatchObject({ intact: true, checkpoints: 3 });
  const other = records.with(2, { ...records[2]!, more: { outcome: 'refused' } });
  const rewritten = await sampleLog(chainLeaves(other));
  for (const day of ['2026-03-02', '2026-03-03']) {
    rewritten.objects.set(`checkpoints/${day}`, log.objects.get(`checkpoints/${day}`)!);
  }
  expect(found(await verify(rewritten))).toEqual([
    'checkpoint checkpoints/2026-03-02',
    'checkpoint checkpoints/2026-03-03',
  ]);
});

test("finds last week's backup of the folder by a later checkpoint that somebody kept", async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 2, each: 8 }));
  const [backup, now] = [await sampleLog(leaves.slice(0, 9)), await sampleLog(leaves)];
  const earlier = [{ name: 'of-the-auditor', note: textOf(now, 'checkpoint') }];
  expect((await verify(backup, { earlier })).findings).toMatchObject([
    { kind: 'checkpoint', problem: { en: expect.stringMatching(/signed for 16 records, the log has 9/u) } },
  ]);
});

test('finds rows that were changed, taken out or set back in the database', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 3, each: 200 }));
  const log = await sampleLog(leaves);
  const reader = createTileReader(log.storage, leaves.length);
  const store = fakeStore();
  store.sealed.push(...leaves);
  expect(await compareStore(store, reader)).toBe(600);
  store.sealed[417] = leaves[417]!.replace('"outcome":"accepted"', '"outcome":"refused"');
  await expect(compareStore(store, reader)).rejects.toMatchObject({
    code: 'MC_AUDIT_STORE_DIFFERS',
    details: { index: 417 },
  });
  store.sealed.splice(300);
  await expect(compareStore(store, reader)).rejects.toMatchObject({
    code: 'MC_AUDIT_STORE_DIFFERS',
    details: { index: 300 },
  });
});

test('refuses records in another form, with their index', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 1, each: 4 }));
  const odd = leaves
    .with(1, leaves[1]!.replace('{"body":', '{ "body":'))
    .with(2, '{"body":{},"casePrev":"","caseSeq":3}');
  const report = await verify(await withKey(odd));
  expect(report.findings.filter(({ kind }) => kind === 'form')).toMatchObject([
    { index: 1, problem: { en: 'it is not canonical JSON (RFC 8785)' } },
    { index: 2, problem: { en: expect.stringMatching(/body/u) } },
  ]);
});

test('is not blinded for the order of times by a time that does not exist', async () => {
  const records = sampleRecords({ cases: 1, each: 4 });
  const blind = { ...records[1]!, more: { recordedAt: '2026-02-30T01:00:00.000Z' } };
  const report = await verify(await withKey(chainLeaves(records.with(1, blind))));
  expect(report.findings).toMatchObject([
    { kind: 'form', index: 1, problem: { en: expect.stringMatching(/recordedAt/u) } },
    { kind: 'chain' },
  ]);
});

test('lists a hundred findings and counts the rest', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 1, each: 300 })).filter((_, place) => place % 2 === 0);
  const report = await verify(await withKey(leaves));
  expect(report.findings).toHaveLength(100);
  expect(report.more).toBe(49);
});

test('rejects a folder without a checkpoint, and a checkpoint of nobody one knows', async () => {
  const log = await sampleLog(chainLeaves(sampleRecords({ cases: 1, each: 2 })));
  expect(found(await verify({ ...log, keys: await keysOf(await signerOf(9)) }))).toEqual(['checkpoint checkpoint']);
  expect(found(await verifyLog({ storage: createMemoryStorage(), keys: log.keys }))).toEqual(['missing checkpoint']);
});

test('refuses to write on top of a log that is not its own or is damaged', async () => {
  const log = await sampleLog(chainLeaves(sampleRecords({ cases: 1, each: 3 })));
  const clock = { now: () => MORNING };
  await expect(openLogWriter({ storage: log.storage, signers: [await signerOf(5)], clock })).rejects.toMatchObject({
    code: 'MC_AUDIT_LOG_DAMAGED',
  });
  log.objects.set('tile/0/000.p/3', new Uint8Array(96));
  await expect(openLogWriter({ storage: log.storage, signers: [await signerOf(1)], clock })).rejects.toMatchObject({
    code: 'MC_AUDIT_LOG_DAMAGED',
  });
  expect(parseCheckpoint(parseNote(textOf(log, 'checkpoint')).text).size).toBe(3);
});
