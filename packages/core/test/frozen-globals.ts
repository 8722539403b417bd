const ambient = (name: string) => (): never => {
  throw new Error(`${name} was used: pure code takes time and randomness from its arguments`);
};

/** Runs work while the clock, timers and randomness of the process throw. */
export function withFrozenGlobals<Result>(work: () => Result): Result {
  const host = globalThis as unknown as Record<string, unknown>;
  const RealDate = Date;
  const FrozenDate = new Proxy(RealDate, {
    construct: (target, input, self) =>
      input.length === 0 ? ambient('new Date()')() : Reflect.construct(target, input, self),
    apply: ambient('Date()'),
    get: (target, key, self) => (key === 'now' ? ambient('Date.now') : Reflect.get(target, key, self)),
  });
  const random = Math.random;
  const stubbed = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'crypto'];
  const saved = stubbed.map((name) => [name, Object.getOwnPropertyDescriptor(host, name)] as const);
  host['Date'] = FrozenDate;
  Math.random = ambient('Math.random');
  for (const name of stubbed) Object.defineProperty(host, name, { configurable: true, get: ambient(name) });
  try {
    return work();
  } finally {
    host['Date'] = RealDate;
    Math.random = random;
    for (const [name, descriptor] of saved) if (descriptor !== undefined) Object.defineProperty(host, name, descriptor);
  }
}
