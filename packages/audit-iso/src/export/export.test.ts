import { createHash } from 'node:crypto';
import { isMotcuaError } from '@motcua/core/contract';
import { expect, test } from 'vitest';
import { chainLeaves, MORNING, ORIGIN, sampleLog, sampleRecords } from '../../test/sample-log.js';
import { canonicalText } from '../canonical/canonical-text.js';
import { createMemoryStorage } from '../tiles/index.js';
import { type ExportFormat, type ExportOptions, exportLog, readRecords } from './index.js';

const leaves = chainLeaves(sampleRecords({ cases: 3, each: 100 }));
const HOUR_MS = 3_600_000;

async function exported(format: ExportFormat, options: Partial<ExportOptions> = {}): Promise<string> {
  const { storage } = await sampleLog(leaves);
  const parts: string[] = [];
  for await (const part of exportLog({
    storage,
    checkpoint: { origin: ORIGIN, size: leaves.length },
    format,
    ...options,
  })) {
    parts.push(part);
  }
  return parts.join('');
}

const linesOf = (text: string): Record<string, never>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('exports every record as it was hashed, one a line', async () => {
  const text = await exported('ndjson');
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(300);
  expect(lines[123]).toBe(`{"index":123,"record":${leaves[123]}}`);
});

test('gives the same bytes again for the same checkpoint', async () => {
  for (const format of ['ndjson', 'csv', 'ocsf', 'cloudevents'] as const) {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(hash(await exported(format))).toBe(hash(await exported(format)));
  }
});

test('exports what is asked for: a case, a type, a period, from an index on', async () => {
  const { storage } = await sampleLog(leaves);
  const indexes = async (filter: Parameters<typeof readRecords>[2]) => {
    const found: number[] = [];
    for await (const { index } of readRecords(storage, 300, filter)) found.push(index);
    return found;
  };
  expect(await indexes({ caseId: 'dossier-1', recordedTo: MORNING + HOUR_MS / 6 })).toEqual([1, 4, 7]);
  expect(await indexes({ type: 'case.closed' })).toEqual([297, 298, 299]);
  expect(await indexes({ from: 255, recordedFrom: MORNING, recordedTo: MORNING + 258 * 60_000 })).toEqual([
    255, 256, 257,
  ]);
  expect(await indexes({ tenant: 'another' })).toEqual([]);
});

test('writes CSV that a spreadsheet reads as text, whatever is in it', async () => {
  const records = [
    {
      caseId: '=HYPERLINK("http://x")',
      at: MORNING,
      more: { legalBasis: '+1', from: '@a', to: '-b', event: 'a,"b"\nc' },
    },
  ];
  const { storage } = await sampleLog(chainLeaves(records));
  const csv = await exported('csv', { storage, checkpoint: { origin: ORIGIN, size: 1 } });
  const [head, line = ''] = csv.split('\r\n');
  expect(head?.startsWith('\u{feff}index,tenant,case,')).toBe(true);
  expect(line).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(line).toContain(",'@a,'-b,");
  expect(line).toContain('"a,""b""\nc"');
  expect(line).toContain(",'+1,");
  for (const cell of line.split(',')) expect(cell).not.toMatch(/^[=+\-@\t\r]/u);
});

interface OcsfEvent {
  readonly attestation_list: readonly [
    {
      readonly fingerprint: { readonly value: string };
      readonly prev_event?: { readonly uid: string; readonly fingerprint: { readonly value: string } };
    },
  ];
}

test('writes OCSF events whose fingerprints anybody can compute again, each holding the one before', async () => {
  const events = linesOf(await exported('ocsf')) as unknown as OcsfEvent[];
  let before: string | undefined;
  for (const [index, event] of events.entries()) {
    const [{ fingerprint, ...attestation }] = event.attestation_list;
    const canonical = canonicalText({ ...event, attestation_list: [attestation] });
    expect(fingerprint.value).toBe(createHash('sha256').update(canonical).digest('hex'));
    expect(attestation.prev_event?.fingerprint.value).toBe(before);
    expect(event).toMatchObject({
      class_uid: 3004,
      category_uid: 3,
      metadata: { profiles: ['record_integrity'], sequence: index, tenant_uid: 'binh-an', uid: `${ORIGIN}/${index}` },
      raw_data: leaves[index],
    });
    before = fingerprint.value;
  }
  expect(events[0]).toMatchObject({ activity_id: 1, type_uid: 300401, status_id: 1 });
  expect(events[5]).toMatchObject({ activity_id: 3, type_uid: 300403, entity: { type: 'case', uid: 'dossier-2' } });
});

test('maps reads, erasures and refusals to what OCSF has for them', async () => {
  const records = [
    { caseId: 'a', at: MORNING, type: 'read' },
    { caseId: 'a', at: MORNING, type: 'erasure' },
    { caseId: 'a', at: MORNING, type: 'refusal', more: { outcome: 'refused', code: 'MC_ACCESS_DENIED' } },
  ];
  const { storage } = await sampleLog(chainLeaves(records));
  const events = linesOf(await exported('ocsf', { storage, checkpoint: { origin: ORIGIN, size: 3 } }));
  expect(events).toMatchObject([
    { activity_id: 2, status_id: 1 },
    { activity_id: 4, status_id: 1 },
    { activity_id: 99, type_uid: 300499, status_id: 2, status_code: 'MC_ACCESS_DENIED' },
  ]);
});

test('writes CloudEvents with the place in the log', async () => {
  const [first, ...more] = linesOf(await exported('cloudevents'));
  expect(more).toHaveLength(299);
  expect(first).toMatchObject({
    specversion: '1.0',
    id: '0',
    source: `//${ORIGIN}`,
    type: 'motcua.audit.transition',
    subject: 'dossier-0',
    time: '2026-03-02T01:00:00.000Z',
    logindex: 0,
    data: { caseSeq: 1 },
  });
});

test('stops at what cannot be read', async () => {
  const log = await sampleLog(leaves);
  log.objects.delete('tile/entries/000');
  const error = await exported('ndjson', { storage: log.storage }).catch((reason: unknown) => reason);
  expect(isMotcuaError(error, 'MC_AUDIT_LOG_DAMAGED')).toBe(true);
  const empty = createMemoryStorage();
  expect(await exported('ndjson', { storage: empty, checkpoint: { origin: ORIGIN, size: 0 } })).toBe('');
});
