import { ERASED, type Json } from '@motcua/core';
import type { FieldDifference } from '../connection/schemas.js';
import type { Fields } from './reconcile-spec.js';

/** A field both sides have, with two values. For the person who compares; never stored. */
export interface Difference extends FieldDifference {
  readonly ours?: Json;
  readonly theirs?: Json;
}

const UNWANTED: Difference = { field: '*', why: 'unwanted-there' };
export const TWICE: Difference = { field: '*', why: 'twice-there' };
const MISSING: Difference = { field: '*', why: 'missing-there' };

/** How the two sides differ. Undefined: there should be, or there is, no record. */
export const differencesOf = (ours: Fields | undefined, theirs: Fields | undefined): readonly Difference[] => {
  if (ours === undefined) return theirs === undefined ? [] : [UNWANTED];
  return theirs === undefined ? [MISSING] : compareFields(ours, theirs);
};

/** The fields of ours that theirs has otherwise. What they have besides is their own business. */
function compareFields(ours: Fields, theirs: Fields): readonly Difference[] {
  return Object.entries(ours).flatMap(([field, value]): Difference[] => {
    const other = theirs[field];
    // Of a person who was erased nothing is left to compare.
    if (value === ERASED || (other !== undefined && sameJson(value, other))) return [];
    return [{ field, why: 'changed-there', ours: value, ...(other !== undefined && { theirs: other }) }];
  });
}

function sameJson(a: Json, b: Json): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.normalize('NFC') === b.normalize('NFC');
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(field(a, key), field(b, key)));
}

const field = (value: object, key: string): Json => (value as Record<string, Json>)[key] ?? null;
