/**
 * Where a log is published: a folder, or a bucket of an object store. Names are relative, with forward slashes. Reading
 * and writing whole objects is all it takes.
 */
export interface LogStorage {
  /** The object's bytes; undefined when there is none. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Writes the object whole or not at all, over one of the same name, and durably before it resolves. */
  put(name: string, data: Uint8Array): Promise<void>;
  /** Twice is once. */
  remove(name: string): Promise<void>;
}

/** For tests and for short logs. */
export function createMemoryStorage(objects = new Map<string, Uint8Array>()): LogStorage {
  return {
    get: async (name) => objects.get(name),
    put: async (name, data) => void objects.set(name, Uint8Array.from(data)),
    remove: async (name) => void objects.delete(name),
  };
}
