import type { CaseEnvelope, CaseIndex, CaseSummary, JournalEntry } from '../../contract/case.js';
import type { Protected, Sealed } from '../../contract/personal.js';
import type { OutboxRow } from '../../contract/store.js';
import { indexTask } from './encode-index.js';
import { type KnownCase, knownCase } from './protected-case.js';
import type { OpenedDocument, OpenedPart, OpenTask, Place, Sealer } from './sealer.js';

/** A record as the engine shows it: what is readable in clear, and a list of what an erasure took away. */
export async function decodeRecords<Record extends Protected>(
  sealer: Sealer,
  records: readonly Record[],
  placeOf: (record: Record) => Place,
): Promise<readonly Record[]> {
  if (!records.some(isSealed)) return records;
  const sealed = records.filter(isSealed);
  const opened = await sealer.open(sealed.map((record) => taskOf(record, placeOf(record))));
  const clear = new Map(sealed.map((record, index) => [record, opened[index]]));
  return records.map((record) => {
    const found = clear.get(record as Record & { readonly sealed: Sealed });
    return found === undefined ? record : withErased(found.document as Record, found.erased);
  });
}

const isSealed = <Record extends Protected>(record: Record): record is Record & { readonly sealed: Sealed } =>
  record.sealed !== undefined;

function taskOf<Record extends Protected>(record: Record & { readonly sealed: Sealed }, place: Place) {
  const { sealed, ...document } = record;
  return { document, sealed, place };
}

const withErased = <Record>(record: Record, erased: readonly string[]): Record =>
  erased.length === 0 ? record : { ...record, erased };

/** Where the personal values of a journal entry belong. */
export const journalPlace = ({ tenant, caseId, revision }: JournalEntry): Place => ({
  tenant,
  kind: 'journal',
  id: [caseId, revision],
});

export interface DecodedCase {
  readonly envelope: CaseEnvelope;
  readonly known: KnownCase;
  /** JSON pointers in the case of what its index cannot say any more. */
  readonly lostInIndex: readonly string[];
}

/** Cases in clear, with what must be remembered of each for the next time it is written. */
export async function decodeCases(sealer: Sealer, stored: readonly CaseEnvelope[]): Promise<readonly DecodedCase[]> {
  const cases = stored.map((envelope) => {
    const { tenant, caseId, revision, index } = envelope;
    const place: Place = { tenant, kind: 'case', id: [caseId, revision] };
    return {
      envelope,
      whole: isSealed(envelope) ? taskOf(envelope, place) : undefined,
      index: indexTask(tenant, caseId, index),
    };
  });
  // All at once, so that keys are asked for once.
  const tasks: OpenTask<CaseEnvelope | CaseIndex>[] = cases.flatMap(({ whole, index }) =>
    [whole, index].filter((task) => task !== undefined),
  );
  const opened = await sealer.open(tasks);
  const byTask = new Map<unknown, unknown>(tasks.map((task, at) => [task, opened[at]]));
  const openedBy = <Document>(task: OpenTask<Document> | undefined) =>
    byTask.get(task) as OpenedDocument<Document> | undefined;
  return cases.map(({ envelope, whole, index }) => {
    const { document, erased, parts } = openedBy(whole) ?? { document: envelope, erased: [], parts: [] };
    const { document: readable, erased: lost } = openedBy(index) ?? { document: envelope.index, erased: [] };
    const clear = withErased({ ...document, index: readable } as CaseEnvelope, erased);
    const lostInIndex = lost.map((pointer) => `/index${pointer}`);
    return { envelope: clear, known: knownCase({ stored: envelope, clear, parts }), lostInIndex };
  });
}

/** What subject and text of stored indices say. */
async function decodeIndices(
  sealer: Sealer,
  cases: readonly { readonly tenant: string; readonly caseId: string; readonly index: CaseIndex }[],
): Promise<readonly CaseIndex[]> {
  const tasks = cases.map(({ tenant, caseId, index }) => indexTask(tenant, caseId, index));
  const wanted = tasks.filter((task): task is OpenTask<CaseIndex> => task !== undefined);
  if (wanted.length === 0) return cases.map(({ index }) => index);
  const opened = await sealer.open(wanted);
  return cases.map(({ index }, at) => {
    const task = tasks[at];
    return task === undefined ? index : (opened[wanted.indexOf(task)]?.document ?? index);
  });
}

export async function decodeSummaries(
  sealer: Sealer,
  tenant: string,
  items: readonly CaseSummary[],
): Promise<readonly CaseSummary[]> {
  const indices = await decodeIndices(
    sealer,
    items.map(({ caseId, index }) => ({ tenant, caseId, index })),
  );
  return items.map((item, at) => ({ ...item, index: indices[at] ?? item.index }));
}

export interface DecodedMessage {
  readonly row: OutboxRow;
  readonly parts: readonly OpenedPart[];
}

/** A message as a destination may have it. */
export async function decodeMessage(sealer: Sealer, stored: OutboxRow): Promise<DecodedMessage> {
  const { $sealed, ...payload } = stored.payload as OutboxRow['payload'] & { readonly $sealed?: Sealed };
  if ($sealed === undefined) return { row: stored, parts: [] };
  const place: Place = { tenant: stored.tenant, kind: 'message', id: [stored.id] };
  const [opened] = await sealer.open([{ document: payload, sealed: $sealed, place }]);
  const { document, erased, parts } = opened as OpenedDocument<OutboxRow['payload']>;
  return { row: withErased({ ...stored, payload: document }, erased), parts };
}

/** The keys a stored message is encrypted with. */
export function sealedIn(stored: OutboxRow): Sealed | undefined {
  return (stored.payload as { readonly $sealed?: Sealed })['$sealed'];
}
