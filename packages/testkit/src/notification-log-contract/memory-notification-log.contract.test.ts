import { createMemoryNotificationLog } from '@motcua/core/memory';
import { notificationLogContract } from './index.js';

notificationLogContract({
  name: 'the memory notification log',
  async create() {
    const log = createMemoryNotificationLog();
    return { log, close: () => log.close() };
  },
  report: '../../../../docs/reference/conformance/memory-notification-log.json',
});
