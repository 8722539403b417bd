import { ERASED } from '../../contract/personal.js';
import type { PersonalPlan } from '../../kernel/index.js';
import { pointerTo } from './pointer.js';

/** A personal value in a document. */
export interface PersonalValue {
  /** JSON pointer in the record. */
  readonly pointer: string;
  readonly value: unknown;
  /** Id of the person it is about; `[erased]` when that is erased; undefined when the data does not say. */
  readonly person: string | undefined;
}

export interface CollectRequest {
  readonly plan: PersonalPlan | undefined;
  readonly document: unknown;
  /** Where the document lies in its record. */
  readonly base: string;
  /** The case's context, for persons the document does not name. */
  readonly context: unknown;
}

/** The personal values of a document, each once. A value that is null is nobody's. */
export function collectPersonal({ plan, document, base, context }: CollectRequest): readonly PersonalValue[] {
  const found = new Map<string, PersonalValue>();
  const personAt = (subject: string, around: unknown): string | undefined => {
    const [first, ...rest] = subject.split('/');
    if (first !== '') return idIn(around, [first ?? '', ...rest]);
    return idIn(document, rest) ?? idIn(context, rest);
  };
  const walk = (part: PersonalPlan, value: unknown, pointer: string, around: unknown): void => {
    if (value === undefined || value === null) return;
    switch (part.kind) {
      case 'value':
        found.set(pointer, { pointer, value, person: personAt(part.subject, around) });
        return;
      case 'several':
        for (const one of part.plans) walk(one, value, pointer, around);
        return;
      case 'fields':
        for (const [field, inner] of part.fields) walk(inner, fieldOf(value, field), pointerTo(pointer, field), value);
        return;
      case 'items':
        if (typeof value !== 'object') return;
        for (const [key, item] of Object.entries(value)) walk(part.item, item, pointerTo(pointer, key), around);
    }
  };
  if (plan !== undefined) walk(plan, document, base, undefined);
  return [...found.values()];
}

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;

function idIn(document: unknown, path: readonly string[]): string | undefined {
  const id = path.reduce(fieldOf, document);
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** What stands where a value was, by the kind of the value. */
export function gapFor(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  switch (typeof value) {
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'object':
      return {};
    default:
      return ERASED;
  }
}

/** Whether a value is what stands for an erased one. */
export const isGap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length === 0 : value === gapFor(value);

/** Visits every text in a document. */
export function eachText(document: unknown, base: string, visit: (text: string, pointer: string) => void): void {
  if (typeof document === 'string') visit(document, base);
  else if (typeof document === 'object' && document !== null) {
    for (const [key, value] of Object.entries(document)) eachText(value, pointerTo(base, key), visit);
  }
}
