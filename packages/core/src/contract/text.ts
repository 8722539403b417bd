import { z } from 'zod';

/** A text people read, in Vietnamese and English. */
export const textSchema = z.strictObject({ vi: z.string(), en: z.string() });
export type Text = z.infer<typeof textSchema>;
export type Language = keyof Text;

/** Anything that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
