import { NOTIFICATION_LOG_CONTRACT_VERSION, type NotificationLog, type NotificationRecord } from '../contract/index.js';

/** A notification log in memory: what was sent is forgotten with the process. */
export function createMemoryNotificationLog(): NotificationLog {
  const records = new Map<string, NotificationRecord>();
  const where = (holds: (record: NotificationRecord) => boolean) =>
    [...records.values()].filter(holds).sort((a, b) => a.at - b.at);
  return {
    contractVersion: NOTIFICATION_LOG_CONTRACT_VERSION,
    async record(record) {
      const id = JSON.stringify([record.tenant, record.key, record.channel]);
      records.delete(id);
      records.set(id, { ...record });
    },
    find: async ({ tenant, key, content }) =>
      where((record) => record.tenant === tenant && (record.key === key || record.content === content)),
    ofCase: async ({ tenant, caseId }) => where((record) => record.tenant === tenant && record.caseId === caseId),
    async close() {},
  };
}
