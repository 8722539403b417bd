import { type Calendar, type CaseEnvelope, type Fact, type Instant, type Language, printMoment } from '@motcua/core';
import type { UnitTree } from '@motcua/core/dossier';
import type { ValueKind, Values } from './messages.js';
import type { Person } from './person.js';

/** What a message is about. */
export interface Occasion {
  readonly envelope: CaseEnvelope;
  readonly fact: Fact;
  /** When the fact was written. */
  readonly at: Instant;
  readonly person: Person;
  readonly language: Language;
}

/** The parameters messages about a case can have, and where they come from. */
export interface ValueSource {
  readonly kinds: Readonly<Record<string, ValueKind>>;
  /** Has every parameter; an empty text where the case has nothing to say. */
  read(occasion: Occasion): Values;
}

export interface CaseValuesOptions {
  readonly units: UnitTree;
  readonly calendar: Calendar;
  /** Where somebody looks a case up, by its code. */
  readonly lookup?: (code: string) => string;
}

const kinds = {
  person: 'text',
  code: 'text',
  category: 'text',
  unit: 'text',
  officer: 'text',
  /** The end of the term the fact speaks of, else of the term people look at. */
  dueAt: 'text',
  /** Whole working days from that end to the fact; 0 while it is not over. */
  lateDays: 'number',
  reason: 'text',
  /** A new date that the fact names. */
  until: 'text',
  lookup: 'text',
} as const satisfies Record<string, ValueKind>;

/** The parameters of every workflow. */
export function caseValues({ units, calendar, lookup }: CaseValuesOptions): ValueSource {
  return {
    kinds,
    read({ envelope: { caseId, index, deadline }, fact, at, person, language }) {
      const dueAt = instantIn(fact, 'dueAt') ?? deadline?.dueAt;
      const moment = (instant: Instant | undefined) => (instant === undefined ? '' : printMoment(instant, language));
      const code = index.code ?? caseId;
      return {
        person: person.name,
        code,
        category: index.category ?? '',
        unit: index.unit === undefined ? '' : (units.get(index.unit)?.name[language] ?? index.unit),
        officer: index.assignee ?? '',
        dueAt: moment(dueAt),
        lateDays: dueAt === undefined || at <= dueAt ? 0 : Math.floor(calendar.between(dueAt, at, 'workingDay')),
        reason: typeof fact['reason'] === 'string' ? fact['reason'] : '',
        until: moment(instantIn(fact, 'until')),
        lookup: lookup?.(code) ?? '',
      };
    },
  };
}

const instantIn = (fact: Fact, field: string): Instant | undefined => {
  const value = fact[field];
  return typeof value === 'number' ? value : undefined;
};
