import { createEngine } from '@motcua/core';
import { createMemoryKeyStore, createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { isoAudit } from '../src/index.js';
import { stallWorkflow } from './stall.js';

const store = createMemoryStore();
const keys = createMemoryKeyStore();

/** What an office names with `--office`: its engine, as its application makes it. */
export const openEngine = () =>
  createEngine({
    workflows: [stallWorkflow],
    store,
    calendars: [plainCalendar()],
    clock: virtualClock('2026-03-02T09:00+07:00'),
    personalData: { keys },
    audit: isoAudit(),
    retention: { stall: { retentionClass: 'B-0', years: 0, legalBasis: 'Circular 05/2025/TT-BNV' } },
  });
