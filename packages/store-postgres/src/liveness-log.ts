import type { LivenessLog } from '@motcua/core/contract';
import type { Database } from './database.js';

interface LastBeat {
  readonly last_owner: string | null;
  readonly last_at: string | null;
}

export function createLivenessLog(database: Database): LivenessLog {
  const { schema } = database;
  return {
    async beat({ owner, now, maxGapMs }) {
      const [last] = await database.rows<LastBeat>(
        'beat',
        `SELECT last_owner, last_at FROM ${schema}.beat($1, $2, $3)`,
        [owner, now, maxGapMs],
      );
      if (last?.last_owner == null) return {};
      const at = Number(last.last_at);
      if (at > now) return { ahead: { owner: last.last_owner, at } };
      return now - at > maxGapMs ? { outage: { from: at, to: now } } : {};
    },
    async outages({ from, to, longerThanMs, limit }) {
      const rows = await database.rows<{ readonly gap_from: string; readonly gap_to: string }>(
        'outages',
        `SELECT gap_from, gap_to FROM (
           SELECT alive_from AS gap_to, max(alive_to) OVER (
             ORDER BY alive_from, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
           ) AS gap_from FROM ${schema}.liveness
         ) gaps WHERE gap_to - gap_from > $1 AND gap_from < $2 AND gap_to > $3 ORDER BY gap_from LIMIT $4`,
        [longerThanMs, to, from, limit],
      );
      return rows.map(({ gap_from: start, gap_to: end }) => ({ from: Number(start), to: Number(end) }));
    },
  };
}
