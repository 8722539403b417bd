interface Waiting<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}

/** Most inputs of one call. */
const MAX_TOGETHER = 500;

/** Turns a function of many inputs into one of one input: calls that come while one is under way share the next. */
export function coalesced<Input, Output>(
  together: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): (input: Input) => Promise<Output> {
  let waiting: Waiting<Input, Output>[] = [];
  let isUnderWay = false;

  async function run(): Promise<void> {
    isUnderWay = true;
    // Calls made in the same turn come along.
    await undefined;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_TOGETHER);
      waiting = waiting.slice(MAX_TOGETHER);
      try {
        const outputs = await together(batch.map(({ input }) => input));
        for (const [place, { resolve }] of batch.entries()) resolve(outputs[place] as Output);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isUnderWay = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (!isUnderWay) void run();
    });
}
