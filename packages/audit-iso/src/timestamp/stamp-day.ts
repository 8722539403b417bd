import type { LocalDate } from '@motcua/core/contract';
import { parseNote } from '../note/note.js';
import { dailyCheckpointPath, timeStampPath } from '../tiles/daily.js';
import type { LogStorage } from '../tiles/storage.js';
import { damaged } from '../tiles/tile-reader.js';
import { type TimeStampAuthority, type TimeStampCheck, timeStampRequest, verifyTimeStamp } from './time-stamp.js';

interface StampDay {
  readonly storage: LogStorage;
  readonly authority: TimeStampAuthority;
  /** In PEM, of the authority: what comes back is checked before it is kept. */
  readonly certificates: readonly string[];
  /** A day that is over: its checkpoint no longer changes. */
  readonly day: LocalDate;
  /** 8 random bytes. */
  readonly nonce: Uint8Array;
}

/**
 * Has the checkpoint of a day stamped, and keeps the stamp beside it. A stamp covers origin, size and root, so later
 * cosignatures do not touch it.
 *
 * @throws MC_AUDIT_LOG_DAMAGED when there is no checkpoint of that day
 */
export async function stampDay({ storage, authority, certificates, day, nonce }: StampDay): Promise<TimeStampCheck> {
  const name = dailyCheckpointPath(day);
  const published = await storage.get(name);
  if (published === undefined) throw damaged(name, 'is missing');
  const { text } = parseNote(published);
  const response = await authority.stamp(timeStampRequest(text, nonce));
  const check = verifyTimeStamp(response, text, certificates);
  if (check.status === 'verified') await storage.put(timeStampPath(day), response);
  return check;
}
