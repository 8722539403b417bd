export { EXPORT_FORMATS, type ExportFormat, type ExportOptions, exportLog } from './export-log.js';
export { type LogRecord, type RecordFilter, readRecords } from './records.js';
