import { groupBy, keyOf, type Proof } from '../proof.ts';

export const revisions: Proof = {
  name: 'revisions',
  promise:
    'the journal of a case has its revisions from 1 without a gap, each from one command of its own, each audited',
  looked: ({ rows }) => `${rows.journal.length} entries of ${rows.cases.length} cases`,
  findings: ({ rows }) => {
    const found: string[] = [];
    const journal = groupBy(rows.journal, ({ tenant, caseId }) => keyOf(tenant, caseId));
    const accepted = groupBy(
      rows.audit.filter(({ outcome }) => outcome === 'accepted'),
      ({ tenant, caseId }) => keyOf(tenant, caseId),
    );
    for (const { tenant, caseId, revision, envelope } of rows.cases) {
      const entries = journal.get(keyOf(tenant, caseId)) ?? [];
      const expected = Array.from({ length: revision }, (_, place) => place + 1).join();
      const written = entries.map((row) => row.revision).join();
      if (written !== expected)
        found.push(`case ${caseId} is at revision ${revision}, its journal has ${written || 'nothing'}`);
      if (envelope.revision !== revision)
        found.push(`case ${caseId} says revision ${envelope.revision} in row ${revision}`);
      const audited = (accepted.get(keyOf(tenant, caseId)) ?? [])
        .map((record) => record.revision)
        .sort((a, b) => a - b);
      if (audited.join() !== expected)
        found.push(`case ${caseId} is at revision ${revision}, audited are ${audited.join()}`);
      journal.delete(keyOf(tenant, caseId));
    }
    for (const [owner, entries] of journal) found.push(`${owner} has ${entries.length} journal entries and no case`);
    for (const row of rows.journal)
      if (row.entry.revision !== row.revision)
        found.push(`entry ${row.caseId}/${row.revision} says ${row.entry.revision}`);
    for (const [id, entries] of groupBy(rows.journal, ({ tenant, entry }) => keyOf(tenant, entry.command.id)))
      if (entries.length > 1) found.push(`command ${id} is in the journal ${entries.length} times`);
    return found;
  },
};
