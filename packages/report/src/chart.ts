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
const COLOURS = ['#1f5a99', '#b5530c', '#2f7d4f', '#8c2f39', '#6b5b95', '#7a7a7a', '#3a3a3a'];

/**
 * The chart as SVG with a title that is read aloud. The same chart and id give the same bytes, however many were drawn
 * before.
 */
export function drawChart({ title, names, series, layout, max }: Chart, id: string): string {
  const rows = names.length * (layout === 'grouped' ? Math.max(1, series.length) : 1);
  const height = 70 + rows * 16 + names.length * 12;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption({
      animation: false,
      color: COLOURS,
      legend: { top: 0, textStyle: { fontFamily: 'sans-serif' } },
      grid: { top: 34, bottom: 26, left: 220, right: 40 },
      xAxis: { type: 'value', min: 0, ...(max !== undefined && { max }), minInterval: 1 },
      yAxis: { type: 'category', inverse: true, data: [...names], axisLabel: { width: 205, overflow: 'truncate' } },
      series: series.map(({ name, values }) => ({
        type: 'bar' as const,
        name,
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
