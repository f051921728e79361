// SPDX-License-Identifier: Apache-2.0
import { h, put, clip, name } from '../lib/dom.js';
import { panel, empty, failure, tabs } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { editor } from '../lib/promql.js';
import { unit, unitOf, time } from '../lib/format.js';

const UNITS = ['auto', 'number', 'seconds', 'bytes', 'percent', 'rate', 'usd'];
const STARTS = [
  ['Requests by route', 'sum by (route) (rate(http_requests_total[1m]))'],
  ['p95 by route', 'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[1m])))'],
  ['Heap by pool', 'jvm_memory_pool_used_bytes'],
  ['Statements by table', 'sum by (table, query_type) (rate(database_query_duration_seconds_count[1m]))'],
  ['Tokens by model', 'sum by (model, token_type) (rate(ai_tokens_used_total[5m]))'],
];

const labelOf = (metric, query) => {
  const { __name__: family, ...labels } = metric;
  const text = Object.entries(labels).map(([key, value]) => key + '="' + value + '"').join(', ');
  return (family || '') + (text ? '{' + text + '}' : family ? '' : clip(query, 60));
};

export default {
  async mount(view, app) {
    const query = () => app.params.get('q');
    const run = (text) => app.params.set({ q: text }, { push: true });
    const box = editor(query(), run);
    const state = h('p', { class: 'muted', role: 'status' });
    const body = h('div');
    const exemplars = h('div');
    let graph = null;
    let list = null;
    let shape = '';
    let refused = '';
    const outside = h('a', { target: '_blank', rel: 'noreferrer', hidden: true }, 'Open in Prometheus');
    let prometheus = '';
    app.api.get('/monitoring/agent').then((agent) => {
      prometheus = agent.options.find((each) => each.key === 'prometheus.url')?.value || '';
      lead();
    }, () => {}); // a link less

    /** Where the query leads, in a Prometheus that has more than this process. */
    function lead() {
      outside.hidden = !prometheus || !query();
      const asked = new URLSearchParams({ 'g0.expr': query(), 'g0.tab': app.params.get('view') === 'table' ? 1 : 0, 'g0.range_input': Math.round(app.range.end - app.range.start) + 's' });
      outside.href = outside.hidden ? '' : prometheus.replace(/\/+$/, '') + '/graph?' + asked;
    }

    const unitSelect = h('select', { 'aria-label': 'Unit', onchange: (event) => app.params.set({ unit: event.target.value === 'auto' ? null : event.target.value }, { push: true }) }, UNITS.map((each) => h('option', { value: each, selected: each === app.params.get('unit', 'auto') }, each === 'auto' ? 'unit: auto' : each)));
    const views = tabs('View', [['graph', 'Graph'], ['stack', 'Stacked'], ['table', 'Table']], app.params.get('view', 'graph'), (each) => app.params.set({ view: each === 'graph' ? null : each }, { push: true }));
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Explore'), outside, h('button', { type: 'button', onclick: share }, 'Copy link')),
      panel('', {}, h('div', { class: 'bar' }, box.el, h('button', { type: 'button', class: 'primary', onclick: () => run(box.input.value.trim()) }, 'Run')),
        h('p', { class: 'chips' }, h('span', { class: 'muted' }, 'Start with'), STARTS.map(([label, text]) => h('button', { type: 'button', title: text, onclick: () => { box.set(text); run(text); } }, label)))),
      panel('Result', { actions: [unitSelect, views] }, state, body),
      exemplars,
    );

    async function share() {
      try {
        await navigator.clipboard.writeText(location.href);
        app.toast('The link is in the clipboard.');
      } catch {
        app.toast('Copy the address of this page: it holds the query, the range and the view.');
      }
    }

    const unitNow = () => (app.params.get('unit') || unitOf(query()));

    function build() {
      const wanted = app.params.get('view', 'graph') + unitNow();
      if (shape !== wanted) {
        shape = wanted;
        graph?.destroy();
        graph = null;
        list = null;
        const format = unit(unitNow());
        if (app.params.get('view') === 'table') {
          list = table(
            [
              { key: 'series', label: 'Series', wide: true, cell: (row) => h('code', {}, name(row.series, 400)) },
              { key: 'value', label: 'Value', num: true, text: (row) => format(row.value) },
              { key: 'exact', label: 'Exactly', num: true, value: (row) => row.value, text: (row) => String(row.value) },
            ],
            { caption: 'Values of the query', sort: ['value', 'desc'], csv: 'query.csv', empty: { title: 'The query has no result now', hint: 'Metrics appear with their first series; see /metrics for all there are.' } },
          );
          put(body, list.el);
        } else {
          graph = chart({ label: 'Result of the query', unit: unitNow(), height: 360, legend: true, stack: app.params.get('view') === 'stack', onBrush: app.zoom, empty: { title: 'The query has no result in this time range', hint: 'Check the names by completion, or choose a longer range.' } });
          put(body, graph.el);
        }
      }
    }

    async function showExemplars(signal) {
      if (!/_bucket|_total|_count/.test(query()) || !app.hasPage('traces')) {
        put(exemplars);
        return;
      }
      try {
        const { range } = app;
        const answer = await app.api.get('/api/v1/query_exemplars', { query: query(), start: range.start, end: range.end + range.step }, signal);
        const found = (answer?.data || []).flatMap((each) => each.exemplars.map((one) => ({ time: one.timestamp * 1000, value: Number(one.value), trace: one.labels.trace_id })));
        const rows = found.sort((a, b) => b.value - a.value).slice(0, 12);
        put(exemplars, rows.length ? panel('Exemplars', { info: 'traces that are examples of what is counted here, the largest first' }, h('p', { class: 'chips' }, rows.map((each) => h('a', { class: 'badge accent', href: app.link('traces', { id: each.trace }), title: time(each.time) }, unit('seconds')(each.value))))) : null);
      } catch (e) {
        if (e.name === 'AbortError') {
          throw e;
        }
        put(exemplars);
      }
    }

    return {
      onParams() {
        if (document.activeElement !== box.input || !box.input.value) {
          box.set(query());
        }
      },
      async refresh(signal) {
        lead();
        if (!query()) {
          shape = '';
          put(body, empty('Ask something', 'Write a query above: names, labels and functions are completed as you type. Enter runs it, Shift+Enter begins a new line.'));
          state.textContent = '';
          return;
        }
        if (refused === query()) {
          return; // the same text would be refused again
        }
        const began = performance.now();
        try {
          const { range } = app;
          if (app.params.get('view') === 'table') {
            const result = await app.prom.instant(query(), signal, range.live ? undefined : { time: range.end });
            build();
            list.update(result.map((each) => ({ series: labelOf(each.metric, query()), value: each.value })));
            told(result.length);
          } else {
            const { times, series } = await app.prom.range(query(), range, signal);
            build();
            graph.update({ times, series: series.map((each) => ({ label: labelOf(each.metric, query()), values: each.values })) });
            told(series.length);
          }
          await showExemplars(signal);
        } catch (e) {
          if (e.name !== 'AbortError') {
            shape = '';
            graph?.destroy();
            graph = null;
            put(body, failure(e));
            refused = e.status === 400 ? query() : '';
            state.textContent = '';
          }
        }

        function told(count) {
          state.textContent = count + ' series' + ' in ' + Math.round(performance.now() - began) + ' ms';
        }
      },
      unmount: () => graph?.destroy(),
    };
  },
};
