// SPDX-License-Identifier: Apache-2.0
import { h, put, name } from '../lib/dom.js';
import { panel, stat, badge, empty } from '../lib/panel.js';
import { chart, last } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { rate, percent, seconds, ago, number, time } from '../lib/format.js';
import { byUrgency, isWatchdog } from '../lib/severity.js';
import { scrape } from '../lib/state.js';
import { requests, errors, quantile, grownRequests, quantileGrown, errorsGrown, byClass, classSeries, percentiles, joined } from '../lib/queries.js';

/** What can run out: each is a share of what there is. */
const SATURATION = {
  CPU: 'cpu_usage_percent / 100',
  heap: 'sum(jvm_memory_used_bytes{area="heap"}) / sum(jvm_memory_max_bytes{area="heap"})',
  memory: 'memory_utilization_percentage / 100',
  'connection pools': 'max(database_connections_active / database_connections_max)',
  'open files': 'process_open_fds / process_max_fds',
};
const CHANGES_MILLIS = 30000;
const RANK = { unhealthy: 0, degraded: 1, unknown: 2, healthy: 3 };
const HEALTH_TONE = { healthy: 'good', degraded: 'warn', unhealthy: 'bad' };

export default {
  async mount(view, app) {
    const chartOptions = { onBrush: app.zoom };
    const traffic = chart({ ...chartOptions, label: 'Requests per second by status', unit: 'rate', stack: true, legend: true });
    const latency = chart({ ...chartOptions, label: 'Time that requests take', unit: 'seconds' });
    const failures = chart({ ...chartOptions, label: 'Share of requests that failed', unit: 'percent', fill: true, legend: true });
    const saturation = chart({ ...chartOptions, label: 'Saturation', unit: 'percent' });
    const charts = [traffic, latency, failures, saturation];
    const stats = h('div', { class: 'stats' });
    const health = h('div');
    const alerts = h('div');
    const events = h('div');
    const status = h('span');
    const changes = changesTable(app);

    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Overview'), status),
      stats,
      h(
        'div',
        { class: 'grid' },
        panel('Requests', { info: 'per second, by status' }, traffic.el),
        panel('Latency', { info: 'half, 95 % and 99 % of requests take no longer' }, latency.el),
        panel('Errors', { info: 'share of requests answered with 5xx' }, failures.el),
        panel('Saturation', { info: 'share in use of what there is' }, saturation.el),
      ),
      panel('What changed', { info: 'routes in this time range against the one before it, the largest change first' }, changes.el),
      h(
        'div',
        { class: 'grid' },
        app.has('/monitoring/alerts') && panel('Alerts', { actions: [more(app, 'alerts')] }, alerts),
        panel('Health', { actions: [more(app, 'health')] }, health),
        app.has('/monitoring/events') && panel('Events', { actions: [more(app, 'events')] }, events),
      ),
    );

    /** What the charts end with says how it is now: nothing is asked twice. */
    async function figures(drawn, signal) {
      const [{ now, failed, p50, p95, p99, cpu, heap }, active, whole, deployments] = await Promise.all([
        drawn,
        app.has('/monitoring/alerts') ? app.api.get('/monitoring/alerts', {}, signal).then((answer) => answer.data.alerts) : [],
        app.api.get('/monitoring/health', {}, signal).catch((e) => { if (e.name === 'AbortError') throw e; return { services: {} }; }),
        app.has('/monitoring/events') ? app.api.get('/monitoring/events', { limit: 8 }, signal).then((answer) => answer.data.events) : [],
      ]);
      const firing = active.filter((each) => each.state === 'firing' && !isWatchdog(each));
      const pending = active.filter((each) => each.state === 'pending');
      const components = Object.entries(whole.services || {});
      const sick = components.filter(([, each]) => each.status !== 'healthy');
      const deployed = deployments.find((each) => each.type === 'deployment');
      put(
        stats,
        stat('Requests', rate(now), { note: 'last ' + seconds(parseInt(app.range.rate, 10)) }),
        stat('Errors', percent(failed), { tone: failed > 0.05 ? 'bad' : failed > 0.01 ? 'warn' : '', note: '5xx' }),
        stat('p50', seconds(p50)),
        stat('p95', seconds(p95)),
        stat('p99', seconds(p99)),
        stat('CPU', percent(cpu), { tone: cpu > 0.9 ? 'warn' : '', note: 'of what it may use' }),
        stat('Heap', percent(heap), { tone: heap > 0.9 ? 'warn' : '', note: 'of its bound' }),
        stat('Alerts', firing.length ? number(firing.length) + ' firing' : 'none', { tone: firing.length ? 'bad' : 'good', note: pending.length ? pending.length + ' pending' : 'none pending', href: app.hasPage('alerts') ? app.link('alerts') : null }),
        stat('Health', sick.length ? sick.length + ' of ' + components.length : 'well', { tone: sick.length ? 'warn' : 'good', note: sick.length ? 'not healthy' : components.length + ' components', href: app.hasPage('health') ? app.link('health') : null }),
        deployed && stat('Deployed', deployed.attributes.version || deployed.title, { note: ago(Date.parse(deployed.time)) }),
      );
      put(status, badge(whole.status || 'unknown', HEALTH_TONE[whole.status]), whole.uptime ? h('span', { class: 'muted' }, ' up for ' + seconds(whole.uptime)) : null);
      showAlerts([...firing, ...pending].sort(byUrgency));
      showHealth(components.sort(([, a], [, b]) => (RANK[a.status] ?? 2) - (RANK[b.status] ?? 2)));
      showEvents(deployments);
    }

    function showAlerts(list) {
      put(
        alerts,
        list.length
          ? h('ul', { class: 'lines' }, list.slice(0, 6).map((each) =>
              h('li', {}, badge(each.state, each.state === 'firing' ? 'bad' : 'warn'), h('span', { class: 'grow' }, h('strong', {}, each.labels.alertname), ' ', name(each.annotations.summary, 200, { class: 'muted' })), h('span', { class: 'muted nowrap' }, ago(Date.parse(each.activeAt)))),
            ))
          : empty('No alert is active', 'Rules are evaluated all the time; what fires appears here and on every chart.'),
      );
    }

    function showHealth(list) {
      put(
        health,
        list.length
          ? h('ul', { class: 'lines' }, list.slice(0, 8).map(([component, each]) =>
              h('li', {}, badge(each.status, HEALTH_TONE[each.status]), h('span', { class: 'grow' }, name(component, 80), ' ', name(each.detail || '', 160, { class: 'muted' })), each.calls ? h('span', { class: 'muted nowrap' }, number(each.calls) + ' calls') : null),
            ))
          : empty('Nothing is known of health yet', 'Components appear with the first call to a database, a cache, a service or a model.'),
      );
    }

    function showEvents(list) {
      put(
        events,
        list.length
          ? h('ul', { class: 'lines' }, list.map((each) =>
              h('li', {}, badge(each.type, each.type === 'deployment' ? 'accent' : each.type === 'incident' || each.type === 'regression' ? 'bad' : ''), name(each.title, 200, { class: 'grow' }), h('span', { class: 'muted nowrap', title: time(Date.parse(each.time)) }, ago(Date.parse(each.time)))),
            ))
          : empty('No events yet', 'Deployments and incidents appear here when they are sent to /monitoring/events, or found by the agent.'),
      );
    }

    async function draw(signal) {
      const { range } = app;
      const one = (target, load) =>
        load.then(
          (data) => {
            target.update(data);
            return Object.fromEntries(data.series.map((each) => [each.label, each.values.at(-1) ?? NaN]));
          },
          (e) => {
            target.fail(e);
            return {};
          },
        );
      const names = Object.keys(SATURATION);
      const [byStatus, taken, share, used] = await Promise.all([
        one(traffic, app.prom.range(byClass(range.rate), range, signal).then(classSeries)),
        one(latency, percentiles(app.prom, range, '', signal)),
        one(failures, app.prom.range(errors(range.rate), range, signal).then(({ times, series }) => ({ times, series: series.map((each) => ({ label: 'failed', values: each.values, colour: '--bad' })) }))),
        one(saturation, Promise.all(names.map((each) => app.prom.range(SATURATION[each], range, signal))).then((all) => ({
          times: all[0].times,
          series: all.flatMap(({ series }, i) => series.slice(0, 1).map((each) => ({ label: names[i], values: each.values, colour: '--s' + (i + 1) }))).sort((a, b) => (last(b.values) || 0) - (last(a.values) || 0)),
        }))),
      ]);
      const all = Object.values(byStatus).filter(isFinite);
      const now = all.length ? all.reduce((sum, each) => sum + each, 0) : NaN;
      return { now, failed: share.failed ?? NaN, p50: taken.p50 ?? NaN, p95: taken.p95 ?? NaN, p99: taken.p99 ?? NaN, cpu: used.CPU ?? NaN, heap: used.heap ?? NaN };
    }

    return {
      refresh: (signal) => Promise.all([figures(draw(signal), signal), changes.refresh(signal)]),
      unmount: () => charts.forEach((each) => each.destroy()),
    };
  },
};

