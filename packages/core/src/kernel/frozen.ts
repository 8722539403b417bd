/**
 * Freezes a value and all that it holds, and gives it back: code that tries to change it throws. What is frozen already
 * counts as frozen through and through.
 */
export function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
