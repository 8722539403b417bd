import type { LogStorage } from '../tiles/storage.js';
import { csvHead, csvLine } from './csv.js';
import { createOcsfExport } from './ocsf.js';
import { type LogRecord, type RecordFilter, readRecords } from './records.js';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'ocsf', 'cloudevents'] as const;
/** `ndjson`, `ocsf` and `cloudevents`: a JSON text a line. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  readonly storage: LogStorage;
  /** Of the checkpoint the export is made of: the same checkpoint and filter give the same bytes. */
  readonly checkpoint: { readonly origin: string; readonly size: number };
  readonly format: ExportFormat;
  readonly filter?: RecordFilter;
  /** Called with the index of each record as it is written. */
  readonly onRecord?: (index: number) => void;
}

/**
 * Records in a format of others, piece by piece, without ever holding more than a bundle.
 *
 * @throws MC_AUDIT_LOG_DAMAGED
 */
export async function* exportLog({
  storage,
  checkpoint,
  format,
  filter = {},
  onRecord,
}: ExportOptions): AsyncGenerator<string, void, undefined> {
  const write = writerOf(format, checkpoint);
  if (format === 'csv') yield csvHead();
  for await (const record of readRecords(storage, checkpoint.size, filter)) {
    onRecord?.(record.index);
    yield write(record);
  }
}

function writerOf(format: ExportFormat, checkpoint: ExportOptions['checkpoint']): (record: LogRecord) => string {
  switch (format) {
    case 'ndjson':
      return ({ index, text }) => `{"index":${index},"record":${text}}\n`;
    case 'csv':
      return csvLine;
    case 'ocsf': {
      const ocsf = createOcsfExport(checkpoint);
      return (record) => `${JSON.stringify(ocsf.event(record))}\n`;
    }
    case 'cloudevents':
      return (record) => `${JSON.stringify(cloudEvent(record, checkpoint.origin))}\n`;
  }
}

/** A record as CloudEvents 1.0 describe an event; `logindex` is its place in the log. */
function cloudEvent({ index, leaf }: LogRecord, origin: string): object {
  const { body } = leaf;
  return {
    specversion: '1.0',
    id: `${index}`,
    source: `//${origin}`,
    type: `motcua.audit.${body.type}`,
    subject: body.case,
    time: body.recordedAt,
    logindex: index,
    datacontenttype: 'application/json',
    data: leaf,
  };
}
