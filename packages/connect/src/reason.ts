import { textSchema } from '@motcua/core';
import { z } from 'zod';

/**
 * Why a system is not up to date. `unavailable`: it cannot be reached, or says that it is busy. `credentials`: it does
 * not accept ours. `failing`: it answered with an error of its own, or with nothing that can be read. `window`: it may
 * be called at certain hours only. `rate`: no more calls for the moment. `refused`: it will never take this.
 * `changed`: its answers have another form than they had. `mapping`: what we would send is not what it wants. `no-record`:
 * it has no record of this case. `case`: the case, or what belongs to it, could not be read.
 */
const reasonKinds = [
  'unavailable',
  'credentials',
  'failing',
  'window',
  'rate',
  'refused',
  'changed',
  'mapping',
  'no-record',
  'case',
] as const;

export const reasonSchema = z.strictObject({ kind: z.enum(reasonKinds), text: textSchema });
/** Why, for a program and in words. It never holds what was sent, what was answered, or a secret. */
export type Reason = z.infer<typeof reasonSchema>;

export const reason = (kind: Reason['kind'], vi: string, en: string): Reason => ({ kind, text: { vi, en } });
