import type { Instant, Language } from '@motcua/core';

/** Vietnam has one zone and no summer time. */
const ZONE_MS = 7 * 3_600_000;
const two = (value: number): string => String(value).padStart(2, '0');

/** `23/03/2026`. */
export function dateText(at: Instant): string {
  const local = new Date(at + ZONE_MS);
  return `${two(local.getUTCDate())}/${two(local.getUTCMonth() + 1)}/${local.getUTCFullYear()}`;
}

/** `23/03/2026 17:00`. */
export function timeText(at: Instant): string {
  const local = new Date(at + ZONE_MS);
  return `${dateText(at)} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** Two decimals: `71,50` in Vietnamese, `71.50` in English. */
export const decimalText = (value: number, language: Language): string => {
  const text = value.toFixed(2);
  return language === 'vi' ? text.replace('.', ',') : text;
};

/** With its sign; no change is `0,00`. */
export const changeText = (value: number, language: Language): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${decimalText(Math.abs(value), language)}`;

/** Part of a whole in percent; a dash when there is no whole. */
export const shareText = (part: number, whole: number, language: Language): string =>
  whole === 0 ? '–' : `${decimalText((part * 100) / whole, language)} %`;
