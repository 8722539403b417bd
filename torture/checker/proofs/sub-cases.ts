import { groupBy, keyOf, type Proof } from '../proof.ts';

export const subCases: Proof = {
  name: 'sub-cases',
  promise: 'every message between cases was carried out once, and every sub-case knows the case that opened it',
  looked: ({ rows }) =>
    `${rows.outbox.filter(({ destination }) => destination === 'engine').length} messages between cases`,
  findings: ({ rows }) => {
    const found: string[] = [];
    const journal = groupBy(rows.journal, ({ entry }) => entry.command.id);
    const replies = new Set(rows.commands.map(({ tenant, commandId }) => keyOf(tenant, commandId)));
    const cases = new Map(rows.cases.map(({ tenant, caseId, envelope }) => [keyOf(tenant, caseId), envelope]));
    for (const { tenant, messageId, topic, destination, status, caseId, payload } of rows.outbox) {
      if (destination !== 'engine' || status !== 'delivered') continue;
      if (!replies.has(keyOf(tenant, messageId)))
        found.push(`${messageId} (${topic}) is delivered, and was never a command`);
      const times = journal.get(messageId)?.length ?? 0;
      if (times > 1) found.push(`${messageId} (${topic}) was carried out ${times} times`);
      if (topic !== 'motcua.case.open') continue;
      const parent = cases.get(keyOf(tenant, String(payload['caseId'])))?.parent;
      if (parent?.caseId !== caseId)
        found.push(`${messageId} opened a sub-case that answers to ${parent?.caseId ?? 'nobody'}`);
    }
    return found;
  },
};
