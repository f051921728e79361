// SPDX-License-Identifier: Apache-2.0
import { h, s, put, name, clip } from '../lib/dom.js';
import { panel, stat, badge, empty, failure, loading, tabs } from '../lib/panel.js';
import { table } from '../lib/table.js';
import { millis, number, time, percent } from '../lib/format.js';
import { answerOf, kindBar, kindLegend, KINDS, KIND_NAMES } from '../lib/traces.js';
import { timeAxis } from '../lib/lanes.js';
import { waterfall, spanDetail } from '../lib/waterfall.js';

const LIMIT = 500;
const LEAST = ['', '10ms', '100ms', '500ms', '1s', '5s'];

export default {
  async mount(view, app) {
    const id = app.params.get('id');
    const other = app.params.get('with');
    return id && other ? compare(view, app, id, other) : id ? one(view, app, id) : search(view, app);
  },
};

const fetchTrace = (app, id, signal) => app.api.get('/monitoring/traces/' + encodeURIComponent(id), {}, signal).then(answerOf);
const titleOf = (trace) => (trace.method && !String(trace.name || '').startsWith(trace.method) ? trace.method + ' ' : '') + (trace.name || trace.route || 'trace');

// ---- search

function search(view, app) {
  const chosen = new Set();
  const dots = h('div', { class: 'dots' });
  const more = h('p', { class: 'muted', role: 'status' });
  const compareButton = h('button', { type: 'button', disabled: true, onclick: () => { const [a, b] = chosen; app.go('traces', { id: a, with: b }); } }, 'Compare two');
  const routes = h('datalist', { id: 'trace-routes' });
  const field = (label, control) => h('label', { class: 'field' }, label, control);
  const set = (key) => (event) => app.params.set({ [key]: event.target.value }, { push: true });
  const form = h(
    'form',
    { class: 'bar', role: 'search', onsubmit: (event) => event.preventDefault() },
    h('div', { class: 'grow' }, field('Route', h('input', { type: 'search', list: 'trace-routes', value: app.params.get('route'), placeholder: 'any', onchange: set('route') }))),
    field('At least', h('select', { onchange: set('min') }, [...new Set([...LEAST, app.params.get('min')])].map((each) => h('option', { value: each, selected: each === app.params.get('min') }, each || 'any time')))),
    field('Status', h('select', { onchange: set('status') }, [['', 'any'], ['error', 'failed'], ['ok', 'ok']].map(([value, label]) => h('option', { value, selected: value === app.params.get('status') }, label)))),
    h('div', { class: 'grow' }, field('Attribute', h('input', { type: 'search', value: app.params.get('attr'), placeholder: 'enduser.id=42', onchange: set('attr') }))),
    routes,
  );
  const list = table(
    [
      { key: 'start_ms', label: 'Time', cell: (row) => h('a', { href: app.link('traces', { id: row.trace_id }) }, time(row.start_ms)) },
      { key: 'name', label: 'Request', value: titleOf, wide: true, cell: (row) => name(titleOf(row), 120) },
      { key: 'status_code', label: 'Status', value: (row) => row.status_code || row.status, cell: (row) => badge(String(row.status_code || row.status), row.status === 'error' ? 'bad' : row.status_code >= 400 ? 'warn' : 'good') },
      { key: 'duration_ms', label: 'Took', num: true, text: (row) => millis(row.duration_ms) },
      { key: 'by_kind_ms', label: 'Where', value: (row) => row.by_kind_ms?.own ?? 0, cell: (row) => kindBar(row.by_kind_ms, row.duration_ms) },
      { key: 'spans', label: 'Spans', num: true },
      { key: 'errors', label: 'Errors', num: true },
      { key: 'kept', label: 'Kept as', cell: (row) => badge(row.kept || 'sample') },
      { key: 'compare', label: 'Compare', plain: true, cell: (row) => h('input', { type: 'checkbox', 'aria-label': 'Compare trace of ' + time(row.start_ms), checked: chosen.has(row.trace_id), onchange: (event) => choose(row.trace_id, event.target.checked) }) },
    ],
    {
      caption: 'Traces',
      main: true,
      sort: ['start_ms', 'desc'],
      csv: 'traces.csv',
      rowClass: (row) => (row.status === 'error' ? 'bad' : ''),
      open: (row) => app.go('traces', { id: row.trace_id }),
      empty: { title: 'No traces in this time range', hint: 'All that fail, the slowest of each route and a sample of the rest are kept. Choose a longer range or fewer conditions.' },
    },
  );

  function choose(id, on) {
    on ? chosen.add(id) : chosen.delete(id);
    compareButton.disabled = chosen.size !== 2;
    compareButton.textContent = chosen.size === 1 ? 'Choose one more' : 'Compare two';
  }

  view.append(
    h('div', { class: 'page-head' }, h('h1', {}, 'Traces'), compareButton),
    panel('', {}, form),
    panel('When and how long', { info: 'each dot is a trace; those above are slow, those in red have failed' }, dots),
    panel('', {}, list.el, more, kindLegend()),
  );
  app.api.get('/api/v1/label/route/values').then((answer) => put(routes, answer.data.slice(0, 200).map((each) => h('option', { value: each }))), () => {});

  return {
    async refresh(signal) {
      const { range } = app;
      const ask = Object.fromEntries(['route', 'min', 'status', 'attr'].map((key) => [key, app.params.get(key)]));
      try {
        const answer = answerOf(await app.api.get('/monitoring/traces', { ...ask, since: new Date(range.from).toISOString(), ...(range.live ? {} : { until: new Date(range.to).toISOString() }), limit: LIMIT }, signal));
        const { traces } = answer;
        more.textContent = answer.omitted || answer.incomplete ? 'These are the latest; a shorter time range or more conditions show others.' : '';
        list.update(traces);
        put(dots, scatter(traces, range, app));
      } catch (e) {
        if (e.name !== 'AbortError') {
          list.update([]);
          put(dots, failure(e));
        }
      }
    },
  };
}

