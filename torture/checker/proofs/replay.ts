import { type CaseEnvelope, decide, rulesAuthorizer, type Workflow } from '@motcua/core';
import { groupBy, isSame, keyOf, type Proof, type Subject } from '../proof.ts';
import type { CaseRow, JournalRow, MessageTableRow } from '../rows.ts';

export const replay: Proof = {
  name: 'replay',
  promise: 'a case, its journal and its messages are what its commands give when they are decided again from nothing',
  looked: ({ rows }) => `${rows.journal.length} commands decided again`,
  findings: (subject) => {
    const journal = groupBy(subject.rows.journal, ({ tenant, caseId }) => keyOf(tenant, caseId));
    const outbox = groupBy(subject.rows.outbox, ({ tenant, caseId }) => keyOf(tenant, caseId));
    return subject.rows.cases.flatMap((row) => {
      const key = keyOf(row.tenant, row.caseId);
      return replayCase(subject, row, journal.get(key) ?? [], outbox.get(key) ?? []);
    });
  },
};

function replayCase(
  subject: Subject,
  { caseId, envelope }: CaseRow,
  journal: readonly JournalRow[],
  outbox: readonly MessageTableRow[],
): readonly string[] {
  const env = {
    authorizer: rulesAuthorizer(),
    calendars: { current: () => subject.calendar, get: () => subject.calendar },
  };
  const found: string[] = [];
  const addressed: string[] = [];
  let before: CaseEnvelope | undefined;
  for (const { entry } of journal) {
    const workflow = workflowOf(subject, entry.command.type === 'open' ? entry.command.workflow : envelope.workflow);
    try {
      const { change, reply } = decide(workflow, before, entry.command, env);
      if (change === undefined) {
        found.push(`case ${caseId}: command ${entry.command.id} is ${reply.status} when it is decided again`);
        continue;
      }
      if (!isSame(change.journal, entry))
        found.push(`case ${caseId}: entry ${entry.revision} is another when decided again`);
      for (const { id, topic, payload } of change.messages)
        for (const destination of destinationsOf(subject, topic))
          addressed.push(messageText(id, destination, topic, payload));
      before = JSON.parse(JSON.stringify(change.envelope)) as CaseEnvelope;
    } catch (error) {
      found.push(`case ${caseId}: entry ${entry.revision} cannot be decided again: ${String(error)}`);
    }
  }
  if (!isSame(before, envelope)) found.push(`case ${caseId} is not what its journal gives`);
  const stored = outbox.map((row) => messageText(row.messageId, row.destination, row.topic, row.payload));
  const missing = addressed.filter((message) => !stored.includes(message));
  const surplus = stored.filter((message) => !addressed.includes(message));
  for (const message of missing) found.push(`case ${caseId}: its outbox lacks ${message}`);
  for (const message of surplus) found.push(`case ${caseId}: its outbox has ${message}, which nothing wrote`);
  if (new Set(stored).size !== stored.length) found.push(`case ${caseId}: its outbox has a message twice`);
  return found;
}

function workflowOf({ workflows }: Subject, id: string): Workflow {
  const found = workflows.find((workflow) => workflow.id === id);
  if (found === undefined) throw new Error(`the run knows no workflow ${id}`);
  return found;
}

function destinationsOf({ destinations }: Subject, topic: string): readonly string[] {
  if (topic.startsWith('motcua.')) return ['engine'];
  const wants = (pattern: string) =>
    pattern === '*' || pattern === topic || (pattern.endsWith('.*') && topic.startsWith(pattern.slice(0, -1)));
  return Object.entries(destinations).flatMap(([name, patterns]) => (patterns.some(wants) ? [name] : []));
}

const messageText = (id: string, destination: string, topic: string, payload: object): string => {
  const fields = Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${id}/${destination} ${topic} ${JSON.stringify(fields)}`;
};
