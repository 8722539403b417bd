import type { Database } from 'better-sqlite3';

/** A connection that can be lost at any step. */
export interface CrashingDatabase {
  readonly database: Database;
  /** Loses the connection before the statement number `step` from now on, 0 being the next. */
  crashAt(step: number): void;
}

const executing = new Set<PropertyKey>(['run', 'get', 'all', 'iterate', 'exec', 'pragma']);

/** Wraps a connection; closing it in the middle of a transaction is what the end of a process does to it. */
export function crashingDatabase(real: Database): CrashingDatabase {
  let left = Number.POSITIVE_INFINITY;
  const step = () => {
    if (left === 0) real.close();
    left -= 1;
  };
  const watched = <Target extends object>(target: Target): Target => {
    const proxy: Target = new Proxy(target, {
      get(_, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...input: unknown[]) => {
          if (executing.has(property)) step();
          const result: unknown = Reflect.apply(value, target, input);
          if (result === target) return proxy;
          return property === 'prepare' ? watched(result as object) : result;
        };
      },
    });
    return proxy;
  };
  return {
    database: watched(real),
    crashAt(next) {
      left = next;
    },
  };
}