/** Traces by time and duration (logarithmic). The table below says the same to who cannot see it. */
function scatter(traces, range, app) {
  if (!traces.length) {
    return empty('No traces', 'Nothing was kept that fits the search.');
  }
  const width = 1000;
  const height = 140;
  const logs = traces.map((each) => Math.log10(Math.max(each.duration_ms, 0.01)));
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + 1);
  const from = Math.min(range.from, ...traces.map((each) => each.start_ms));
  const to = Math.max(range.to, ...traces.map((each) => each.start_ms));
  const x = (each) => (width * (each.start_ms - from)) / Math.max(1, to - from);
  const y = (log) => height - 8 - ((height - 16) * (log - low)) / (high - low);
  const lines = [];
  for (let power = low; power <= high; power++) {
    lines.push(power);
  }
  return [
    h('div', { class: 'dots-axis', 'aria-hidden': 'true' }, lines.map((power) => h('span', { style: { top: (100 * y(power)) / height + '%' } }, millis(10 ** power)))),
    s(
      'svg',
      { viewBox: '0 0 ' + width + ' ' + height, preserveAspectRatio: 'none', role: 'img', 'aria-label': traces.length + ' traces, from ' + millis(Math.min(...traces.map((t) => t.duration_ms))) + ' to ' + millis(Math.max(...traces.map((t) => t.duration_ms))) },
      lines.map((power) => s('line', { x1: 0, x2: width, y1: y(power), y2: y(power) })),
    ),
    h('div', { class: 'dots-area', 'aria-hidden': 'true' }, traces.map((each, i) => h('i', {
      class: each.status === 'error' ? 'bad' : '',
      title: titleOf(each).slice(0, 120) + ' · ' + millis(each.duration_ms) + ' · ' + time(each.start_ms),
      style: { left: x(each) / 10 + '%', top: (100 * y(logs[i])) / height + '%' },
      onclick: () => app.go('traces', { id: each.trace_id }),
    }))),
    h('div', { class: 'dots-times', 'aria-hidden': 'true' }, timeAxis(from / 1000, to / 1000)),
  ];
}

// ---- one trace

