import type { FindingKind, Mark, RemedyCounts, SynthesisReport } from '@motcua/core/inspection';
import { CAUSE_CATEGORIES, REMEDY_STANDINGS } from '@motcua/core/inspection';
import type { Chart } from './chart.js';
import { changeText, dateText, decimalText, shareText, timeText } from './format.js';
import { clauseText, onLanguage, type RenderOptions, type Speech, speechOf } from './speech.js';
import { ANSWERS, CHECKS, JUDGED, KINDS, LEVELS, SEVERITIES, STANDINGS } from './words.js';

/** A table with a caption; the first cell of a row names it. */
export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly notes: readonly string[];
  /** Shows what the first table says. */
  readonly chart?: Chart;
  readonly tables: readonly Table[];
}

export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly Section[];
}

/** The report as headings and tables in one language: what both renderings show. */
export function documentOf(report: SynthesisReport, options: RenderOptions): ReportDocument {
  const speech = speechOf(options);
  const { word } = speech;
  return {
    title: `${word(report.scope === 'year' ? 'titleYear' : 'titleRound')} ${report.code}`,
    subtitle: `${word('asOf')} ${timeText(report.at)}`,
    sections: [
      rounds(report, speech),
      scores(report, speech),
      findings(report, speech),
      remedies(report, speech),
      causes(report, speech),
      recommendations(report, speech),
      dossiers(report, speech),
    ],
  };
}

const rounds = (report: SynthesisReport, { word, name }: Speech): Section => ({
  id: 'rounds',
  title: word('rounds'),
  notes: [],
  tables: [
    {
      caption: word('rounds'),
      head: [word('round'), word('subject'), word('conclusion'), word('signed'), word('missedTerms')],
      rows: report.rounds.map(({ code, subject, conclusion, signedAt, lateTerms }) => [
        code,
        name(subject),
        conclusion ?? '–',
        signedAt === undefined ? '–' : dateText(signedAt),
        lateTerms.length === 0 ? '–' : lateTerms.join(', '),
      ]),
    },
  ],
});

function scores({ units, contents }: SynthesisReport, { word, text, name, language }: Speech): Section {
  const cell = (mark: Mark | undefined) => {
    if (mark === undefined || mark.percent === null) return '–';
    const change =
      mark.change === null ? '' : ` (${changeText(mark.change, language)}${mark.checklistChanged ? ' *' : ''})`;
    return `${decimalText(mark.percent, language)}${change}`;
  };
  const changed = units.some(({ total }) => total.change !== null && total.checklistChanged);
  return {
    id: 'scores',
    title: word('scores'),
    notes: [word('scoresNote'), ...(changed ? [word('checklistChanged')] : [])],
    chart: {
      title: `${word('scores')} (${word('percent')})`,
      names: units.map(({ unit }) => name(unit)),
      series: contents.map((content) => ({
        name: text(content.name),
        values: units.map((unit) => unit.contents[content.id]?.percent ?? null),
      })),
      layout: 'grouped',
      max: 100,
    },
    tables: [
      {
        caption: word('scores'),
        head: [
          word('unit'),
          word('rank'),
          word('rankChange'),
          word('total'),
          ...contents.map((each) => text(each.name)),
        ],
        rows: units.map(({ unit, rank, rankChange, total, contents: own }) => [
          name(unit),
          rank === null ? '–' : String(rank),
          rankChange === null ? '–' : rankChange > 0 ? `▲ ${rankChange}` : rankChange < 0 ? `▼ ${-rankChange}` : '=',
          cell(total),
          ...contents.map(({ id }) => cell(own[id])),
        ]),
      },
    ],
  };
}

function findings({ findings: all }: SynthesisReport, speech: Speech): Section {
  const { word, text, name, quote } = speech;
  const kinds = Object.keys(KINDS) as FindingKind[];
  const units = Object.entries(all.byUnit);
  return {
    id: 'findings',
    title: word('findings'),
    notes: onLanguage(all.rows, speech),
    chart: {
      title: word('findingsBy'),
      names: units.map(([unit]) => name(unit)),
      series: kinds.map((kind) => ({ name: text(KINDS[kind]), values: units.map(([, counts]) => counts[kind]) })),
      layout: 'stacked',
    },
    tables: [
      {
        caption: word('findingsBy'),
        head: [word('unit'), ...kinds.map((kind) => text(KINDS[kind]))],
        rows: [
          ...units.map(([unit, counts]) => [name(unit), ...kinds.map((kind) => String(counts[kind]))]),
          [word('total'), ...kinds.map((kind) => String(all.byKind[kind]))],
        ],
      },
      {
        caption: word('clauses'),
        head: [word('clause'), ...SEVERITIES.map((severity) => text(KINDS[severity]))],
        rows: all.byClause.map(({ clause, counts }) => [
          clauseText(clause, speech),
          ...SEVERITIES.map((severity) => String(counts[severity])),
        ]),
      },
      {
        caption: word('allFindings'),
        head: [word('unit'), word('kind'), word('statement')],
        rows: all.rows.map(({ unit, kind, repeated, disputed, ...said }) => {
          const marks = [...(repeated ? [word('repeated')] : []), ...(disputed ? [word('disputed')] : [])];
          return [name(unit), text(KINDS[kind]), `${quote(said)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`];
        }),
      },
    ],
  };
}