function more(app, page) {
  return app.hasPage(page) ? h('a', { href: app.link(page) }, 'All') : null;
}

/** Each route now and before: requests, p95, errors. */
function changesTable(app) {
  const change = (now, before) => (now > 0 && before > 0 ? now / before - 1 : NaN);
  const shown = (value) => (!isFinite(value) ? '–' : Math.abs(value) < 0.0005 ? '0 %' : (value > 0 ? '+' : '') + percent(value));
  const list = table(
    [
      { key: 'route', label: 'Route', value: (row) => row.method + ' ' + row.route, cell: (row) => (app.hasPage('routes') ? h('a', { href: app.link('routes', { route: row.route, method: row.method }) }, name(row.method + ' ' + row.route)) : name(row.method + ' ' + row.route)) },
      { key: 'rate', label: 'Requests', num: true, text: (row) => rate(row.rate) },
      { key: 'rateChange', label: 'Change', num: true, value: (row) => change(row.rate, row.rateBefore), text: (row) => shown(change(row.rate, row.rateBefore)) },
      { key: 'p95', label: 'p95', num: true, text: (row) => seconds(row.p95) },
      { key: 'p95Before', label: 'before', num: true, text: (row) => seconds(row.p95Before ?? NaN) },
      { key: 'p95Change', label: 'Change', num: true, value: (row) => change(row.p95, row.p95Before), cell: (row) => tone(change(row.p95, row.p95Before), shown) },
      { key: 'failed', label: 'Errors', num: true, text: (row) => percent(row.failed) },
      { key: 'failedBefore', label: 'before', num: true, text: (row) => percent(row.failedBefore ?? NaN) },
    ],
    { caption: 'What changed by route', csv: 'changes.csv', empty: { title: 'No requests yet', hint: 'Call the application: routes appear with their first request.' } },
  );
  let shownFor = '';
  let shownAt = 0;
  return {
    el: list.el,
    async refresh(signal) {
      const { range } = app;
      const asked = range.text + (range.live ? '' : range.end);
      if (shownFor === asked && Date.now() - shownAt < CHANGES_MILLIS) {
        return; // long windows change slowly, and cost the most to look at
      }
      const window = range.seconds + 's';
      const labels = 'method, route';
      const now = { calls: grownRequests('count', window, '', labels), p95: quantileGrown(0.95, window, '', labels), failed: errorsGrown(window, '', labels) };
      // Before it there must have been the process, for half as long at least.
      const earlier = Math.min(range.seconds, Math.floor(range.end - range.seconds - scrape.started));
      const past = (query) => query.replaceAll('[' + earlier + 's]', '[' + earlier + 's] offset ' + window);
      const before = earlier < range.seconds / 2 ? {} : { rateBefore: past(requests(earlier + 's', '', labels)), p95Before: past(quantile(0.95, earlier + 's', '', labels)), failedBefore: past(errors(earlier + 's', '', labels)) };
      const rows = await joined(app.prom, { ...now, ...before }, ['method', 'route'], signal, range.live ? undefined : { time: range.end });
      rows.forEach((row) => (row.rate = row.calls / range.lived));
      const size = (row) => Math.max(Math.abs(Math.log(row.p95 / row.p95Before)) || 0, Math.abs(row.failed - (row.failedBefore ?? 0)) * 10 || 0);
      shownFor = asked;
      shownAt = Date.now();
      list.update(rows.filter((row) => row.calls >= 1).sort((a, b) => size(b) - size(a)).slice(0, 12));
    },
  };
}

function tone(value, shown) {
  return h('span', { class: value > 0.25 ? 'worse' : value < -0.25 ? 'better' : 'muted' }, shown(value));
}
