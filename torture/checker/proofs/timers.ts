import { climbOf, historiesOf } from '../ledger/histories.ts';
import { groupBy, isSame, keyOf, type Proof } from '../proof.ts';

export const timers: Proof = {
  name: 'timers',
  promise: 'the table of pending firings says what the envelopes say and the ladders owe, and nothing in it is overdue',
  looked: ({ rows }) => `${rows.timers.length} pending firings`,
  findings: (subject) => {
    const table = groupBy(subject.rows.timers, ({ tenant, caseId }) => keyOf(tenant, caseId));
    const found: string[] = [];
    for (const history of historiesOf(subject)) {
      const { tenant, caseId, envelope } = history.row;
      const climb = climbOf(subject, history);
      for (const entry of history.entries) climb.read(entry);
      const owed = [...climb.ladders.values()]
        .flatMap((ladder) => ladder.owed())
        .map(({ key, instant }) => `${key}@${instant}`);
      const ofMachine = envelope.timers.map(({ id, occurrence, fireAt }) => `after/${id}/${occurrence}@${fireAt}`);
      const said = envelope.deadlines.flatMap(({ name, occurrence, rungs }) =>
        rungs.flatMap(({ name: rung, fired, fireAt }) =>
          fireAt === undefined ? [] : [`deadline/${name}/${occurrence}/${rung}/${fired}@${fireAt}`],
        ),
      );
      const rows = (table.get(keyOf(tenant, caseId)) ?? []).map(({ key, fireAt }) => `${key}@${fireAt}`);
      table.delete(keyOf(tenant, caseId));
      if (!isSame([...rows].sort(), [...said, ...ofMachine].sort()))
        found.push(
          `case ${caseId} has the rows [${rows.join()}], its envelope says [${[...said, ...ofMachine].join()}]`,
        );
      if (!isSame([...said].sort(), [...owed].sort()))
        found.push(`case ${caseId} says [${said.join()}], its ladders owe [${owed.join()}]`);
    }
    for (const [owner, rows] of table) found.push(`${owner} has ${rows.length} pending firings and no case`);
    for (const { caseId, key, fireAt } of subject.rows.timers)
      if (fireAt <= subject.evidence.until) found.push(`case ${caseId}: ${key} is overdue and still pending`);
    return found;
  },
};
