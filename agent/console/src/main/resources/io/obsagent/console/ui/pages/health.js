// SPDX-License-Identifier: Apache-2.0
// Health of the application and of what it calls.
import { h, put, name, clip } from '../lib/dom.js';
import { panel, stat, badge } from '../lib/panel.js';
import { lanes } from '../lib/lanes.js';
import { table } from '../lib/table.js';
import { seconds, number, percent, ago, time } from '../lib/format.js';

const TONE = { healthy: 'good', degraded: 'warn', unhealthy: 'bad', unknown: '' };
const RANK = { unhealthy: 0, degraded: 1, unknown: 2, healthy: 3 };

export default {
  async mount(view, app) {
    const over = lanes({ label: 'Health over time', state: stateOf, empty: { title: 'No health in this time range', hint: 'Checks and calls make it; see the documentation of health.' } });
    const figures = h('div', { class: 'stats' });
    const parts = table(
      [
        { key: 'name', label: 'Part', wide: true, cell: (row) => [name(row.name, 100), row.detail && h('div', { class: 'muted' }, clip(row.detail, 300))] },
        { key: 'status', label: 'Status', value: (row) => RANK[row.status] ?? 2, text: (row) => row.status, cell: (row) => badge(row.status, TONE[row.status]) },
        { key: 'kind', label: 'Kind', narrow: true },
        { key: 'weight', label: 'Counts for', narrow: true, text: (row) => row.weight || 'the agent' },
        { key: 'calls', label: 'Calls in 5 min', num: true, cell: (row) => (row.calls == null ? '–' : number(row.calls)) },
        { key: 'errors', label: 'Failed', num: true, cell: (row) => (row.calls ? percent(row.errors / row.calls) : '–') },
        { key: 'p95_seconds', label: 'p95', num: true, cell: (row) => (row.p95_seconds == null ? '–' : seconds(row.p95_seconds)) },
        { key: 'since', label: 'Since', narrow: true, value: (row) => Date.parse(row.since) || 0, cell: (row) => (row.since ? h('span', { title: time(Date.parse(row.since)) }, ago(Date.parse(row.since))) : '') },
      ],
      { caption: 'Parts', sort: ['status', 'asc'], filter: 'Filter parts', csv: 'health.csv', rowClass: (row) => ({ bad: 'bad', warn: 'warn' })[TONE[row.status]] || '' },
    );
    const probes = h('div', {});
    view.append(h('div', { class: 'page-head' }, h('h1', {}, 'Health')), figures, panel('Parts', { info: 'what is called, checked by calls and probes' }, parts.el), panel('Over time', { info: 'each part, and when it was not well' }, over.el), panel('Probes for orchestrators', {}, probes));
    /** A probe that is not passed answers 503 with the same body. */
    const probe = async (path, signal) => {
      try {
        return (await app.api.get(path, {}, signal)).status;
      } catch (e) {
        if (e.name === 'AbortError') {
          throw e;
        }
        return e.status === 503 ? 'unhealthy' : 'unknown';
      }
    };
    return {
      async refresh(signal) {
        const paths = ['/monitoring/health/live', '/monitoring/health/ready', '/monitoring/health/startup'];
        const [whole, result, ...states] = await Promise.all([
          fetchHealth(app, signal),
          app.prom.range('health_check_status', app.range, signal),
          ...paths.map((path) => probe(path, signal)),
        ]);
        const rows = Object.entries(whole.services || {}).map(([id, each]) => ({ name: id, ...each }));
        const bad = rows.filter((each) => each.status === 'unhealthy').length;
        parts.update(rows);
        over.update({ times: result.times, series: lanesOf(result.series) });
        put(
          figures,
          stat('Whole', whole.status, { tone: TONE[whole.status], note: whole.version ? 'version ' + clip(whole.version, 40) : '' }),
          stat('Unhealthy parts', number(bad), { tone: bad ? 'bad' : '', note: 'of ' + number(rows.length) }),
          stat('Up for', seconds(whole.uptime)),
          stat('Ready', states[1], { tone: TONE[states[1]] }),
          stat('Alive', states[0], { tone: TONE[states[0]] }),
        );
        put(probes, h('dl', { class: 'facts' }, paths.map((path, i) => [h('dt', {}, h('code', {}, path)), h('dd', {}, badge(states[i], TONE[states[i]]))])));
      },
    };
  },
};

/** What a value of the metric says: 1 healthy, 0.5 degraded, 0 unhealthy. */
const stateOf = (value) => {
  const word = value >= 1 ? 'healthy' : value > 0 ? 'degraded' : 'unhealthy';
  return { word, tone: TONE[word] };
};

/** Those that are or were unwell first. */
function lanesOf(series) {
  const worst = (values) => Math.min(...values.filter((v) => v != null));
  return series
    .map((each) => ({ label: each.metric.check || each.metric.name || each.metric.service || Object.values(each.metric).join(' '), values: each.values }))
    .sort((a, b) => worst(a.values) - worst(b.values) || a.label.localeCompare(b.label));
}

/** An unhealthy whole is answered with 503 and the same body, which is no error here. */
async function fetchHealth(app, signal) {
  const response = await fetch(app.api.url('/monitoring/health'), { headers: { Accept: 'application/json' }, signal, credentials: 'same-origin' });
  return response.json();
}
