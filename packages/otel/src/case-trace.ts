import { createHash } from 'node:crypto';
import type { CaseKey } from '@motcua/core/contract';
import { type Context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';

/**
 * The trace of a case, derived from its key: every process that works on the case adds to the same trace, over months
 * and without anything stored. Its spans have one parent that nobody records, which stands for the case itself.
 */
export function caseContext({ tenant, caseId }: CaseKey): Context {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenant, caseId]))
    .digest('hex');
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: hash.slice(0, 32),
    spanId: hash.slice(32, 48),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}
