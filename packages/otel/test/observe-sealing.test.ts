import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { expect, test } from 'vitest';
import { observeSealing } from '../src/index.js';

test('tells how many records wait to be sealed, and for how long, until it is ended', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  let asked = 0;
  const lag = async () => {
    asked += 1;
    return { pending: 3, lagMs: 1_500 };
  };
  const end = observeSealing({ lag }, { meter });
  await reader.forceFlush();
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  expect(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value])).toEqual([
    ['motcua.audit.pending', 3],
    ['motcua.audit.lag', 1_500],
  ]);
  end();
  await reader.forceFlush();
  expect(asked).toBe(1);
});
