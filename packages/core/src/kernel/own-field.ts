/** The field of a record, if it is one of its own: names from outside may be those of `Object.prototype`. */
export const ownField = <Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined => (record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined);
