import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalEntry } from '@motcua/core';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check, proofs } from '../checker/check.ts';
import { readSqliteRows } from '../checker/sqlite-rows.ts';
import { destinations, officeCalendar, workflows } from '../office/index.ts';
import type { Evidence } from '../run/evidence.ts';
import { soundRun } from './sound-run.ts';
import { undoLast } from './undo-last.ts';

const folder = mkdtempSync(join(tmpdir(), 'motcua-checker-'));
const sound = join(folder, 'sound.db');
let evidence: Evidence;
let copies = 0;

beforeAll(async () => {
  evidence = await soundRun(sound, 150);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// biome-ignore lint/suspicious/noConfusingVoidType: most damage is done to the database, and gives nothing back.
type Damage = (database: Database, evidence: Evidence) => Evidence | void;

/** The proofs that fail on a copy of the sound database with some damage, or with spoilt evidence. */
function failing(damage: Damage): readonly string[] {
  copies += 1;
  const file = join(folder, `damaged-${copies}.db`);
  copyFileSync(sound, file);
  const database = new BetterSqlite3(file);
  const spoilt = damage(database, evidence) ?? evidence;
  database.close();
  return check({ rows: readSqliteRows(file), evidence: spoilt, workflows, calendar: officeCalendar, destinations })
    .filter(({ findings }) => findings.length > 0)
    .map(({ proof }) => proof.name);
}

/** Runs SQL that must change exactly one row. */
const one =
  (sql: string): Damage =>
  (database) => {
    expect(database.prepare(sql).run().changes).toBe(1);
  };

/** Changes one stored JSON document. */
function edit<Document>(
  database: Database,
  table: string,
  column: string,
  where: string,
  change: (it: Document) => void,
) {
  const key = table === 'motcua_cases' || table === 'motcua_journal' ? 'id' : 'rowid';
  const row = database.prepare(`SELECT ${key} AS id, ${column} AS json FROM ${table} WHERE ${where} LIMIT 1`).get() as {
    readonly id: number;
    readonly json: string;
  };
  const document = JSON.parse(row.json) as Document;
  change(document);
  database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${key} = ?`).run(JSON.stringify(document), row.id);
}

const firstOf = (table: string, where: string) =>
  `rowid = (SELECT rowid FROM ${table} WHERE ${where} ORDER BY rowid LIMIT 1)`;
const FIRED = `json_extract(entry, '$.command.timer') LIKE 'deadline/%'`;

describe('the checker finds nothing in a sound database', () => {
  test.each(proofs.map((proof) => [proof.name, proof] as const))('%s', (_name, proof) => {
    const subject = { rows: readSqliteRows(sound), evidence, workflows, calendar: officeCalendar, destinations };
    expect(proof.findings(subject)).toEqual([]);
    expect(proof.looked(subject)).not.toMatch(/^0 /u);
  });
});

describe('the checker finds', () => {
  test('a journal entry that was lost', () => {
    const lose = one(
      `DELETE FROM motcua_journal WHERE ${firstOf('motcua_journal', "json_extract(entry, '$.command.type') = 'send'")}`,
    );
    expect(failing(lose)).toEqual(expect.arrayContaining(['acknowledged', 'revisions', 'replay']));
  });

  test('a command that was carried out twice', () => {
    const repeat: Damage = (database) => {
      edit<JournalEntry>(database, 'motcua_journal', 'entry', `revision = 2`, (entry) => {
        const twin = { ...entry, revision: 99 };
        database
          .prepare('INSERT INTO motcua_journal (tenant, case_id, revision, entry) VALUES (?, ?, 99, ?)')
          .run(entry.tenant, entry.caseId, JSON.stringify(twin));
      });
    };
    expect(failing(repeat)).toEqual(expect.arrayContaining(['acknowledged', 'revisions', 'replay']));
  });

  test('an acknowledged command of which nothing is known', () => {
    const forget: Damage = (database, { acknowledgements, ...rest }) => {
      database.close();
      const [first] = acknowledgements;
      if (first === undefined) throw new Error('nothing was acknowledged');
      return { ...rest, acknowledgements: [...acknowledgements, { ...first, commandId: 'never-seen' }] };
    };
    expect(failing(forget)).toEqual(['acknowledged']);
  });

  test('a reply that is remembered otherwise than it was given', () => {
    const change: Damage = (database) => {
      edit<{ state: string }>(database, 'motcua_commands', 'reply', "command_id = 'c0#1'", (reply) => {
        reply.state = 'elsewhere';
      });
    };
    expect(failing(change)).toEqual(['acknowledged']);
  });

  test('an audit record that was lost', () => {
    const lose = one(
      `DELETE FROM motcua_audit WHERE ${firstOf('motcua_audit', "json_extract(record, '$.action') = 'accept'")}`,
    );
    expect(failing(lose)).toEqual(['acknowledged', 'revisions', 'leaves']);
  });

  test('a refusal that was audited as accepted', () => {
    const change: Damage = (database) => {
      edit<{ outcome: string }>(
        database,
        'motcua_audit',
        'record',
        "json_extract(record, '$.outcome') = 'refused'",
        (record) => {
          record.outcome = 'accepted';
        },
      );
    };
    expect(failing(change)).toEqual(['acknowledged', 'revisions', 'leaves']);
  });

  test.each([
    ['lost', 'DELETE FROM motcua_leaves WHERE position = 3'],
    [
      'lost at the end of its case',
      'DELETE FROM motcua_leaves WHERE position = (SELECT max(position) FROM motcua_leaves)',
    ],
    [
      'rewritten',
      `UPDATE motcua_leaves SET leaf = replace(leaf, '"occurredAt":"2', '"occurredAt":"3') WHERE position = 1`,
    ],
    ['moved to another case', "UPDATE motcua_leaves SET case_id = 'elsewhere' WHERE position = 3"],
  ])('a leaf of the audit log that was %s', (_what, sql) => {
    const damage: Damage = (database) => {
      database.exec('DROP TRIGGER motcua_leaves_stay; DROP TRIGGER motcua_leaves_remain');
      one(sql)(database, evidence);
    };
    expect(failing(damage)).toEqual(['leaves']);
  });

  test('a rung that fired twice', () => {
    const repeat: Damage = (database) => {
      edit<JournalEntry>(database, 'motcua_journal', 'entry', FIRED, (entry) => {
        const { tenant, caseId } = entry;
        const revision =
          1 +
          Number(
            database
              .prepare('SELECT max(revision) FROM motcua_journal WHERE tenant = ? AND case_id = ?')
              .pluck()
              .get(tenant, caseId),
          );
        database
          .prepare('INSERT INTO motcua_journal (tenant, case_id, revision, entry) VALUES (?, ?, ?, ?)')
          .run(tenant, caseId, revision, JSON.stringify({ ...entry, revision }));
      });
    };
    expect(failing(repeat)).toEqual(expect.arrayContaining(['firings', 'revisions', 'replay']));
  });

  test('a rung that never fired, in a case that fits together otherwise', () => {
    const lose: Damage = (database, { receipts, ...rest }) => {
      const lost = undoLast(database, FIRED);
      const isLost = (one: { readonly caseId: string; readonly revision: number }) =>
        one.caseId === lost.caseId && one.revision === lost.revision;
      return { ...rest, receipts: receipts.filter((receipt) => !isLost(receipt)) };
    };
    expect(failing(lose)).toEqual(['firings', 'timers', 'leaves']);
  });

  test('a rung that fired before its instant', () => {
    const hurry: Damage = (database) => {
      edit<{ command: { firedAt: number } }>(database, 'motcua_journal', 'entry', FIRED, ({ command }) => {
        command.firedAt -= 30 * 86_400_000;
      });
    };
    expect(failing(hurry)).toEqual(expect.arrayContaining(['firings']));
  });

  test('a rung that fired after an act the law places behind it', () => {
    const swap: Damage = (database) => {
      // The act before a firing is given a legal time after the firing's instant.
      edit<JournalEntry>(
        database,
        'motcua_journal',
        'entry',
        `json_extract(entry, '$.command.type') = 'send' AND EXISTS (SELECT 1 FROM motcua_journal AS next
           WHERE next.case_id = motcua_journal.case_id AND next.revision = motcua_journal.revision + 1
             AND json_extract(next.entry, '$.command.timer') LIKE 'deadline/%'
             AND motcua_journal.revision > 2)`,
        ({ command }) => {
          Object.assign(command, { occurredAt: evidence.until, receivedAt: evidence.until });
        },
      );
    };
    expect(failing(swap)).toEqual(expect.arrayContaining(['firings', 'replay']));
  });

  test('a due instant that was changed', () => {
    const move: Damage = (database) => {
      edit<{ deadlines: { dueAt: number }[] }>(
        database,
        'motcua_cases',
        'envelope',
        "json_array_length(envelope, '$.deadlines') > 0",
        ({ deadlines: [first] }) => {
          if (first !== undefined) first.dueAt += 60_000;
        },
      );
    };
    expect(failing(move)).toEqual(expect.arrayContaining(['deadlines', 'replay']));
  });

  test('a line that was taken out of a ledger', () => {
    const cut: Damage = (database) => {
      edit<{ deadlines: { entries: unknown[] }[] }>(
        database,
        'motcua_cases',
        'envelope',
        "json_array_length(envelope, '$.deadlines[0].entries') > 1",
        ({ deadlines: [first] }) => {
          first?.entries.pop();
        },
      );
    };
    expect(failing(cut)).toEqual(expect.arrayContaining(['deadlines', 'replay']));
  });

  test('a pending firing that was moved', () => {
    expect(
      failing(
        one(
          `UPDATE motcua_timers SET fire_at = fire_at + 1 WHERE (tenant, case_id, key) = (SELECT tenant, case_id, key FROM motcua_timers LIMIT 1)`,
        ),
      ),
    ).toEqual(['timers']);
  });

  test('a pending firing that was lost', () => {
    expect(
      failing(
        one(
          `DELETE FROM motcua_timers WHERE (tenant, case_id, key) = (SELECT tenant, case_id, key FROM motcua_timers LIMIT 1)`,
        ),
      ),
    ).toEqual(['timers']);
  });

  test('a firing that is overdue and still pending', () => {
    const leave: Damage = (_database, { until, ...rest }) => ({ ...rest, until: until + 60 * 86_400_000 });
    expect(failing(leave)).toEqual(['firings', 'timers']);
  });

  test('a message that never arrived', () => {
    const lose: Damage = (_database, { receipts, ...rest }) => ({ ...rest, receipts: receipts.slice(1) });
    expect(failing(lose)).toEqual(['deliveries']);
  });

  test('a message that arrived before the one before it', () => {
    const swap: Damage = (_database, { receipts, ...rest }) => {
      const portal = receipts.filter(
        ({ destination, caseId }) => destination === 'portal' && caseId === receipts[0]?.caseId,
      );
      const [first, second] = portal;
      if (first === undefined || second === undefined) throw new Error('too few receipts');
      const swapped = receipts.map((receipt) => (receipt === first ? second : receipt === second ? first : receipt));
      return { ...rest, receipts: swapped };
    };
    expect(failing(swap)).toEqual(['deliveries']);
  });

  test('a message that arrived changed, and one that nobody wrote', () => {
    const change: Damage = (_database, { receipts: [first, ...others], ...rest }) => {
      if (first === undefined) throw new Error('no receipts');
      return { ...rest, receipts: [{ ...first, payload: { type: 'other' } }, ...others] };
    };
    expect(failing(change)).toEqual(['deliveries']);
    const invent: Damage = (_database, { receipts, ...rest }) => {
      const [first] = receipts;
      if (first === undefined) throw new Error('no receipts');
      return { ...rest, receipts: [...receipts, { ...first, id: 'from:nowhere:0' }] };
    };
    expect(failing(invent)).toEqual(['deliveries']);
  });

  test('a message that was never written, or is still to be delivered', () => {
    expect(
      failing(one(`DELETE FROM motcua_outbox WHERE ${firstOf('motcua_outbox', "destination = 'portal'")}`)),
    ).toEqual(expect.arrayContaining(['replay', 'deliveries']));
    expect(
      failing(
        one(`UPDATE motcua_outbox SET status = 'pending' WHERE ${firstOf('motcua_outbox', "destination = 'portal'")}`),
      ),
    ).toEqual(['deliveries']);
  });

  test('a message between cases that was not carried out', () => {
    const lose: Damage = (database) => {
      const id = database
        .prepare("SELECT message_id FROM motcua_outbox WHERE topic = 'motcua.case.open' LIMIT 1")
        .pluck()
        .get();
      database.prepare('DELETE FROM motcua_commands WHERE command_id = ?').run(id);
    };
    expect(failing(lose)).toEqual(['sub-cases']);
  });

  test('a sub-case that answers to another case', () => {
    const move: Damage = (database) => {
      edit<{ parent: { caseId: string } }>(
        database,
        'motcua_cases',
        'envelope',
        "json_extract(envelope, '$.parent.caseId') IS NOT NULL",
        ({ parent }) => {
          parent.caseId = 'somebody-else';
        },
      );
    };
    expect(failing(move)).toEqual(expect.arrayContaining(['sub-cases', 'replay']));
  });

  test('an outage that is not on record', () => {
    const hide = (database: Database) => {
      database.exec('UPDATE motcua_liveness SET alive_to = (SELECT max(alive_to) FROM motcua_liveness)');
    };
    expect(failing(hide)).toEqual(['outages']);
  });
});
