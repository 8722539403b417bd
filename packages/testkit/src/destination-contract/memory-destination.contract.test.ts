import { createMemoryConnector, createMemoryNotifier, type MemoryDestinationOptions } from '@motcua/core/memory';
import { connectorContract, notifierContract } from './index.js';
import { otherSide } from './other-side.js';

// #region suite
const over =
  (
    make: (options: MemoryDestinationOptions) => ReturnType<typeof createMemoryNotifier | typeof createMemoryConnector>,
  ) =>
  async () => {
    const { behave, effects, take } = otherSide();
    const destination = make({ topics: ['permit.*'], respond: take });
    return { behave, effects, destination, restart: () => make({ respond: take }), close: async () => {} };
  };

notifierContract({
  name: 'the memory notifier',
  create: over(createMemoryNotifier),
  report: '../../../../docs/reference/conformance/memory-notifier.json',
});
connectorContract({
  name: 'the memory connector',
  create: over(createMemoryConnector),
  report: '../../../../docs/reference/conformance/memory-connector.json',
});
// #endregion
