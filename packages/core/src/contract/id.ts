import { z } from 'zod';

/** Longest id of a case. A sub-case has the id of the case that opened it, and more. */
export const MAX_CASE_ID = 1_000;

/** Control and formatting characters, halves of surrogate pairs, line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * An identifier of at most so many characters. What looks the same is the same: it is brought into Unicode's composed
 * form (NFC), and characters that nobody sees are refused.
 */
export const idSchema = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .refine((text) => !INVISIBLE.test(text), 'has characters that cannot be seen')
    .normalize('NFC');
