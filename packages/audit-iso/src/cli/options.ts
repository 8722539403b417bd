import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Language, MotcuaError, Text } from '@motcua/core/contract';
import { readDecimal } from '../encoding/bytes.js';
import { type CheckpointCheck, type CheckpointPolicy, verifyCheckpoint } from '../note/checkpoint.js';
import { formatError } from '../note/note.js';
import { type NoteVerifier, parseVerifierKey } from '../note/verifier.js';
import { createFolderStorage } from '../tiles/folder-storage.js';
import type { LogStorage } from '../tiles/storage.js';
import { CHECKPOINT } from '../tiles/tile-path.js';
import { damaged } from '../tiles/tile-reader.js';

/** Values by name; an option given once still has a list of one. */
export interface Options {
  readonly positionals: readonly string[];
  readonly language: Language;
  one(name: string): string | undefined;
  all(name: string): readonly string[];
  has(name: string): boolean;
  /** @throws MC_AUDIT_FORMAT_INVALID when it is missing */
  needed(name: string): string;
}

/** Reads the arguments of a command: every option may be given more than once. */
export function readOptions(args: readonly string[], names: readonly string[], flags: readonly string[] = []): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...Object.fromEntries(
        ['lang', ...names].map((name) => [name, { type: 'string' as const, multiple: true as const }]),
      ),
      ...Object.fromEntries(flags.map((name) => [name, { type: 'boolean' as const }])),
    },
  });
  const all = (name: string): readonly string[] => {
    const given: unknown = values[name];
    return Array.isArray(given) ? given.map(String) : [];
  };
  const [lang = 'vi'] = all('lang');
  if (lang !== 'vi' && lang !== 'en') throw usageError('--lang is vi or en');
  return {
    positionals,
    language: lang,
    all,
    one: (name) => all(name).at(-1),
    has: (name) => values[name] === true,
    needed(name) {
      const value = all(name).at(-1);
      if (value === undefined) throw usageError(`--${name} is missing`);
      return value;
    },
  };
}

export const usageError = (problem: string): MotcuaError =>
  formatError('a command of motcua-audit', problem, 'what `motcua-audit help` lists');

/** The one folder or file a command is about. */
export function subjectOf({ positionals }: Options): string {
  const [subject, ...more] = positionals;
  if (subject === undefined || more.length > 0) throw usageError('one folder or file is needed, and no more');
  return subject;
}

export function numberOf(options: Options, name: string): number | undefined {
  const text = options.one(name);
  const number = text === undefined ? undefined : readDecimal(text);
  if (text !== undefined && number === undefined) throw usageError(`--${name} is a whole number`);
  return number;
}

/** An instant with its offset; without one it would mean another instant on another machine. */
export function timeOf(options: Options, name: string): number | undefined {
  const text = options.one(name);
  if (text === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/u.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw usageError(`--${name} is a date and time with its offset, 2026-03-02T00:00+07:00`);
  return at;
}

/** Keys as they are given: themselves, or files with one on each line. */
export async function keyTexts(given: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(
    given.map(async (key) => (key.includes('+') ? [key] : (await readFile(key, 'utf8')).split('\n'))),
  );
  return texts.flat().filter((line) => line.trim() !== '');
}

const keysOf = async (given: readonly string[]): Promise<readonly NoteVerifier[]> =>
  Promise.all((await keyTexts(given)).map(parseVerifierKey));

/** Whom the user trusts. */
export async function policyOf(options: Options): Promise<CheckpointPolicy> {
  const keys = await keysOf(options.all('key'));
  if (keys.length === 0) throw usageError('--key is missing: the verifier key of the log');
  return { keys, witnesses: await keysOf(options.all('witness')), quorum: numberOf(options, 'quorum') ?? 0 };
}

export interface OpenedLog extends Extract<CheckpointCheck, { status: 'verified' }> {
  readonly storage: LogStorage;
}

/**
 * A log in a folder, with its checkpoint checked; or why that is not to be believed.
 *
 * @throws MC_AUDIT_LOG_DAMAGED when there is no checkpoint
 */
export async function openLog(options: Options): Promise<OpenedLog | { readonly problem: Text }> {
  const storage = createFolderStorage(subjectOf(options));
  const published = await storage.get(CHECKPOINT);
  if (published === undefined) throw damaged(CHECKPOINT, 'is missing');
  const check = await verifyCheckpoint(published, await policyOf(options));
  return check.status === 'verified' ? { ...check, storage } : { problem: check.problem };
}