async function one(view, app, id) {
  const box = h('div', { class: 'page' }, loading('Loading the trace'));
  view.append(box);
  let trace;
  try {
    trace = await fetchTrace(app, id);
  } catch (e) {
    put(box, crumb(app), e.status === 404 ? empty('This trace is not kept', 'It was not sampled, or newer ones have taken its place. Failed and slow ones stay longest.', h('a', { href: app.link('traces') }, 'Search traces')) : failure(e));
    return {};
  }
  const root = trace.spans.find((span) => !span.parent_span_id) || trace.spans[0] || {};
  const detail = h('div');
  const chosen = app.params.get('span');
  const flow = waterfall(trace, { selected: chosen, onSelect: show });
  const logs = h('div');

  function show(span) {
    put(detail, panel(clip(span.operation_name, 120), { level: 3, class: 'aside', actions: [h('button', { type: 'button', class: 'icon', 'aria-label': 'Close the span', onclick: () => { put(detail); app.params.set({ span: null }, { quiet: true }); } }, '✕')] }, spanDetail(span)));
    app.params.set({ span: span.span_id }, { quiet: true });
  }

  const failed = trace.spans.filter((span) => span.status === 'error').length;
  const views = {
    waterfall: () => h('div', { class: 'wf-split' }, panel('', {}, h('div', { class: 'bar' }, kindLegend(KINDS.filter((kind) => trace.by_kind_ms?.[kind] > 0 || trace.spans.some((span) => span.category === kind))), h('span', { class: 'legend-entry' }, h('i', { class: 'wf-key' }), 'critical path'), flow.toggle), flow.el), detail),
    statistics: () => panel('', {}, statistics(trace).el),
    attributes: () => panel('', {}, h('dl', { class: 'facts' }, Object.entries(root.tags || {}).map(([key, value]) => [h('dt', {}, clip(key, 100)), h('dd', {}, clip(value, 2000))]))),
  };
  const shown = views[app.params.get('view')] ? app.params.get('view') : 'waterfall';
  const stage = h('div', {}, views[shown]());
  app.title(clip(titleOf({ name: root.operation_name }), 60));
  put(
    box,
    h(
      'div',
      { class: 'page-head' },
      h('div', {}, crumb(app), h('h1', {}, name(root.operation_name || 'Trace', 160)), h('p', { class: 'muted' }, h('code', {}, trace.trace_id), ' · ', time(trace.start_ms))),
      tabs('View', [['waterfall', 'Waterfall'], ['statistics', 'Statistics'], ['attributes', 'Attributes']], shown, (each) => { app.params.set({ view: each === 'waterfall' ? null : each }, { quiet: true }); put(stage, views[each]()); }),
      h('a', { href: app.api.url('/monitoring/traces/' + encodeURIComponent(id) + '.html'), download: 'trace-' + id.slice(0, 8) + '.html' }, 'Save as HTML'),
      h('a', { href: app.api.url('/monitoring/traces/' + encodeURIComponent(id) + '/jaeger'), download: 'trace-' + id.slice(0, 8) + '.json' }, 'Jaeger JSON'),
    ),
    h(
      'div',
      { class: 'stats' },
      stat('Took', millis(trace.duration_ms)),
      stat('Spans', number(trace.spans.length)),
      stat('Failed', number(failed), { tone: failed ? 'bad' : '' }),
      KINDS.filter((kind) => trace.by_kind_ms?.[kind] > 0).map((kind) => stat(KIND_NAMES[kind], millis(trace.by_kind_ms[kind]), { note: percent(trace.by_kind_ms[kind] / trace.duration_ms) })),
    ),
    trace.findings?.length ? panel('Findings', {}, h('ul', { class: 'lines' }, trace.findings.map((each) => h('li', {}, badge({ n_plus_one: 'N+1', error: 'error', slow: 'slow' }[each.type] || each.type, each.type === 'error' ? 'bad' : 'warn'), name(each.text, 400, { class: 'grow' }), each.span_id && h('button', { type: 'button', class: 'quiet', onclick: () => flow.select(each.span_id) }, 'Show the span'))))) : null,
    stage,
    logs,
  );
  if (chosen) {
    flow.select(chosen);
  }
  if (app.has('/monitoring/logs')) {
    await logLines(app, trace, logs);
  }
  return {};
}

const crumb = (app) => h('p', { class: 'crumb' }, h('a', { href: app.link('traces') }, 'Traces'));

async function logLines(app, trace, box) {
  try {
    const answer = answerOf(await app.api.get('/monitoring/logs', { trace_id: trace.trace_id, limit: 200 }));
    const lines = answer.records.filter((each) => each.trace_id === trace.trace_id).reverse();
    if (lines.length) {
      put(box, panel('Log lines', { info: 'written while this trace ran' }, h('ul', { class: 'lines' }, lines.map((each) => h('li', {}, h('span', { class: 'muted nowrap' }, '+' + millis(Math.max(0, each.time_ms - trace.start_ms))), badge(each.level || each.severity, /ERROR|FATAL/.test(each.severity) ? 'bad' : /WARN/.test(each.severity) ? 'warn' : ''), h('span', { class: 'grow' }, name(each.message, 1000), each.exception && h('details', {}, h('summary', {}, clip(each.exception.type + ': ' + (each.exception.message || ''), 300)), h('pre', { class: 'code' }, clip(each.exception.stacktrace || '', 20000)))), h('span', { class: 'muted' }, clip(each.logger, 60)))))));
    }
  } catch {
    // A trace without its log lines is still a trace.
  }
}

