import { init } from 'echarts';

/** Horizontal bars, one group for each name. */
export interface Chart {
  readonly title: string;
  readonly names: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly layout: 'grouped' | 'stacked';
  /** End of the scale; absent: as the values ask for. */
  readonly max?: number;
}

const WIDTH = 860;
const LEFT = 220;
const LEGEND_LINE = 20;
const COLOURS = ['#1f5a99', '#b5530c', '#2f7d4f', '#8c2f39', '#6b5b95', '#7a7a7a', '#3a3a3a'];

const hasBars = ({ values }: Chart['series'][number]): boolean => values.some((value) => value !== null && value !== 0);

/** A chart without a bar would be an empty frame. */
export const showsSomething = ({ names, series }: Chart): boolean => names.length > 0 && series.some(hasBars);

/**
 * The chart as SVG with a title that is read aloud. The same chart and id give the same bytes, however many were drawn
 * before.
 */
export function drawChart({ title, names, series, layout, max }: Chart, id: string): string {
  // What is nowhere is only in the table; a series keeps its colour whether others are drawn or not.
  const drawn = series.map((each, index) => ({ ...each, colour: COLOURS[index % COLOURS.length] })).filter(hasBars);
  const rows = names.length * (layout === 'grouped' ? Math.max(1, drawn.length) : 1);
  const top = 12 + LEGEND_LINE * drawn.length;
  const height = top + 36 + rows * 16 + names.length * 12;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      // One name a line: without a screen the library does not know how wide a text is.
      legend: {
        top: 0,
        left: LEFT,
        orient: 'vertical',
        itemHeight: 12,
        itemGap: LEGEND_LINE - 12,
        textStyle: { fontFamily: 'sans-serif', lineHeight: 12 },
      },
      grid: { top, bottom: 26, left: LEFT, right: 40 },
      xAxis: { type: 'value', min: 0, ...(max !== undefined && { max }), minInterval: 1 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: [...names],
        axisLabel: { width: 205, overflow: 'break', lineHeight: 13 },
      },
      series: drawn.map(({ name, values, colour }) => ({
        type: 'bar' as const,
        name,
        color: colour,
        data: [...values],
        emphasis: { disabled: true },
        ...(layout === 'stacked' && { stack: 'all' }),
      })),
    });
    return accessible(chart.renderToSVGString({ useViewBox: true }), id, title);
  } finally {
    chart.dispose();
  }
}

/** Names the drawing, and takes out what only an interactive page uses: its ids count the charts of the process. */
function accessible(svg: string, id: string, title: string): string {
  const inner = svg
    .slice(svg.indexOf('>') + 1)
    .replaceAll(/<style[^>]*>[\s\S]*?<\/style>\s*/gu, '')
    .replaceAll(/ class="zr\d+-cls-\d+"/gu, '')
    .replaceAll(/ ecmeta_[a-z_]+="[^"]*"/gu, '')
    .replaceAll(/\bzr\d+-/gu, `${id}-`);
  const box = /viewBox="[^"]+"/u.exec(svg)?.[0] ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box} role="img" aria-labelledby="${id}-title"><title id="${id}-title">${escapeMarkup(title)}</title>${inner}`;
}

/** Text for HTML and SVG, attributes included. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
