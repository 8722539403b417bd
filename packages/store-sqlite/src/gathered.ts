interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns a function of many inputs into one of one input: calls of one turn of the event loop go together. When they
 * fail together each is tried alone, so that none shares the fate of another.
 */
export function gathered<Input, Output>(
  together: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): (input: Input) => Promise<Output> {
  let waiting: Waiting<Input, Output>[] = [];

  async function run(batch: readonly Waiting<Input, Output>[]): Promise<void> {
    try {
      const outputs = await together(batch.map(({ input }) => input));
      for (const [place, { resolve }] of batch.entries()) resolve(outputs[place] as Output);
    } catch (error) {
      if (batch.length > 1) for (const alone of batch) await run([alone]);
      else for (const { reject } of batch) reject(error);
    }
  }

  const runAll = () => {
    const batch = waiting;
    waiting = [];
    void run(batch);
  };
  return (input) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ input, resolve, reject }) === 1) setImmediate(runAll);
    });
}
