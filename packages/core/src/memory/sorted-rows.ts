/** Rows kept in order; the comparison must tell any two rows apart. Finding a place takes O(log n) comparisons. */
export interface SortedRows<Row> {
  readonly rows: readonly Row[];
  /** Index of the first row that comes after the given one, which need not be there. */
  placeAfter(row: Row): number;
  add(row: Row): void;
  remove(row: Row): void;
}

export function createSortedRows<Row>(compare: (a: Row, b: Row) => number): SortedRows<Row> {
  const rows: Row[] = [];

  /** Index of the first row that does not come before the given one. */
  function placeOf(row: Row): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(rows[middle] as Row, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    rows,
    placeAfter: (row) => {
      const place = placeOf(row);
      const found = rows[place];
      return found !== undefined && compare(found, row) === 0 ? place + 1 : place;
    },
    add: (row) => void rows.splice(placeOf(row), 0, row),
    remove: (row) => {
      const place = placeOf(row);
      const found = rows[place];
      if (found !== undefined && compare(found, row) === 0) rows.splice(place, 1);
    },
  };
}

/** Orders by the first difference in two lists of numbers and texts, texts by code unit. */
export function compareParts(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] as number | string;
    if (left < right) return -1;
    if (left > right) return 1;
  }
  return 0;
}
