// SPDX-License-Identifier: Apache-2.0
// What several pages show of traces.
import { h, name, clip } from './dom.js';
import { badge, empty } from './panel.js';
import { MEANING } from './chart.js';
import { table } from './table.js';
import { millis, time, number } from './format.js';

export const KINDS = ['own', 'db', 'redis', 'http', 'ai', 'messaging', 'waiting'];
export const KIND_NAMES = { own: 'own code', db: 'database', redis: 'Redis', http: 'HTTP', ai: 'AI', messaging: 'messaging', waiting: 'waiting' };

export const answerOf = (answer) => answer.data || answer;

/** A bar of where the time of a trace went. */
export function kindBar(byKind, total) {
  const parts = KINDS.filter((kind) => byKind?.[kind] > 0);
  const sum = Math.max(total || 0, parts.reduce((all, kind) => all + byKind[kind], 0)) || 1;
  return h(
    'span',
    { class: 'kinds', role: 'img', 'aria-label': parts.map((kind) => KIND_NAMES[kind] + ' ' + millis(byKind[kind])).join(', ') || 'nothing known' },
    parts.map((kind) => h('i', { title: KIND_NAMES[kind] + ' ' + millis(byKind[kind]), style: { width: (100 * byKind[kind]) / sum + '%', background: 'var(' + MEANING[kind] + ')' } })),
  );
}

/** The key to the colours of kinds. */
export function kindLegend(kinds = KINDS) {
  return h('ul', { class: 'legend' }, kinds.map((kind) => h('li', { class: 'legend-entry' }, h('i', { class: 'swatch', style: { '--c': 'var(' + MEANING[kind] + ')' } }), KIND_NAMES[kind])));
}

/** A short list of traces. */
export function slowTraces(app, traces) {
  return traces.length
    ? h(
        'ul',
        { class: 'lines' },
        traces.map((each) =>
          h(
            'li',
            {},
            h('b', { class: 'nowrap' }, millis(each.duration_ms)),
            h('a', { class: 'grow', href: app.link('traces', { id: each.trace_id }) }, name((each.method ? each.method + ' ' : '') + (each.route || each.name), 80)),
            each.status === 'error' && badge(String(each.status_code || 'error'), 'bad'),
            kindBar(each.by_kind_ms, each.duration_ms),
            h('span', { class: 'muted nowrap' }, time(each.start_ms)),
          ),
        ),
      )
    : empty('No traces kept in this time range', 'The slowest of each route, all that fail and a sample of the rest are kept.');
}

/** Statements of some traces, by the time they took. */
export async function statements(app, traces, signal) {
  const whole = await Promise.all(traces.map((each) => app.api.get('/monitoring/traces/' + encodeURIComponent(each.trace_id), {}, signal).then(answerOf, (e) => { if (e.name === 'AbortError') throw e; return null; })));
  const found = new Map();
  for (const span of whole.filter(Boolean).flatMap((each) => each.spans)) {
    const tags = span.tags || {};
    const text = tags['db.query.text'] || tags['db.statement'] || (span.category === 'db' || span.category === 'redis' ? span.operation_name : null);
    if (text) {
      const row = found.get(text) || { text, calls: 0, total: 0, worst: 0, traces: new Set() };
      row.calls++;
      row.total += span.duration_ms;
      row.worst = Math.max(row.worst, span.duration_ms);
      row.traces.add(span.trace_id);
      found.set(text, row);
    }
  }
  const rows = table(
    [
      { key: 'text', label: 'Statement', wide: true, cell: (row) => h('code', {}, clip(row.text, 400)) },
      { key: 'calls', label: 'Calls', num: true, text: (row) => number(row.calls) },
      { key: 'each', label: 'In a trace', num: true, value: (row) => row.calls / row.traces.size, text: (row) => number(row.calls / row.traces.size) },
      { key: 'total', label: 'Total', num: true, text: (row) => millis(row.total) },
      { key: 'worst', label: 'Slowest', num: true, text: (row) => millis(row.worst) },
    ],
    { caption: 'Statements', sort: ['total', 'desc'], csv: 'statements.csv', empty: { title: 'No statements', hint: 'The kept traces of this route call no database.' } },
  );
  rows.update([...found.values()]);
  return rows.el;
}
