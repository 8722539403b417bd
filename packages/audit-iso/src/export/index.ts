export { EXPORT_FORMATS, type ExportFormat, type ExportOptions, exportLog } from './export-log.js';
export {
  type ExportManifest,
  type ExportSummary,
  type ManifestInput,
  manifestText,
  parseManifest,
  writeExport,
} from './manifest.js';
export { type LogRecord, type RecordFilter, readRecords } from './records.js';
export { type ExportReport, type VerifyExportOptions, verifyExport } from './verify-export.js';
