import { type Actor, createEngine, rulesAuthorizer } from '@motcua/core';
import {
  type Content,
  collectRound,
  collectYear,
  inspectionWorkflows,
  standardInspectionRules,
  synthesiseRound,
  synthesiseYear,
} from '@motcua/core/inspection';
import { createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { beforeAll, expect, test } from 'vitest';
import { drawChart, showsSomething } from './chart.js';
import { documentOf } from './document.js';
import { renderHtml, renderMarkdown } from './index.js';

const tenant = 'bac-giang';
const person = (id: string, unit: string, ...roles: string[]): Actor => ({ kind: 'person', id, unit, roles });
const chair = person('chair', 'province', 'inspecting-authority');
const leader = person('leader', 'science', 'team-leader', 'inspector');
const head = person('head', 'doan-bai', 'unit-head');
const content: Content = {
  id: 'it',
  name: { vi: 'Công nghệ thông tin', en: 'Information technology' },
  checklist: {
    id: 'it-test',
    version: '1',
    criteria: { online: { weight: 3, answers: { yes: 100, half: 50 }, mayNotApply: false, section: 's' } },
  },
};
const clock = virtualClock('2026-03-02T08:00+07:00');
const engine = createEngine({
  workflows: inspectionWorkflows(),
  store: createMemoryStore(),
  calendars: [plainCalendar()],
  clock,
  authorizer: rulesAuthorizer(),
});

beforeAll(async () => {
  await engine.start({ background: false });
  const act = async (caseId: string, actor: Actor, event: { type: string; [field: string]: unknown }) => {
    const reply = await engine.send({ tenant, caseId, actor, event });
    await engine.settle();
    if (reply.status !== 'accepted') throw new Error(reply.message);
  };
  const from = Date.parse('2026-03-24T08:00:00+07:00');
  const target = { unit: 'doan-bai', above: 'province', form: 'on-site', from, to: from + 3_600_000 };
  const offices = { authority: 'province', homeAffairs: 'home-affairs', province: 'province' };
  const input = {
    code: 'KT-2026-04',
    year: 2026,
    subject: 'doan-bai',
    targets: [target],
    contents: [content],
    offices,
    rules: standardInspectionRules,
  };
  await engine.open({ tenant, actor: chair, workflow: 'inspection', caseId: 'kt-04', input });
  const team = { number: '4', leader: { id: 'leader', unit: 'science' }, members: [] };
  await act('kt-04', chair, { type: 'team.decide', team, decision: { number: '12', legalBasis: 'x' } });
  await act('kt-04', leader, { type: 'notice.send', outline: ['x'] });
  await act('kt-04', head, { type: 'report.submit', document: 'BC', summary: 'x' });
  await act('kt-04', leader, { type: 'visits.open' });
  await clock.advanceTo('2026-03-24T08:00+07:00');
  const visit = 'kt-04/visit.doan-bai.1';
  await act(visit, leader, { type: 'visit.start', participants: ['x'] });
  const answers = [{ criterion: 'online', given: { answer: 'half' } }];
  await act(visit, leader, { type: 'answers.record', content: 'it', answers });
  await act(visit, leader, {
    type: 'finding.record',
    key: 'f1',
    kind: 'minor',
    content: 'it',
    criterion: 'online',
    statement: '<b>Ít hồ sơ</b> | "trực tuyến"',
    evidence: [{ kind: 'record', reference: 'x' }],
  });
  await act(visit, leader, {
    type: 'finding.record',
    key: 'f2',
    kind: 'strength',
    content: 'it',
    statement: 'Thủ tục được niêm yết công khai',
    english: 'Procedures are posted publicly',
    evidence: [],
  });
  await act(visit, leader, { type: 'visit.finish' });
  await act(visit, leader, { type: 'minutes.draft', document: 'BB', statement: 'x', requests: [], copies: 2 });
  await act(visit, leader, { type: 'minutes.sign', side: 'team' });
  await act(visit, head, { type: 'minutes.sign', side: 'unit' });
});

const read = () => collectYear({ find: engine.find, get: engine.get, tenant, year: 2026 });
const yearReport = async () => synthesiseYear(await read(), { year: 2026, at: clock.now() });
const nameOf = (id: string) => ({ 'doan-bai': 'UBND xã Đoan Bái', 'it/online': 'Dịch vụ công trực tuyến' })[id];

test('prints a round in both formats', async () => {
  // #region use
  const round = await collectRound({ find: engine.find, get: engine.get, tenant, round: 'kt-04' });
  const report = synthesiseRound(round, { at: clock.now() });
  const page = renderHtml(report, { language: 'vi', nameOf });
  const text = renderMarkdown(report, { language: 'en', nameOf });
  // #endregion
  expect(page).toContain('<h1>Báo cáo tổng hợp kết quả kiểm tra KT-2026-04</h1>');
  expect(text).toContain('| UBND xã Đoan Bái | 1 | – | 50.00 | 50.00 |');
  expect(text).toContain('| Dịch vụ công trực tuyến | 0 | 1 |');
});

test('an English report shows the translation of a finding, and marks what nobody has translated', async () => {
  const report = await yearReport();
  const english = renderMarkdown(report, { language: 'en', nameOf });
  expect(english).toContain('| Strength | Procedures are posted publicly |');
  expect(english).toMatch(/trực tuyến" \(vi\) \|/u);
  expect(english).toContain('the Vietnamese text is what counts');
  expect(english).toContain('(vi): quoted in Vietnamese');
  const vietnamese = renderMarkdown(report, { language: 'vi', nameOf });
  expect(vietnamese).toContain('| Ưu điểm | Thủ tục được niêm yết công khai |');
  expect(vietnamese).not.toContain('(vi)');
});

test('a clause of the standard has its title, and no caption repeats a heading', async () => {
  const report = await yearReport();
  const byClause = [{ clause: '10.2', counts: { minor: 1, major: 0 } }];
  const text = renderMarkdown({ ...report, findings: { ...report.findings, byClause } }, { language: 'en' });
  expect(text).toContain('| ISO 9001:2015, 10.2: Nonconformity and corrective action | 0 | 1 |');
  expect(text).not.toContain('**Rounds**');
  expect(text).toContain('**List of findings**');
});

test('gives the same bytes again, whatever was drawn before', async () => {
  const report = await yearReport();
  const first = renderHtml(report, { language: 'vi', nameOf });
  drawChart({ title: 'x', names: ['a'], series: [{ name: 's', values: [1] }], layout: 'stacked' }, 'x');
  expect(renderHtml(report, { language: 'vi', nameOf })).toBe(first);
  expect(renderHtml(await yearReport(), { language: 'vi', nameOf })).toBe(first);
});

test('the page asks nothing of a network and runs nothing', async () => {
  const page = renderHtml(await yearReport(), { language: 'en' });
  expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
    /https?:|src=|<script|<link|@import|url\(/u,
  );
});

test('escapes what people wrote', async () => {
  const report = await yearReport();
  expect(renderHtml(report, { language: 'vi' })).toContain('&lt;b&gt;Ít hồ sơ&lt;/b&gt; | &quot;trực tuyến&quot;');
  expect(renderMarkdown(report, { language: 'vi' })).toContain(String.raw`\<b\>Ít hồ sơ\</b\> \| "trực tuyến"`);
});

test('every chart is named and every table has a caption and headings', async () => {
  const page = renderHtml(await yearReport(), { language: 'vi' });
  const count = (pattern: RegExp) => page.match(pattern)?.length ?? 0;
  expect(count(/<svg /gu)).toBe(2);
  expect(count(/role="img" aria-labelledby="chart-[a-z]+-title"><title id="chart-[a-z]+-title">[^<]+<\/title>/gu)).toBe(
    2,
  );
  expect(count(/<table>/gu)).toBeGreaterThan(4);
  expect(count(/<table><caption>[^<]+<\/caption>\n<thead><tr><th scope="col">/gu)).toBe(count(/<table>/gu));
  const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('both languages have the same sections, tables and rows, each as wide as its head', async () => {
  const report = await yearReport();
  const [vi, en] = [documentOf(report, { language: 'vi' }), documentOf(report, { language: 'en' })];
  const shape = (document: typeof vi) =>
    document.sections.map(({ id, tables }) => [
      id,
      tables.map(({ rows, head: columns }) => [rows.length, columns.length]),
    ]);
  expect(shape(vi)).toEqual(shape(en));
  for (const { tables } of vi.sections) {
    for (const { head: columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
  }
});

test('a legend of many lines does not lie over the bars, and what is nowhere is not drawn', () => {
  const long = Array.from({ length: 12 }, (_, index) => `Tình trạng khắc phục dài dòng số ${index}`);
  const series = long.map((name, index) => ({ name, values: [index === 3 ? 0 : 1] }));
  const svg = drawChart({ title: 'x', names: ['a'], series, layout: 'stacked' }, 'x');
  const entries = [...svg.matchAll(/text-anchor="start"[^>]*translate\([\d.]+ ([\d.]+)\)"[^>]*>Tình/gu)];
  const legend = Math.max(...entries.map(([, y]) => Number(y)));
  const bars = [...svg.matchAll(/<path d="M[\d.]+ ([\d.]+)l[^"]*" fill="#/gu)].map(([, y]) => Number(y));
  expect(entries).toHaveLength(11);
  expect(legend + 14).toBeLessThan(Math.min(...bars));
  expect(svg).not.toContain('số 3<');
});

test('every name of a legend has a line to itself', () => {
  const names = ['Administrative reform', 'Quality management system', 'Application of information technology'];
  const series = names.map((name) => ({ name, values: [1] }));
  const svg = drawChart({ title: 'x', names: ['a'], series, layout: 'grouped' }, 'x');
  const lines = names.map((name) =>
    Number(new RegExp(`translate\\([\\d.]+ ([\\d.]+)\\)"[^>]*>${name}<`, 'u').exec(svg)?.[1]),
  );
  expect((lines[1] ?? 0) - (lines[0] ?? 0)).toBeGreaterThan(14);
  expect((lines[2] ?? 0) - (lines[1] ?? 0)).toBeGreaterThan(14);
});

test('a chart without a bar is left out', () => {
  const chart = { title: 'x', names: ['a'], layout: 'stacked' } as const;
  expect(
    showsSomething({
      ...chart,
      series: [
        { name: 's', values: [0] },
        { name: 't', values: [null] },
      ],
    }),
  ).toBe(false);
  expect(showsSomething({ ...chart, names: [], series: [] })).toBe(false);
  expect(showsSomething({ ...chart, series: [{ name: 's', values: [2] }] })).toBe(true);
});
