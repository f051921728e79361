// SPDX-License-Identifier: Apache-2.0
// Methods of the application: search what is loaded, see what a pattern matches, weave it, and see its
// numbers come.
import { h, put, clip, name } from '../lib/dom.js';
import { panel, badge, empty, failure } from '../lib/panel.js';
import { chart } from '../lib/chart.js';
import { table } from '../lib/table.js';
import { number } from '../lib/format.js';
import { act } from '../lib/acts.js';

export default {
  async mount(view, app) {
    const search = h('input', { type: 'search', id: 'm-search', 'aria-label': 'Part of the name of a class', placeholder: 'Part of a class’s name: OrderService', dataset: { filter: '' }, value: app.params.get('class') });
    const found = h('div', {});
    const pattern = h('input', { id: 'm-pattern', required: true, class: 'mono', spellcheck: 'false', maxlength: '500', placeholder: 'com.acme.shop.*Service#place*(Order, ..)', value: app.params.get('pattern') });
    const metric = h('input', { id: 'm-metric', class: 'mono', placeholder: 'orders_seconds; empty for none', value: app.params.get('metric'), pattern: '[a-zA-Z_:][a-zA-Z0-9_:]*', maxlength: '100' });
    const span = h('input', { type: 'checkbox', id: 'm-span', checked: app.params.get('span') !== 'no' });
    const yaml = h('pre', { class: 'stack', tabindex: '0' });
    const matches = h('div', {});
    const calls = chart({ label: 'Calls', unit: 'rate', onBrush: app.zoom, empty: { title: 'No call yet', hint: 'Numbers come with the next evaluation after a call.' } });
    const sites = table(
      [
        { key: 'method', label: 'Method', wide: true, value: (row) => row.class + '.' + row.method, cell: (row) => h('code', {}, clip(row.class + '.' + row.method, 200)) },
        { key: 'calls', label: 'Calls', num: true, cell: (row) => number(row.calls) },
        { key: 'errors', label: 'Failed expressions', num: true, cell: (row) => (row.errors ? [badge(number(row.errors), 'bad'), row.lastError && h('div', { class: 'muted' }, clip(row.lastError, 200))] : '0') },
        { key: 'from', label: 'From', value: (row) => row.entries.map((each) => each.place).join(' '), cell: (row) => row.entries.map((each) => h('div', {}, each.place.startsWith('body:') ? badge('applied here', 'accent') : clip(each.place, 100))) },
        { key: 'act', label: 'Do', plain: true, cell: (row) => row.entries.filter((each) => each.place.startsWith('body:')).map((each) => act(app, 'Take away', () => withdraw(each.pattern), { role: 'admin' })) },
      ],
      { caption: 'Woven methods', sort: ['calls', 'desc'], filter: 'Filter methods', csv: 'methods.csv', empty: { title: 'Nothing is woven yet', hint: 'Apply a pattern here, or write it below methods: into obs-agent.yaml.' } },
    );
    const form = h(
      'form',
      { class: 'form', onsubmit: (event) => { event.preventDefault(); dryRun(); } },
      h('label', { for: 'm-pattern' }, 'Pattern'), pattern,
      h('label', { for: 'm-metric' }, 'Histogram of times'), metric,
      h('label', { for: 'm-span' }, 'Span'), h('div', {}, span),
      h('div', { class: 'wide' }, h('button', { type: 'submit' }, 'What does it match?'), act(app, 'Weave it', apply, { role: 'admin', class: 'primary', title: 'Until the next start; write it into obs-agent.yaml to keep it' })),
    );
    view.append(
      h('div', { class: 'page-head' }, h('h1', {}, 'Methods')),
      h('div', { class: 'grid' }, panel('Find', { info: 'among the classes that are loaded' }, h('form', { onsubmit: (event) => { event.preventDefault(); look(); } }, h('div', { class: 'table-bar' }, search, h('button', { type: 'submit' }, 'Search'))), found), panel('Weave', { info: 'nothing is woven until you say so' }, form, h('h3', {}, 'As it would stand in obs-agent.yaml'), yaml, matches)),
      panel('Woven', { info: 'and how often they ran' }, sites.el),
      panel('Calls of woven methods', { info: 'per second, while this page is open' }, calls.el),
    );
    [pattern, metric, span].forEach((each) => each.addEventListener('input', draw));

    const entry = () => ({ match: pattern.value.trim(), ...(span.checked ? { span: true } : {}), ...(metric.value.trim() ? { metrics: [{ name: metric.value.trim(), type: 'histogram' }] } : {}) });

    function draw() {
      const each = entry();
      yaml.textContent = 'methods:\n  - match: ' + JSON.stringify(each.match) + (each.span ? '\n    span: true' : '') + (each.metrics ? '\n    metrics:\n      - {name: ' + each.metrics[0].name + ', type: histogram}' : '');
    }

    async function look() {
      const words = search.value.trim();
      app.params.set({ class: words || null }, { quiet: true });
      if (!words) {
        put(found);
        return;
      }
      try {
        const answer = await app.api.get('/monitoring/agent/methods', { pattern: '**' + words + '**#*' });
        const classes = Map.groupBy ? Map.groupBy(answer.methods, (each) => each.class) : group(answer.methods);
        const shown = [...classes].slice(0, 50);
        put(
          found,
          shown.length
            ? shown.map(([type, methods]) => h('details', { open: shown.length === 1 }, h('summary', {}, name(type, 120), ' ', badge(number(methods.length))), h('ul', { class: 'plain' }, methods.slice(0, 200).map((each) => h('li', {}, h('button', { type: 'button', class: 'link', onclick: () => choose(each) }, h('code', {}, clip(each.method, 200))))))))
            : empty('No loaded class has such a method', 'A class is found once the application has loaded it; those of the JDK and of the agent are left out.'),
          classes.size > 50 && h('p', { class: 'muted' }, 'and ' + number(classes.size - 50) + ' more classes: say more of the name'),
        );
      } catch (e) {
        put(found, failure(e));
      }
    }

    function group(methods) {
      const groups = new Map();
      methods.forEach((each) => groups.set(each.class, [...(groups.get(each.class) || []), each]));
      return groups;
    }

    function choose(each) {
      pattern.value = each.class + '#' + each.method;
      draw();
      dryRun();
    }

    async function dryRun() {
      app.params.set({ pattern: pattern.value.trim() || null, metric: metric.value.trim() || null, span: span.checked ? null : 'no' }, { quiet: true });
      try {
        const answer = await app.api.get('/monitoring/agent/methods', { pattern: pattern.value.trim() });
        put(
          matches,
          h('p', {}, badge('matches ' + number(answer.matching) + (answer.matching === 1 ? ' method' : ' methods'), answer.matching === 0 ? 'warn' : answer.matching > 200 ? 'warn' : 'good'), answer.accessorsLeftOut > 0 && h('span', { class: 'muted' }, ' ' + number(answer.accessorsLeftOut) + ' accessors left out')),
          h('ul', { class: 'plain' }, answer.methods.slice(0, 20).map((each) => h('li', {}, h('code', {}, clip(each.class + '.' + each.method, 200))))),
          answer.matching > 20 && h('p', { class: 'muted' }, 'and ' + number(answer.matching - 20) + ' more'),
        );
      } catch (e) {
        put(matches, failure(e));
      }
    }

    async function apply() {
      await app.api.post('/monitoring/agent/methods', [entry()]);
      app.refresh();
      return 'Woven, until the next start';
    }

    async function withdraw(text) {
      await app.api.del('/monitoring/agent/methods', { pattern: text });
      app.refresh();
      return 'Taken away';
    }

    // What each refresh saw, for the chart: counts of calls are not all metrics.
    const seen = new Map();
    const times = [];
    draw();
    if (search.value) {
      look();
    }
    if (pattern.value) {
      dryRun();
    }
    return {
      onParams: () => {},
      async refresh(signal) {
        const answer = await app.api.get('/monitoring/agent/methods/sites', {}, signal);
        sites.update(answer.sites);
        const now = Date.now() / 1000;
        times.push(now);
        for (const each of answer.sites) {
          const key = each.class + '.' + each.method;
          const counts = seen.get(key) || new Array(times.length - 1).fill(null);
          counts.push(each.calls);
          seen.set(key, counts);
        }
        seen.forEach((counts) => counts.length < times.length && counts.push(null));
        if (times.length > 300) {
          times.shift();
          seen.forEach((counts) => counts.shift());
        }
        calls.update({ times: [...times], series: [...seen].map(([label, counts]) => ({ label, values: counts.map((v, i) => (i > 0 && v != null && counts[i - 1] != null ? Math.max(0, v - counts[i - 1]) / (times[i] - times[i - 1]) : null)) })) });
      },
      unmount: () => calls.destroy(),
    };
  },
};