function statistics(trace) {
  const found = new Map();
  for (const span of trace.spans) {
    const row = found.get(span.operation_name) || { operation: span.operation_name, category: span.category, calls: 0, total: 0, own: 0, worst: 0, failed: 0 };
    row.calls++;
    row.total += span.duration_ms;
    row.own += span.self_ms ?? span.duration_ms;
    row.worst = Math.max(row.worst, span.duration_ms);
    row.failed += span.status === 'error' ? 1 : 0;
    found.set(span.operation_name, row);
  }
  const list = table(
    [
      { key: 'operation', label: 'Operation', wide: true, cell: (row) => name(row.operation, 160) },
      { key: 'category', label: 'Kind', text: (row) => KIND_NAMES[row.category] || row.category },
      { key: 'calls', label: 'Calls', num: true },
      { key: 'own', label: 'Self time', num: true, cell: (row) => [millis(row.own), h('span', { class: 'meter', style: { width: Math.min(100, (100 * row.own) / trace.duration_ms) + '%' } })] },
      { key: 'total', label: 'Total', num: true, text: (row) => millis(row.total) },
      { key: 'worst', label: 'Slowest', num: true, text: (row) => millis(row.worst) },
      { key: 'failed', label: 'Failed', num: true },
    ],
    { caption: 'Operations of the trace', sort: ['own', 'desc'], csv: 'trace.csv' },
  );
  list.update([...found.values()]);
  return list;
}

// ---- two traces

async function compare(view, app, id, other) {
  const [a, b] = await Promise.all([fetchTrace(app, id), fetchTrace(app, other)]);
  const rows = new Map();
  for (const [side, trace] of [['a', a], ['b', b]]) {
    const parents = new Map(trace.spans.map((span) => [span.span_id, span]));
    for (const span of trace.spans) {
      const path = [];
      for (let each = span; each && path.length < 32; each = parents.get(each.parent_span_id)) {
        path.unshift(each.operation_name);
      }
      const key = path.join('\u0000');
      const row = rows.get(key) || { operation: span.operation_name, depth: path.length - 1, aCalls: 0, bCalls: 0, a: 0, b: 0 };
      row[side] += span.duration_ms;
      row[side + 'Calls']++;
      rows.set(key, row);
    }
  }
  const list = [...rows.entries()].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, row]) => row);
  const difference = (row) => row.b - row.a;
  const grid = table(
    [
      { key: 'operation', label: 'Operation', wide: true, cell: (row) => h('span', { style: { 'padding-left': row.depth * 12 + 'px' } }, name(row.operation, 120)) },
      { key: 'aCalls', label: 'Calls, first', num: true },
      { key: 'bCalls', label: 'second', num: true },
      { key: 'a', label: 'Time, first', num: true, text: (row) => millis(row.a) },
      { key: 'b', label: 'second', num: true, text: (row) => millis(row.b) },
      { key: 'difference', label: 'Difference', num: true, value: difference, cell: (row) => h('span', { class: difference(row) > 1 ? 'worse' : difference(row) < -1 ? 'better' : 'muted' }, (difference(row) > 0 ? '+' : '') + millis(difference(row))) },
    ],
    { caption: 'Operations of both traces', csv: 'compare.csv', filter: 'Filter operations', part: 200 },
  );
  grid.update(list);
  const side = (trace, label) => panel(label, { actions: [h('a', { href: app.link('traces', { id: trace.trace_id }) }, 'Open')] }, h('div', { class: 'stats' }, stat('Took', millis(trace.duration_ms)), stat('Spans', number(trace.spans.length)), stat('Started', time(trace.start_ms))), h('p', {}, kindBar(trace.by_kind_ms, trace.duration_ms)));
  view.append(
    h('div', { class: 'page-head' }, h('div', {}, crumb(app), h('h1', {}, 'Two traces'), h('p', { class: 'muted' }, 'the second takes ', b.duration_ms >= a.duration_ms ? millis(b.duration_ms - a.duration_ms) + ' more' : millis(a.duration_ms - b.duration_ms) + ' less'))),
    h('div', { class: 'grid' }, side(a, 'First'), side(b, 'Second')),
    panel('', {}, grid.el, kindLegend()),
  );
  return {};
}