function remedies({ remedies: all }: SynthesisReport, speech: Speech): Section {
  const { word, text, name, quote } = speech;
  const standings = REMEDY_STANDINGS.map((standing) => text(STANDINGS[standing]));
  const cells = (counts: RemedyCounts) => REMEDY_STANDINGS.map((standing) => String(counts[standing]));
  const units = Object.entries(all.byUnit);
  const levels = Object.entries(all.escalated) as [keyof typeof LEVELS, number][];
  const course = (row: (typeof all.rows)[number]) =>
    [
      ...(row.extensions > 0 ? [`${word('extended')} ${row.extensions}`] : []),
      ...(row.reopened > 0 ? [`${word('reopened')} ${row.reopened}`] : []),
      ...(row.late ? [word('late')] : []),
      ...(row.escalated.length > 0
        ? [
            `${word('escalatedTo')} ${row.escalated.map((level) => text(LEVELS[level as keyof typeof LEVELS])).join(' → ')}`,
          ]
        : []),
    ].join('; ');
  return {
    id: 'remedies',
    title: word('remedies'),
    notes: [],
    chart: {
      title: word('remediesBy'),
      names: units.map(([unit]) => name(unit)),
      series: REMEDY_STANDINGS.map((standing) => ({
        name: text(STANDINGS[standing]),
        values: units.map(([, counts]) => counts[standing]),
      })),
      layout: 'stacked',
    },
    tables: [
      {
        caption: word('remediesBy'),
        head: [word('unit'), ...standings],
        rows: [...units.map(([unit, counts]) => [name(unit), ...cells(counts)]), [word('total'), ...cells(all.counts)]],
      },
      {
        caption: word('remediesSeverity'),
        head: [word('kind'), ...standings],
        rows: SEVERITIES.map((severity) => [text(KINDS[severity]), ...cells(all.bySeverity[severity])]),
      },
      {
        caption: word('escalations'),
        head: [word('level'), word('count')],
        rows: levels.map(([level, count]) => [text(LEVELS[level]), String(count)]),
      },
      {
        caption: word('remedyList'),
        head: [word('unit'), word('statement'), word('kind'), word('due'), word('standing'), word('course')],
        rows: all.rows.map((row) => [
          name(row.unit),
          quote(row),
          text(KINDS[row.severity]),
          row.dueAt === undefined ? '–' : dateText(row.dueAt),
          text(STANDINGS[row.standing]),
          course(row) || '–',
        ]),
      },
    ],
  };
}

function causes({ causes: all }: SynthesisReport, { word, text, name }: Speech): Section {
  const title = (category: string) => {
    const known = CAUSE_CATEGORIES[category];
    return known === undefined ? name(category) : text(known);
  };
  return {
    id: 'causes',
    title: word('causes'),
    notes: [],
    chart: {
      title: word('causesBy'),
      names: all.map(({ category }) => title(category)),
      series: [{ name: word('remedies'), values: all.map(({ remedies: count }) => count) }],
      layout: 'stacked',
    },
    tables: [
      {
        caption: word('causesBy'),
        head: [word('cause'), word('remedies'), word('unit'), word('recurring')],
        rows: all.map(({ category, remedies: count, units, recurring }) => [
          title(category),
          String(count),
          units.map(name).join(', '),
          word(recurring ? 'yes' : 'no'),
        ]),
      },
    ],
  };
}

const recommendations = ({ recommendations: all }: SynthesisReport, { word, text, name, quote }: Speech): Section => ({
  id: 'recommendations',
  title: word('recommendations'),
  notes: [],
  tables: [
    {
      caption: word('recommendations'),
      head: [word('to'), word('statement'), word('due'), word('answer')],
      rows: all.map(({ to, text: statement, english, dueAt, answer }) => [
        name(to),
        quote({ statement, english }),
        dueAt === undefined ? word('undated') : dateText(dueAt),
        answer === undefined ? word('unanswered') : text(ANSWERS[answer]),
      ]),
    },
  ],
});

function dossiers({ dossiers: counted, samples }: SynthesisReport, { word, text, name, language }: Speech): Section {
  const units = Object.entries(counted);
  const checks = Object.keys(CHECKS) as (keyof typeof CHECKS)[];
  const columns = ['onTime', 'late', 'running', 'overdue', 'ended'] as const;
  const labels = {
    onTime: 'onTime',
    late: 'settledLate',
    running: 'running',
    overdue: 'overdue',
    ended: 'ended',
  } as const;
  return {
    id: 'dossiers',
    title: word('dossiers'),
    notes: [],
    ...(units.length > 0 && {
      chart: {
        title: word('dossiers'),
        names: units.map(([unit]) => name(unit)),
        series: columns.map((column) => ({
          name: word(labels[column]),
          values: units.map(([, tally]) => tally[column]),
        })),
        layout: 'stacked' as const,
      },
    }),
    tables: [
      {
        caption: word('dossiers'),
        head: [
          word('unit'),
          word('received'),
          ...columns.map((column) => word(labels[column])),
          word('online'),
          word('onlineShare'),
        ],
        rows: units.map(([unit, tally]) => [
          name(unit),
          String(tally.received),
          ...columns.map((column) => String(tally[column])),
          String(tally.online),
          shareText(tally.online, tally.received, language),
        ]),
      },
      {
        caption: word('samples'),
        head: [word('unit'), word('checked'), ...checks.map((check) => text(CHECKS[check]))],
        rows: Object.entries(samples).map(([unit, tally]) => [
          name(unit),
          String(tally.checked),
          ...checks.map((check) => JUDGED.map((outcome) => tally[check][outcome]).join(' / ')),
        ]),
      },
    ],
  };
}
