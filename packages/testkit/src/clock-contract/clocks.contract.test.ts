import { systemClock } from '@motcua/core';
import { vi } from 'vitest';
import { virtualClock } from '../virtual-clock.js';
import { clockContract } from './index.js';

// #region suite
const start = '2026-03-02T09:00+07:00';

clockContract({
  name: 'the virtual clock',
  async create() {
    const clock = virtualClock(start);
    return { clock, pass: (ms) => clock.advanceBy(ms), close: async () => {} };
  },
  report: '../../../../docs/reference/conformance/virtual-clock.json',
});

clockContract({
  name: 'the system clock',
  async create() {
    vi.useFakeTimers({ now: Date.parse(start) });
    return {
      clock: systemClock(),
      pass: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
      close: async () => void vi.useRealTimers(),
    };
  },
  report: '../../../../docs/reference/conformance/system-clock.json',
});
// #endregion
