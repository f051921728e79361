// SPDX-License-Identifier: Apache-2.0
import { h, put, name, clip } from '../lib/dom.js';
import { panel, stat, empty, failure } from '../lib/panel.js';
import { chart, spark, MEANING } from '../lib/chart.js';
import { bucketsOf, heatmap } from '../lib/heatmap.js';
import { table } from '../lib/table.js';
import { quoted } from '../lib/api.js';
import { rate, percent, seconds, millis, number, time } from '../lib/format.js';
import { requests, grownRequests, quantileGrown, errorsGrown, byClass, classSeries, percentiles, joined } from '../lib/queries.js';
import { KIND_NAMES, slowTraces, statements } from '../lib/traces.js';

export default {
  async mount(view, app) {
    const route = app.params.get('route');
    return route ? detail(view, app, route, app.params.get('method')) : list(view, app);
  },
};

function list(view, app) {
  const routes = table(
    [
      { key: 'route', label: 'Route', value: (row) => row.method + ' ' + row.route, cell: (row) => h('a', { href: app.link('routes', { route: row.route, method: row.method }) }, h('span', { class: 'method' }, row.method), name(row.route)) },
      { key: 'trend', label: 'Trend', value: (row) => row.rate, cell: (row) => (row.trend ? spark(row.trend, 'requests of ' + clip(row.route, 60)) : '') },
      { key: 'rate', label: 'Requests', help: 'per second, mean of the time range', num: true, text: (row) => rate(row.rate) },
      { key: 'share', label: 'Share of time', help: 'of all the time that requests took', num: true, cell: (row) => [percent(row.share), h('span', { class: 'meter', style: { width: (row.share * 100 || 0) + '%' } })] },
      { key: 'p50', label: 'p50', num: true, text: (row) => seconds(row.p50) },
      { key: 'p95', label: 'p95', num: true, text: (row) => seconds(row.p95) },
      { key: 'p99', label: 'p99', num: true, text: (row) => seconds(row.p99) },
      { key: 'failed', label: 'Errors', num: true, cell: (row) => h('span', { class: row.failed > 0.01 ? 'worse' : '' }, percent(row.failed)) },
      { key: 'calls', label: 'Calls', num: true, text: (row) => number(Math.round(row.calls)) },
    ],
    {
      caption: 'Routes',
      main: true,
      sort: ['share', 'desc'],
      csv: 'routes.csv',
      filter: 'Filter routes',
      open: (row) => app.go('routes', { route: row.route, method: row.method }),
      empty: { title: 'No requests in this time range', hint: 'Routes appear with their first request. Choose a longer range, or call the application.' },
    },
  );
  view.append(h('div', { class: 'page-head' }, h('h1', {}, 'Routes')), panel('', {}, routes.el));
  return {
    async refresh(signal) {
      const { range } = app;
      const window = range.seconds + 's';
      const labels = 'method, route';
      const coarse = { ...range, step: Math.max(range.step, Math.ceil(range.seconds / 40)) };
      coarse.start = range.end - Math.floor(range.seconds / coarse.step) * coarse.step;
      const [rows, trends] = await Promise.all([
        joined(
          app.prom,
          {
            calls: grownRequests('count', window, '', labels),
            time: grownRequests('sum', window, '', labels),
            p50: quantileGrown(0.5, window, '', labels),
            p95: quantileGrown(0.95, window, '', labels),
            p99: quantileGrown(0.99, window, '', labels),
            failed: errorsGrown(window, '', labels),
          },
          ['method', 'route'],
          signal,
          range.live ? undefined : { time: range.end },
        ),
        app.prom.range(requests(Math.max(coarse.step, parseInt(range.rate, 10)) + 's', '', labels), coarse, signal),
      ]);
      const all = rows.reduce((total, row) => total + (row.time || 0), 0);
      for (const row of rows) {
        row.rate = row.calls / range.lived;
        row.share = all > 0 ? row.time / all : NaN;
        row.trend = trends.series.find((each) => each.metric.route === row.route && each.metric.method === row.method)?.values;
      }
      routes.update(rows.filter((row) => row.calls > 0));
    },
  };
}

