import type { Instant } from '../../contract/index.js';
import type { RoundContext } from '../round/schemas.js';
import type { Score } from '../score.js';
import type { Mark, UnitMarks } from './report.js';

type Scores = ReadonlyMap<string, readonly Score[]>;

const hundredths = (value: number): number => Math.round(value * 100);

/** The scores of each unit: of a unit that was visited more than once, the latest for each content. */
export function latestScores(rounds: readonly RoundContext[]): Scores {
  const latest = new Map<string, Map<string, { readonly at: Instant; readonly score: Score }>>();
  for (const { visits } of rounds) {
    for (const [unit, { endedAt, scores }] of Object.entries(visits)) {
      if (endedAt === undefined) continue;
      const known = latest.get(unit) ?? new Map();
      for (const score of scores) {
        const other = known.get(score.content);
        if (other === undefined || other.at <= endedAt) known.set(score.content, { at: endedAt, score });
      }
      latest.set(unit, known);
    }
  }
  return new Map([...latest].map(([unit, scores]) => [unit, [...scores.values()].map(({ score }) => score)]));
}

/** Points added up exactly: in hundredths, as integers. */
function sumOf(scores: readonly Score[]): Pick<Mark, 'points' | 'outOf' | 'percent'> {
  const points = scores.reduce((sum, score) => sum + hundredths(score.points), 0);
  const outOf = scores.reduce((sum, score) => sum + score.outOf, 0);
  return { points: points / 100, outOf, percent: outOf === 0 ? null : Math.round((points * 100) / outOf) / 100 };
}

const difference = (now: number | null, before: number | null | undefined): number | null =>
  now === null || before === null || before === undefined ? null : (hundredths(now) - hundredths(before)) / 100;

const checklistsOf = (scores: readonly Score[]): string =>
  scores
    .map(({ content, checklist, version }) => `${content}:${checklist}@${version}`)
    .sort()
    .join(' ');

function markOf(scores: readonly Score[], before: readonly Score[]): Mark {
  const sum = sumOf(scores);
  const earlier = before.length === 0 ? undefined : sumOf(before).percent;
  return {
    ...sum,
    change: difference(sum.percent, earlier),
    checklistChanged: before.length > 0 && checklistsOf(scores) !== checklistsOf(before),
  };
}

/** Rank by percent: 1, 2, 2, 4. */
function ranksOf(scores: Scores): ReadonlyMap<string, number> {
  const percents = [...scores].flatMap(([unit, all]): [string, number][] => {
    const { percent } = sumOf(all);
    return percent === null ? [] : [[unit, percent]];
  });
  return new Map(percents.map(([unit, mine]) => [unit, 1 + percents.filter(([, other]) => other > mine).length]));
}

/** Marks and ranking of the units, against the period before. The best first, then by unit id. */
export function marksOf(now: Scores, before: Scores): readonly UnitMarks[] {
  const ranks = ranksOf(now);
  const earlierRanks = ranksOf(before);
  const units = [...now].map(([unit, scores]): UnitMarks => {
    const earlier = before.get(unit) ?? [];
    const rank = ranks.get(unit) ?? null;
    const earlierRank = earlierRanks.get(unit);
    return {
      unit,
      total: markOf(scores, earlier),
      contents: Object.fromEntries(
        scores.map((score) => [
          score.content,
          markOf(
            [score],
            earlier.filter(({ content }) => content === score.content),
          ),
        ]),
      ),
      rank,
      rankChange: rank === null || earlierRank === undefined ? null : earlierRank - rank,
    };
  });
  const place = ({ rank }: UnitMarks) => rank ?? Number.POSITIVE_INFINITY;
  return units.sort((a, b) => (place(a) === place(b) ? (a.unit < b.unit ? -1 : 1) : place(a) - place(b)));
}
