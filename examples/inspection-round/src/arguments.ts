import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Language } from '@motcua/core';

export interface Arguments {
  readonly language: Language;
  /** How many dossiers lie behind the samples. */
  readonly dossiers: number;
  /** Where the database and the reports go. */
  readonly folder: string;
}

const USAGE = 'Expected: [--lang vi|en] [--dossiers 50..20000] [--folder path].';

/** The command line. Anything unknown is said, not guessed. */
export function argumentsOf(args: readonly string[]): Arguments {
  const refuse = (why: string): never => {
    console.error(`${why} ${USAGE}`);
    process.exit(2);
  };
  try {
    const { values } = parseArgs({
      args: args[0] === '--' ? args.slice(1) : [...args],
      options: {
        lang: { type: 'string', default: 'vi' },
        dossiers: { type: 'string', default: '2400' },
        folder: { type: 'string', default: join(import.meta.dirname, '..', 'output') },
      },
    });
    const { lang, folder } = values;
    const dossiers = Number(values.dossiers);
    if (lang !== 'vi' && lang !== 'en') return refuse(`Unknown language ${lang}.`);
    if (!Number.isInteger(dossiers) || dossiers < 50 || dossiers > 20_000) {
      return refuse(`Not a number of dossiers: ${values.dossiers}.`);
    }
    return { language: lang, dossiers, folder };
  } catch (error) {
    return refuse(`Unknown arguments: ${(error as Error).message}`);
  }
}
