import pg from 'pg';
import type { MessageTableRow, Rows, TimerTableRow } from './rows.ts';

type Texts = Readonly<Record<string, string>>;

/** Reads the tables of a PostgreSQL schema `motcua`. */
export async function readPostgresRows(url: string): Promise<Rows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const all = async <Row>(sql: string, read: (row: Texts) => Row): Promise<readonly Row[]> =>
    (await client.query<Texts>(sql)).rows.map(read);
  const messages = (table: string, status: string) => `SELECT message, '${status}' AS status FROM motcua.${table}`;
  try {
    return {
      cases: await all(
        'SELECT tenant, case_id, revision, envelope FROM motcua.cases WHERE revision > 0 ORDER BY tenant, case_id',
        (row) => ({
          tenant: row['tenant'] ?? '',
          caseId: row['case_id'] ?? '',
          revision: Number(row['revision']),
          envelope: JSON.parse(row['envelope'] ?? ''),
        }),
      ),
      journal: await all(
        'SELECT tenant, case_id, revision, entry FROM motcua.journal ORDER BY tenant, case_id, revision',
        (row) => ({
          tenant: row['tenant'] ?? '',
          caseId: row['case_id'] ?? '',
          revision: Number(row['revision']),
          entry: JSON.parse(row['entry'] ?? ''),
        }),
      ),
      commands: await all('SELECT tenant, command_id, reply FROM motcua.commands', (row) => ({
        tenant: row['tenant'] ?? '',
        commandId: row['command_id'] ?? '',
        reply: JSON.parse(row['reply'] ?? ''),
      })),
      audit: await all('SELECT record FROM motcua.audit WHERE record IS NOT NULL ORDER BY sequence', (row) =>
        JSON.parse(row['record'] ?? ''),
      ),
      leaves: await all(
        `SELECT tenant, case_id, case_seq, motcua.leaf_text(body, case_prev, case_seq) AS leaf FROM motcua.audit
         WHERE body IS NOT NULL ORDER BY tenant, case_id, case_seq`,
        (row) => ({
          tenant: row['tenant'] ?? '',
          caseId: row['case_id'] ?? '',
          caseSeq: Number(row['case_seq']),
          leaf: row['leaf'] ?? '',
        }),
      ),
      timers: await all(
        `SELECT tenant, case_id, u.key, u.fire_at FROM motcua.timers t, unnest(t.keys, t.instants) u (key, fire_at)
         ORDER BY tenant, case_id, u.key`,
        (row): TimerTableRow => ({
          tenant: row['tenant'] ?? '',
          caseId: row['case_id'] ?? '',
          key: row['key'] ?? '',
          fireAt: Number(row['fire_at']),
        }),
      ),
      outbox: (
        await all(
          `${messages('outbox', 'pending')} UNION ALL ${messages('deliveries', 'delivered')}
           UNION ALL ${messages('dead_letters', 'dead')}`,
          (row): MessageTableRow => {
            const { id, index, ...message } = JSON.parse(row['message'] ?? '');
            return { ...message, position: index, messageId: id, status: row['status'] ?? '' };
          },
        )
      ).toSorted(compareMessages),
      liveness: await all('SELECT owner, alive_from, alive_to FROM motcua.liveness ORDER BY alive_from', (row) => ({
        owner: row['owner'] ?? '',
        from: Number(row['alive_from']),
        to: Number(row['alive_to']),
      })),
    };
  } finally {
    await client.end();
  }
}

function compareMessages(a: MessageTableRow, b: MessageTableRow): number {
  const text = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  return (
    text(a.tenant, b.tenant) ||
    text(a.caseId, b.caseId) ||
    text(a.destination, b.destination) ||
    a.revision - b.revision ||
    a.position - b.position
  );
}
