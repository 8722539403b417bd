import type { AuditEntry, AuditLog } from '../src/index.js';

/** An audit log that shows what it was given; its leaves say type and id, or what `record` makes. */
export function openLog(record?: AuditLog['record']) {
  const entries: AuditEntry[] = [];
  const audit: AuditLog = {
    contractVersion: 1,
    record(entry, salt) {
      entries.push(entry);
      if (record !== undefined) return record(entry, salt);
      const { type, record: made, fields } = entry;
      const disclosures = fields.map((field) => ({ ...field, salt: Buffer.from(salt()).toString('hex') }));
      return {
        body: JSON.stringify({ type, id: made.commandId }),
        ...(disclosures.length > 0 && { disclosed: { commandId: made.commandId, disclosures } }),
      };
    },
  };
  return { audit, entries, of: (type: AuditEntry['type']) => entries.filter((entry) => entry.type === type) };
}
