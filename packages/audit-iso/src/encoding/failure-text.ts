import type { Text } from '@motcua/core/contract';

/** The words of an error; those of our own errors are in English. */
export const failureText = (error: unknown): Text => {
  const message = error instanceof Error ? error.message : String(error);
  return { vi: `không đọc được: ${message}`, en: message };
};