function detail(view, app, route, method) {
  const matchers = 'route=' + quoted(route) + (method ? ',method=' + quoted(method) : '');
  const options = { onBrush: app.zoom };
  const latency = chart({ ...options, label: 'Percentiles of ' + clip(route, 80), unit: 'seconds', height: 220 });
  const traffic = chart({ ...options, label: 'Requests by status', unit: 'rate', stack: true, legend: true, height: 220 });
  const breakdown = chart({ ...options, label: 'Where the time goes', unit: 'seconds', stack: true, height: 220, empty: { title: 'No traces of this route yet', hint: 'The breakdown comes with finished traces.' } });
  const heat = heatmap({ label: 'Requests by how long they took', unit: 'seconds', onCell: (from, to, low) => app.hasPage('traces') && app.go('traces', { route, min: Math.round(low * 1000) + 'ms', from: Math.round(from * 1000), to: Math.round(to * 1000), range: null }) });
  const figures = h('div', { class: 'stats' });
  const traces = h('div');
  const sql = h('div');
  const exemplars = exemplarTable(app);
  const failures = h('div');
  const hasTraces = app.has('/monitoring/traces');
  const hasBreakdown = app.has('/monitoring/routes/breakdown');
  app.title(clip(route, 60));
  view.append(
    h('div', { class: 'page-head' }, h('div', {}, h('p', { class: 'crumb' }, h('a', { href: app.link('routes') }, 'Routes')), h('h1', {}, method ? method + ' ' : '', name(route, 200)))),
    figures,
    h(
      'div',
      { class: 'grid' },
      panel('Latency', { info: 'half, 95 % and 99 % take no longer' }, latency.el),
      panel('Requests', { info: 'per second, by status' }, traffic.el),
      panel('Heat map', { info: 'how many requests took how long', class: hasBreakdown ? '' : 'full' }, heat.el),
      hasBreakdown && panel('Where the time goes', { info: 'mean of a request, by kind of work' }, breakdown.el),
      hasTraces && panel('Slow traces', { actions: [h('a', { href: app.link('traces', { route }) }, 'All traces')] }, traces),
      hasTraces && panel('Errors', { info: 'traces that failed' }, failures),
      hasTraces && panel('Statements', { info: 'of the traces that are kept, by time', class: 'full' }, sql),
      panel('Exemplars', { info: 'requests that the histogram remembers, one a bucket and minute', class: 'full' }, exemplars.el),
    ),
  );

  async function heatData(range, signal) {
    const columns = Math.max(range.step, Math.ceil(range.seconds / 80));
    const start = range.end - Math.floor(range.seconds / columns) * columns;
    const query = 'sum by (le) (increase(http_request_duration_seconds_bucket{' + matchers + '}[' + Math.max(columns, 2 * range.step) + 's]))';
    return bucketsOf(await app.prom.range(query, { start, end: range.end, step: columns }, signal));
  }

  async function stats(signal) {
    const { range } = app;
    const window = range.seconds + 's';
    const at = range.live ? undefined : { time: range.end };
    const one = (query) => app.prom.instant(query, signal, at).then((result) => (result.length ? result[0].value : NaN));
    const [calls, failed, p50, p95, p99] = await Promise.all([grownRequests('count', window, matchers), errorsGrown(window, matchers), ...[0.5, 0.95, 0.99].map((q) => quantileGrown(q, window, matchers))].map(one));
    put(figures, stat('Requests', rate(calls / range.lived)), stat('Calls', number(Math.round(calls))), stat('Errors', percent(failed), { tone: failed > 0.01 ? 'bad' : '' }), stat('p50', seconds(p50)), stat('p95', seconds(p95)), stat('p99', seconds(p99)));
  }

  async function kept(range, signal) {
    if (!hasTraces) {
      return;
    }
    try {
      const ask = (more) => app.api.get('/monitoring/traces', { route, since: new Date(range.from).toISOString(), limit: 200, ...more }, signal).then((answer) => (answer.data || answer).traces);
      const [all, failed] = await Promise.all([ask({}), ask({ status: 'error' })]);
      const slow = [...all].sort((a, b) => b.duration_ms - a.duration_ms).slice(0, 8);
      put(traces, slowTraces(app, slow));
      put(failures, failed.length ? slowTraces(app, failed.slice(0, 8)) : empty('No trace of this route failed', 'Those that fail are always kept.'));
      put(sql, await statements(app, slow.slice(0, 5), signal));
    } catch (e) {
      if (e.name === 'AbortError') {
        throw e;
      }
      put(traces, failure(e));
    }
  }

  return {
    async refresh(signal) {
      const { range } = app;
      const one = (target, load) => load.then((data) => target.update(data), (e) => target.fail?.(e));
      await Promise.all([
        stats(signal),
        one(latency, percentiles(app.prom, range, matchers, signal)),
        one(traffic, app.prom.range(byClass(range.rate, matchers), range, signal).then(classSeries)),
        one(heat, heatData(range, signal)),
        hasBreakdown && one(breakdown, app.api.get('/monitoring/routes/breakdown', { route, range: range.text }, signal).then(breakdownData)),
        kept(range, signal),
        exemplars.refresh(matchers, range, signal),
      ]);
    },
    unmount: () => [latency, traffic, breakdown, heat].forEach((each) => each.destroy()),
  };
}

function breakdownData(answer) {
  const { times_ms: times, kinds } = answer.data || answer;
  return {
    times: times.map((each) => each / 1000),
    series: Object.entries(kinds).filter(([, values]) => values.some((v) => v > 0)).map(([kind, values]) => ({ label: KIND_NAMES[kind] || kind, values: values.map((v) => (v == null ? null : v / 1000)), colour: MEANING[kind] })),
  };
}

function exemplarTable(app) {
  const rows = table(
    [
      { key: 'time', label: 'Time', narrow: true, cell: (row) => (app.hasPage('traces') ? h('a', { href: app.link('traces', { id: row.trace }) }, time(row.time)) : time(row.time)) },
      { key: 'value', label: 'Took', num: true, text: (row) => millis(row.value) },
      { key: 'status', label: 'Status' },
      { key: 'trace', label: 'Trace', cell: (row) => h('code', {}, row.trace) },
    ],
    { caption: 'Exemplars', sort: ['value', 'desc'], csv: 'exemplars.csv', part: 10, empty: { title: 'No exemplars in this time range', hint: 'Each sampled request leaves one in its bucket.' } },
  );
  return {
    el: rows.el,
    async refresh(matchers, range, signal) {
      const answer = await app.api.get('/api/v1/query_exemplars', { query: 'http_request_duration_seconds_bucket{' + matchers + '}', start: range.start, end: range.end + range.step }, signal);
      const found = (answer.data || []).flatMap(({ seriesLabels, exemplars }) => exemplars.map((each) => ({ time: each.timestamp * 1000, value: Number(each.value) * 1000, status: seriesLabels.status_code, trace: each.labels.trace_id })));
      rows.update(found.sort((a, b) => b.value - a.value).slice(0, 100));
    },
  };
}
