// SPDX-License-Identifier: Apache-2.0
// Panels of dashboards, drawn from the description that Grafana's files are made of, too.
import { h, put, name, clip } from './dom.js';
import { chart } from './chart.js';
import { bucketsOf, heatmap } from './heatmap.js';
import { table } from './table.js';
import { panel as box, stat, empty, failure } from './panel.js';
import { number, seconds, bytes, percent, rate, usd, time, unit as formatOf } from './format.js';

/** Of a unit of a dashboard: how it is written, and for charts the unit and factor that they have for it. */
const UNITS = {
  number: [number],
  seconds: [seconds, 'seconds'],
  hours: [(v) => seconds(v * 3600), 'seconds', 3600],
  days: [(v) => seconds(v * 86400), 'seconds', 86400],
  bytes: [bytes, 'bytes'],
  'bytes-per-second': [(v) => bytes(v) + '/s', 'bytes'],
  percent: [(v) => percent(v / 100), 'percent', 0.01],
  ratio: [percent, 'percent'],
  'per-second': [rate, 'rate'],
  'requests-per-second': [rate, 'rate'],
  'per-day': [(v) => number(v) + ' a day'],
  usd: [usd, 'usd'],
  time: [time],
};
const TONES = { green: 'good', yellow: 'warn', orange: 'warn', red: 'bad' };
const MOST_STATS = 12;
const HIDDEN = new Set(['__name__', 'job', 'instance']);

function labelOf(legend, metric) {
  const said = legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? '').trim();
  const rest = Object.entries(metric).filter(([key]) => !HIDDEN.has(key)).map(([key, value]) => key + '=' + value);
  return said || rest.join(' ') || metric.__name__ || 'value';
}

function toneOf(thresholds, value) {
  const reached = thresholds.filter((each) => value >= each.above).sort((a, b) => b.above - a.above)[0];
  return reached ? TONES[reached.colour] || '' : '';
}

