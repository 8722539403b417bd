import type { Beat, BeatResult, Instant, Outage } from '@motcua/core/contract';
import type { Database } from 'better-sqlite3';
import type { Synchronous } from './synchronous.js';
import type { Transactions } from './transactions.js';

interface Latest {
  readonly owner: string;
  readonly at: Instant;
}

interface OwnStretch {
  readonly id: number;
  readonly aliveTo: Instant;
}

export function createLivenessLog(database: Database, transactions: Transactions): Synchronous<'liveness'> {
  const latest = database.prepare<[], Latest>(
    'SELECT owner, alive_to AS at FROM motcua_liveness ORDER BY alive_to DESC, id LIMIT 1',
  );
  const latestOf = database.prepare<[string], OwnStretch>(
    'SELECT id, alive_to AS aliveTo FROM motcua_liveness WHERE owner = ? ORDER BY alive_to DESC LIMIT 1',
  );
  const grow = database.prepare<[number, number]>('UPDATE motcua_liveness SET alive_to = ? WHERE id = ?');
  const begin = database.prepare<[string, number, number]>(
    'INSERT INTO motcua_liveness (owner, alive_from, alive_to) VALUES (?, ?, ?)',
  );
  const gaps = database.prepare<[number, number, number, number], Outage>(
    `SELECT gap_from AS "from", gap_to AS "to" FROM (
       SELECT alive_from AS gap_to, max(alive_to) OVER (
         ORDER BY alive_from, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
       ) AS gap_from FROM motcua_liveness
     ) WHERE gap_to - gap_from > ? AND gap_from < ? AND gap_to > ? ORDER BY gap_from LIMIT ?`,
  );

  function record({ owner, now, maxGapMs }: Beat): void {
    const own = latestOf.get(owner);
    if (own === undefined || now - own.aliveTo > maxGapMs) begin.run(owner, now, now);
    else if (now > own.aliveTo) grow.run(now, own.id);
  }

  function beatOnce(beat: Beat): BeatResult {
    const before = latest.get();
    record(beat);
    if (before === undefined) return {};
    if (before.at > beat.now) return { ahead: before };
    return beat.now - before.at > beat.maxGapMs ? { outage: { from: before.at, to: beat.now } } : {};
  }

  return {
    // A beat that a power cut takes back makes the outage that follows begin a little earlier.
    beat: (beat) => transactions.relaxed(() => beatOnce(beat)),
    outages: ({ from, to, longerThanMs, limit }) => gaps.all(longerThanMs, to, from, limit),
  };
}
