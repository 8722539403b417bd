/** What a field of a composite type may be. */
type FieldType = 'int4' | 'int8' | 'text' | 'int8[]' | 'text[]';

/** The fields of a composite type, in its order. */
export type Fields<Row> = readonly (readonly [name: keyof Row & string, type: FieldType])[];

/** The types by the numbers that PostgreSQL knows them by. */
const oids: Readonly<Record<FieldType, number>> = { int4: 23, int8: 20, text: 25, 'int8[]': 1016, 'text[]': 1009 };

const INT_BYTES = 4;
const NULL_LENGTH = -1;
const FIRST_BYTES = 65_536;
/** A buffer that grew beyond this is not kept. */
const KEPT_BYTES = 4_194_304;
/** Of UTF-8, for a code unit of a string. */
const MOST_BYTES = 3;

/**
 * Writes values in the binary form of PostgreSQL's protocol. In a literal every quote of a document would be escaped here
 * and unescaped there; this way both sides copy bytes.
 */
export class BinaryWriter {
  #buffer = Buffer.allocUnsafe(FIRST_BYTES);
  #at = 0;

  /** Begins anew. What was written is overwritten. */
  reset(): void {
    this.#at = 0;
    if (this.#buffer.length > KEPT_BYTES) this.#buffer = Buffer.allocUnsafe(FIRST_BYTES);
  }

  textArray(texts: readonly (string | null)[]): Buffer {
    return this.#taken(() => this.#array(oids.text, texts, this.#text));
  }

  /** @param oid of the composite type. */
  rowArray<Row>(oid: number, fields: Fields<Row>, rows: readonly Row[]): Buffer {
    const write = (row: Row) => {
      this.#int4(fields.length);
      for (const [name, type] of fields) {
        this.#int4(oids[type]);
        this.#framed(row[name] as never, this.#writers[type]);
      }
    };
    return this.#taken(() => this.#array(oid, rows, write));
  }

  /** What is written now. A larger buffer that is needed later leaves it as it is. */
  #taken(write: () => void): Buffer {
    const from = this.#at;
    write();
    return this.#buffer.subarray(from, this.#at);
  }

  /** Of a larger number the lowest 32 bits. */
  readonly #int4 = (value: number): void => {
    this.#reserve(INT_BYTES);
    this.#at = this.#buffer.writeInt32BE(value | 0, this.#at);
  };

  readonly #int8 = (value: number): void => {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
    this.#int4(Math.floor(value / 2 ** 32));
    this.#int4(value);
  };

  readonly #text = (value: string): void => {
    this.#reserve(MOST_BYTES * value.length);
    this.#at += this.#buffer.write(value, this.#at);
  };

  readonly #writers: Readonly<Record<FieldType, (value: never) => void>> = {
    int4: this.#int4,
    int8: this.#int8,
    text: this.#text,
    'int8[]': (values: readonly number[]) => this.#array(oids.int8, values, this.#int8),
    'text[]': (values: readonly string[]) => this.#array(oids.text, values, this.#text),
  };

  #array<Value>(oid: number, values: readonly (Value | null)[], write: (value: Value) => void): void {
    // Dimensions; whether there may be nulls; what the elements are; of the one dimension its size and first index.
    const header = values.length === 0 ? [0, 0, oid] : [1, 1, oid, values.length, 1];
    for (const number of header) this.#int4(number);
    for (const value of values) this.#framed(value, write);
  }

  /** A value with its length before it; nothing has the length of a null. */
  #framed<Value>(value: Value | null | undefined, write: (value: Value) => void): void {
    if (value === null || value === undefined) {
      this.#int4(NULL_LENGTH);
      return;
    }
    this.#int4(0);
    const from = this.#at;
    write(value);
    this.#buffer.writeInt32BE(this.#at - from, from - INT_BYTES);
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
