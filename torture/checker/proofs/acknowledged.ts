import type { Acknowledgement } from '../../run/evidence.ts';
import { groupBy, isSame, type Proof, type Subject } from '../proof.ts';

export const acknowledged: Proof = {
  name: 'acknowledged',
  promise:
    'every acknowledged command is in the journal exactly once, or in the audit as what it was, with the reply its caller got',
  looked: ({ evidence }) => `${evidence.acknowledgements.length} acknowledgements`,
  findings: ({ rows, evidence }: Subject) => {
    const replies = groupBy(rows.commands, ({ commandId }) => commandId);
    const journal = groupBy(rows.journal, ({ entry }) => entry.command.id);
    const audit = groupBy(rows.audit, ({ commandId }) => commandId);
    return evidence.acknowledgements.flatMap(({ commandId, caseId, reply }: Acknowledgement) => {
      const found: string[] = [];
      const stored = replies.get(commandId) ?? [];
      if (stored.length !== 1) found.push(`is remembered ${stored.length} times`);
      else if (!isSame(stored[0]?.reply, reply)) found.push('was answered otherwise than it is remembered');
      if (reply.caseId !== caseId) found.push(`was answered for case ${reply.caseId}`);
      const entries = journal.get(commandId) ?? [];
      const wanted = reply.status === 'accepted' ? 1 : 0;
      if (entries.length !== wanted) found.push(`was ${reply.status} and is in the journal ${entries.length} times`);
      if (entries[0] !== undefined && entries[0].revision !== reply.revision)
        found.push(`was acknowledged at revision ${reply.revision} and is at ${entries[0].revision}`);
      const outcomes = (audit.get(commandId) ?? []).map(({ outcome }) => outcome);
      if (!isSame(outcomes, [reply.status]))
        found.push(`was ${reply.status} and is audited as [${outcomes.join(', ')}]`);
      return found.map((text) => `command ${commandId} of case ${caseId} ${text}`);
    });
  },
};
