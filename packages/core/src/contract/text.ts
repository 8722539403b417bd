import { z } from 'zod';

/** A text people read, in Vietnamese and English. */
export const textSchema = z.strictObject({ vi: z.string(), en: z.string() });
export type Text = z.infer<typeof textSchema>;

export const languageSchema = textSchema.keyof();
export type Language = z.infer<typeof languageSchema>;

/** Anything that survives JSON unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
