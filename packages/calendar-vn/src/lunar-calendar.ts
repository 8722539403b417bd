/**
 * The Vietnamese lunisolar calendar: astronomical new moons and solar terms, dated at UTC+7.
 *
 * A lunar month begins on the date of the new moon. The month that holds the winter solstice is the 11th. When
 * thirteen months lie between two 11th months, the first of them without a major solar term is a leap month.
 * China dates the same events at UTC+8, so its calendar differs in some years (2007, 2030).
 *
 * New moons after J. Meeus, Astronomical Algorithms, ch. 49 (error of seconds); the sun after ch. 25 (0.01°).
 */

/** Days since 1970-01-01. */
export type EpochDay = number;

const RADIANS = Math.PI / 180;
/** Julian day of 1970-01-01T00:00Z. */
const UNIX_EPOCH_JD = 2_440_587.5;
const SYNODIC_MONTH = 29.530588861;
/** Mean new moon of January 2000, the origin of the count `k`. */
const FIRST_NEW_MOON_JDE = 2_451_550.09766;

const sin = (degrees: number): number => Math.sin(degrees * RADIANS);

/**
 * The date of a day of a lunar month (not of a leap month), at an offset in hours from UTC.
 *
 * @param month 1 … 10: the 11th and 12th belong to the next round of solstices, and no holiday is in them
 */
export function lunarDate(lunarYear: number, month: number, day: number, utcOffset = 7): EpochDay {
  const previous = month11(lunarYear - 1, utcOffset);
  const next = month11(lunarYear, utcOffset);
  const months = Math.round((next.first - previous.first) / SYNODIC_MONTH);
  const leap = months === 13 ? leapIndex(previous, utcOffset) : Number.POSITIVE_INFINITY;
  const index = month + 1;
  return newMoonDay(previous.k + (index >= leap ? index + 1 : index), utcOffset) + day - 1;
}

interface LunarMonth {
  /** Count of new moons since January 2000. */
  readonly k: number;
  readonly first: EpochDay;
}

/** The month that holds the winter solstice (solar longitude 270°) of a year. */
function month11(year: number, utcOffset: number): LunarMonth {
  const yearEnd = Date.UTC(year, 11, 31) / 86_400_000;
  let k = Math.floor((yearEnd + UNIX_EPOCH_JD - FIRST_NEW_MOON_JDE) / SYNODIC_MONTH) + 1;
  while (newMoonDay(k, utcOffset) > yearEnd || solarSector(newMoonDay(k, utcOffset), utcOffset) >= 9) k--;
  return { k, first: newMoonDay(k, utcOffset) };
}

/** How many months after the 11th the leap month comes: the first that begins and ends in one sector of the sun. */
function leapIndex(start: LunarMonth, utcOffset: number): number {
  for (let index = 1; index <= 13; index++) {
    const from = solarSector(newMoonDay(start.k + index, utcOffset), utcOffset);
    const to = solarSector(newMoonDay(start.k + index + 1, utcOffset), utcOffset);
    if (from === to) return index;
  }
  return Number.POSITIVE_INFINITY;
}

/** Which twelfth of the ecliptic the sun is in at 00:00 of a day: 0 from the March equinox, 9 from the December solstice. */
function solarSector(day: EpochDay, utcOffset: number): number {
  return Math.floor(solarLongitude(day + UNIX_EPOCH_JD - utcOffset / 24) / 30);
}

/** The date on which a new moon falls. */
function newMoonDay(k: number, utcOffset: number): EpochDay {
  return Math.floor(newMoonJd(k) - UNIX_EPOCH_JD + utcOffset / 24);
}

/** Julian day (universal time) of the k-th new moon after January 2000. */
function newMoonJd(k: number): number {
  const t = k / 1236.85;
  const t2 = t * t;
  const t3 = t2 * t;
  const mean = FIRST_NEW_MOON_JDE + SYNODIC_MONTH * k + 0.00015437 * t2 - 0.00000015 * t3;
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t2;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t2 + 0.00001238 * t3;
  const latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t2 - 0.00000227 * t3;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t2;
  const e = 1 - 0.002516 * t - 0.0000074 * t2;

  let correction = -0.00017 * sin(node);
  for (const [coefficient, power, moons, suns, latitudes] of newMoonTerms) {
    correction += coefficient * e ** power * sin(moons * moon + suns * sun + latitudes * latitude);
  }
  for (const [coefficient, at, rate] of planetaryTerms) correction += coefficient * sin(at + rate * k);
  correction += 0.000325 * sin(299.77 + 0.107408 * k - 0.009173 * t2);
  return mean + correction - deltaT(2000 + t * 100) / 86_400;
}

/** Apparent longitude of the sun in degrees, 0 … 360. */
function solarLongitude(jd: number): number {
  const t = (jd + deltaT(2000 + (jd - 2_451_545) / 365.25) / 86_400 - 2_451_545) / 36_525;
  const mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t;
  const anomaly = 357.52911 + 35_999.05029 * t - 0.0001537 * t * t;
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t * t) * sin(anomaly) +
    (0.019993 - 0.000101 * t) * sin(2 * anomaly) +
    0.000289 * sin(3 * anomaly);
  const apparent = mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * t);
  return ((apparent % 360) + 360) % 360;
}

/** Seconds between dynamical and universal time; after F. Espenak and J. Meeus, for 1986 to 2150. */
function deltaT(year: number): number {
  const t = year - 2000;
  if (year < 2005) return 63.86 + 0.3345 * t - 0.060374 * t * t;
  if (year < 2050) return 62.92 + 0.32217 * t + 0.005589 * t * t;
  return -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * (2150 - year);
}

/** Coefficient in days, power of the eccentricity, multiples of the moon's anomaly, the sun's, the moon's latitude. */
const newMoonTerms: readonly (readonly [number, number, number, number, number])[] = [
  [-0.4072, 0, 1, 0, 0],
  [0.17241, 1, 0, 1, 0],
  [0.01608, 0, 2, 0, 0],
  [0.01039, 0, 0, 0, 2],
  [0.00739, 1, 1, -1, 0],
  [-0.00514, 1, 1, 1, 0],
  [0.00208, 2, 0, 2, 0],
  [-0.00111, 0, 1, 0, -2],
  [-0.00057, 0, 1, 0, 2],
  [0.00056, 1, 2, 1, 0],
  [-0.00042, 0, 3, 0, 0],
  [0.00042, 1, 0, 1, 2],
  [0.00038, 1, 0, 1, -2],
  [-0.00024, 1, 2, -1, 0],
  [-0.00007, 0, 1, 2, 0],
  [0.00004, 0, 2, 0, -2],
  [0.00004, 0, 0, 3, 0],
  [0.00003, 0, 1, 1, -2],
  [0.00003, 0, 2, 0, 2],
  [-0.00003, 0, 1, 1, 2],
  [0.00003, 0, 1, -1, 2],
  [-0.00002, 0, 1, -1, -2],
  [-0.00002, 0, 3, 1, 0],
  [0.00002, 0, 4, 0, 0],
];

/** Coefficient in days, angle at k = 0 and its rate, in degrees. */
const planetaryTerms: readonly (readonly [number, number, number])[] = [
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518],
];
