import type { Meter } from '@opentelemetry/api';

/** What a sequencer of `@motcua/audit-iso` tells; any process may ask it. */
export interface SealingSource {
  lag(): Promise<{ readonly pending: number; readonly lagMs: number }>;
}

/**
 * Tells OpenTelemetry how many records of the audit log wait to be sealed and how long the oldest has waited: what is not
 * sealed could still be changed. Returns the function that ends it.
 */
export function observeSealing(sequencer: SealingSource, { meter }: { readonly meter: Meter }): () => void {
  const pending = meter.createObservableGauge('motcua.audit.pending', {
    description: 'Records of the audit log that are not sealed',
  });
  const lag = meter.createObservableGauge('motcua.audit.lag', {
    unit: 'ms',
    description: 'How long the oldest of them has waited',
  });
  const observe: Parameters<Meter['addBatchObservableCallback']>[0] = async (result) => {
    const found = await sequencer.lag();
    result.observe(pending, found.pending);
    result.observe(lag, found.lagMs);
  };
  meter.addBatchObservableCallback(observe, [pending, lag]);
  return () => meter.removeBatchObservableCallback(observe, [pending, lag]);
}
