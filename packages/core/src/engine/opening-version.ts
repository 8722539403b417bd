import type { Instant } from '../contract/time.js';
import type { Runtime } from './runtime.js';

/** The version a case begins under: the one named, else the one in force on the date of its legal time. */
export function openingVersion(
  { registry, calendars }: Pick<Runtime, 'registry' | 'calendars'>,
  { workflow, version, at }: { readonly workflow: string; readonly version: string | undefined; readonly at: Instant },
): string {
  if (version !== undefined) return registry.get(workflow, version).version;
  return registry.inForceOn(workflow, calendars.current().dateOf(at)).version;
}