/** `{el, refresh(signal), destroy()}` of one panel. */
export function board(app, panel) {
  const [write, unit = 'number', factor = 1] = UNITS[panel.unit] || UNITS.number;
  const nothing = { title: 'No data in this time range', hint: panel.needs || 'It comes with the first that is recorded.' };
  const scaled = (values) => (factor === 1 ? values : values.map((v) => (v == null ? v : v * factor)));
  const instants = (signal) => Promise.all(panel.targets.map((target) => app.prom.instant(target.expr, signal, app.range.live ? undefined : { time: app.range.end }).then((rows) => rows.map((row) => ({ ...row, legend: target.legend })))));
  const drawn = ({ timeseries, stat: figures, gauge: figures, heatmap: heat, histogram: bars, table: rows }[panel.type] || timeseries)();

  function timeseries() {
    const red = panel.thresholds.filter((each) => each.colour === 'red').at(-1);
    const lines = chart({ label: panel.title, unit, legend: true, onBrush: app.zoom, empty: nothing, height: Math.max(140, panel.height * 24), ...(red && { threshold: { value: red.above * factor, label: 'above ' + write(red.above) } }) });
    return {
      el: lines.el,
      destroy: lines.destroy,
      async show(signal) {
        const answers = await Promise.all(panel.targets.map((target) => app.prom.range(target.expr, app.range, signal)));
        lines.update({ times: answers[0].times, series: answers.flatMap(({ series }, i) => series.map((each) => ({ label: clip(labelOf(panel.targets[i].legend, each.metric), 80), values: scaled(each.values) }))) });
      },
    };
  }

  function figures() {
    const el = h('div', { class: 'stats' });
    return {
      el,
      async show(signal) {
        const found = (await instants(signal)).flat().filter((row) => !isNaN(row.value));
        const share = (row) => (panel.type === 'gauge' && unit === 'percent' ? row.value * factor : NaN);
        el.classList.toggle('stats', found.length > 0);
        put(el, found.length
          ? found.slice(0, MOST_STATS).map((row) => stat(clip(found.length > 1 || row.legend ? labelOf(row.legend, row.metric) : '', 60), write(row.value), { tone: toneOf(panel.thresholds, row.value), note: share(row) >= 0 && h('span', { class: 'meter ' + toneOf(panel.thresholds, row.value), style: { width: 100 * Math.min(1, share(row)) + '%' } }) }))
          : empty(nothing.title, nothing.hint));
      },
    };
  }

  /** Of buckets; what has none is drawn as lines. */
  function heat() {
    const lines = timeseries();
    const map = heatmap({ label: panel.title, unit, height: Math.max(160, panel.height * 24) });
    const el = h('div');
    return {
      el,
      destroy() {
        lines.destroy();
        map.destroy?.();
      },
      async show(signal) {
        if (!/\ble\b/.test(panel.targets[0].expr)) {
          el.firstChild === lines.el || put(el, lines.el);
          return lines.show(signal);
        }
        el.firstChild === map.el || put(el, map.el);
        map.update(bucketsOf(await app.prom.range(panel.targets[0].expr, app.range, signal)));
      },
    };
  }

  /** A bar for each bucket, of now. */
  function bars() {
    const list = table(
      [
        { key: 'label', label: 'Up to', value: (row) => row.bound, cell: (row) => row.label },
        { key: 'count', label: 'Count', num: true, text: (row) => number(Math.round(row.count)) },
        { key: 'share', label: 'Share', wide: true, text: (row) => percent(row.share), cell: (row) => [percent(row.share), h('span', { class: 'meter', style: { width: 100 * row.share + '%' } })] },
      ],
      { caption: panel.title, empty: nothing },
    );
    return {
      el: list.el,
      async show(signal) {
        const found = (await instants(signal)).flat();
        const { bounds, counts } = bucketsOf({ times: [0], series: found.map((row) => ({ metric: row.metric, values: [row.value] })) });
        const all = counts.reduce((sum, [v]) => sum + v, 0);
        list.update(bounds.map((bound, i) => ({ bound, label: isFinite(bound) ? formatOf('seconds')(bound) : 'more', count: counts[i][0], share: all ? counts[i][0] / all : 0 })).filter(() => all > 0));
      },
    };
  }

  function rows() {
    const el = h('div');
    let list = null;
    let shape = '';
    return {
      el,
      async show(signal) {
        const found = (await instants(signal)).flat().filter((row) => !isNaN(row.value));
        const labels = [...new Set(found.flatMap((row) => Object.keys(row.metric)))].filter((key) => !HIDDEN.has(key)).slice(0, 6);
        if (!list || shape !== labels.join()) {
          shape = labels.join();
          const columns = labels.map((key) => ({ key, label: key, value: (row) => row.metric[key] ?? '', cell: (row) => name(row.metric[key] ?? '', 120) }));
          list = table([...(columns.length ? columns : [{ key: 'of', label: 'Of', value: (row) => labelOf(row.legend, row.metric) }]), { key: 'value', label: 'Value', num: true, cell: (row) => h('span', { class: toneOf(panel.thresholds, row.value) === 'bad' ? 'worse' : '' }, write(row.value)) }], { caption: panel.title, sort: ['value', 'desc'], csv: panel.title.toLowerCase().replace(/[^a-z0-9]+/g, '-') + '.csv', part: 12, empty: nothing });
          put(el, list.el);
        }
        list.update(found);
      },
    };
  }

  const links = [
    panel.page && app.hasPage(panel.page) && h('a', { href: app.link(panel.page) }, 'More'),
    panel.runbook && app.has('/monitoring/runbooks') && h('a', { href: app.api.url(panel.runbook) }, 'Runbook'),
    app.hasPage('explore') && h('a', { href: app.link('explore', { q: panel.targets[0].expr }), 'aria-label': 'Explore ' + panel.title }, 'Explore'),
  ].filter(Boolean);
  const wrong = h('div');
  return {
    el: box(panel.title, { level: 3, info: panel.description, actions: links, style: { '--w': String(panel.width) } }, wrong, drawn.el),
    async refresh(signal) {
      try {
        await drawn.show(signal);
        put(wrong);
      } catch (e) {
        if (e.name === 'AbortError') {
          throw e;
        }
        put(wrong, failure(e));
      }
    },
    destroy: () => drawn.destroy?.(),
  };
}
